--liquibase formatted sql

--changeset prorata:credit
CREATE TABLE credit (
    -- the request is the key: one credit per request
    request_no BIGINT NOT NULL,
    credit_number VARCHAR(24) NOT NULL,
    run_id BIGINT NOT NULL,
    refund_share VARCHAR(8) NOT NULL,
    cancel_effective DATE NOT NULL,
    currency CHAR(3) NOT NULL,
    net DECIMAL(19, 4) NOT NULL,
    tax DECIMAL(19, 4) NOT NULL,
    gross DECIMAL(19, 4) NOT NULL,
    cash DECIMAL(19, 4) NOT NULL,
    on_account DECIMAL(19, 4) NOT NULL,
    return_method VARCHAR(12) NOT NULL,
    return_on DATE NOT NULL,
    due_by DATE NOT NULL,
    state VARCHAR(13) NOT NULL,
    returned_on DATE NULL,
    PRIMARY KEY (request_no),
    CONSTRAINT credit_number_is_unique UNIQUE (credit_number),
    CONSTRAINT credit_has_a_request FOREIGN KEY (request_no) REFERENCES cancellation_request (request_no),
    CONSTRAINT credit_has_a_run FOREIGN KEY (run_id) REFERENCES nightly_run (run_id),
    CONSTRAINT credit_is_net_and_tax CHECK (gross = net + tax AND net >= 0 AND tax >= 0 AND gross > 0),
    CONSTRAINT credit_is_returned_whole CHECK (gross = cash + on_account AND cash >= 0 AND on_account >= 0),
    CONSTRAINT credit_method_is_known CHECK (return_method IN ('CARD', 'BANK', 'NEXT_INVOICE')),
    CONSTRAINT credit_cash_has_a_method CHECK (cash = 0 OR return_method <> 'NEXT_INVOICE'),
    CONSTRAINT credit_state_is_known CHECK (state IN ('ISSUED', 'HELD', 'RETURNING', 'RETURNED', 'RETURN_FAILED')),
    CONSTRAINT credit_returned_says_when CHECK ((state = 'RETURNED') = (returned_on IS NOT NULL)),
    CONSTRAINT credit_is_promised_after_it_is_returned CHECK (due_by >= return_on),
    INDEX credit_to_return (returned_on, return_on)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE credit;

--changeset prorata:credit_line
CREATE TABLE credit_line (
    request_no BIGINT NOT NULL,
    charge_no BIGINT NOT NULL,
    days_in_period INT NOT NULL,
    days_unused INT NOT NULL,
    rounding VARCHAR(16) NOT NULL,
    exact_numerator DECIMAL(38, 6) NOT NULL,
    exact_denominator INT NOT NULL,
    net DECIMAL(19, 4) NOT NULL,
    tax DECIMAL(19, 4) NOT NULL,
    capped BOOLEAN NOT NULL,
    tax_remainder BOOLEAN NOT NULL,
    PRIMARY KEY (request_no, charge_no),
    CONSTRAINT credit_line_has_a_credit FOREIGN KEY (request_no) REFERENCES credit (request_no),
    CONSTRAINT credit_line_has_a_charge FOREIGN KEY (charge_no) REFERENCES charge (charge_no),
    CONSTRAINT credit_line_days_are_within CHECK (days_unused BETWEEN 0 AND days_in_period),
    CONSTRAINT credit_line_fraction_is_defined CHECK (exact_denominator > 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE credit_line;

--changeset prorata:credit_return
CREATE TABLE credit_return (
    request_no BIGINT NOT NULL,
    method VARCHAR(12) NOT NULL,
    idempotency_key VARCHAR(40) NOT NULL,
    run_id BIGINT NOT NULL,
    currency CHAR(3) NOT NULL,
    amount DECIMAL(19, 4) NOT NULL,
    PRIMARY KEY (request_no, method),
    CONSTRAINT credit_return_key_is_unique UNIQUE (idempotency_key),
    CONSTRAINT credit_return_has_a_credit FOREIGN KEY (request_no) REFERENCES credit (request_no),
    CONSTRAINT credit_return_has_a_run FOREIGN KEY (run_id) REFERENCES nightly_run (run_id),
    CONSTRAINT credit_return_method_is_known CHECK (method IN ('CARD', 'BANK', 'NEXT_INVOICE')),
    CONSTRAINT credit_return_is_something CHECK (amount > 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE credit_return;

--changeset prorata:ledger_entry
CREATE TABLE ledger_entry (
    request_no BIGINT NOT NULL,
    kind VARCHAR(6) NOT NULL,
    run_id BIGINT NOT NULL,
    business_date DATE NOT NULL,
    currency CHAR(3) NOT NULL,
    -- debits are positive, credits negative: an entry that does not balance cannot be written
    deferred_revenue DECIMAL(19, 4) NOT NULL DEFAULT 0,
    tax_payable DECIMAL(19, 4) NOT NULL DEFAULT 0,
    refund_liability DECIMAL(19, 4) NOT NULL DEFAULT 0,
    cash DECIMAL(19, 4) NOT NULL DEFAULT 0,
    receivables DECIMAL(19, 4) NOT NULL DEFAULT 0,
    PRIMARY KEY (request_no, kind),
    CONSTRAINT ledger_entry_has_a_credit FOREIGN KEY (request_no) REFERENCES credit (request_no),
    CONSTRAINT ledger_entry_has_a_run FOREIGN KEY (run_id) REFERENCES nightly_run (run_id),
    CONSTRAINT ledger_entry_kind_is_known CHECK (kind IN ('ISSUE', 'RETURN')),
    CONSTRAINT ledger_entry_balances CHECK (deferred_revenue + tax_payable + refund_liability + cash + receivables = 0),
    CONSTRAINT ledger_entry_moves_the_liability
        CHECK ((kind = 'ISSUE' AND refund_liability < 0) OR (kind = 'RETURN' AND refund_liability > 0))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE ledger_entry;

--changeset prorata:ledger_posting
CREATE VIEW ledger_posting AS
SELECT request_no, kind, run_id, business_date, currency, 'DEFERRED_REVENUE' AS account,
       GREATEST(deferred_revenue, 0) AS debit, GREATEST(-deferred_revenue, 0) AS credit
FROM ledger_entry WHERE deferred_revenue <> 0
UNION ALL
SELECT request_no, kind, run_id, business_date, currency, 'TAX_PAYABLE', GREATEST(tax_payable, 0), GREATEST(-tax_payable, 0)
FROM ledger_entry WHERE tax_payable <> 0
UNION ALL
SELECT request_no, kind, run_id, business_date, currency, 'REFUND_LIABILITY',
       GREATEST(refund_liability, 0), GREATEST(-refund_liability, 0)
FROM ledger_entry WHERE refund_liability <> 0
UNION ALL
SELECT request_no, kind, run_id, business_date, currency, 'CASH', GREATEST(cash, 0), GREATEST(-cash, 0)
FROM ledger_entry WHERE cash <> 0
UNION ALL
SELECT request_no, kind, run_id, business_date, currency, 'RECEIVABLES', GREATEST(receivables, 0), GREATEST(-receivables, 0)
FROM ledger_entry WHERE receivables <> 0;
--rollback DROP VIEW ledger_posting;
