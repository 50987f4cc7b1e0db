--liquibase formatted sql

--changeset prorata:return_failure
CREATE TABLE return_failure (
    request_no BIGINT NOT NULL,
    method VARCHAR(12) NOT NULL,
    attempt INT NOT NULL,
    reason VARCHAR(1000) NOT NULL,
    noted_by VARCHAR(200) NOT NULL,
    noted_at DATETIME(6) NOT NULL,
    PRIMARY KEY (request_no, method, attempt),
    CONSTRAINT return_failure_has_a_return FOREIGN KEY (request_no, method) REFERENCES credit_return (request_no, method),
    CONSTRAINT return_failure_is_of_cash CHECK (method IN ('CARD', 'BANK'))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE return_failure;

--changeset prorata:return_retry
CREATE TABLE return_retry (
    request_no BIGINT NOT NULL,
    method VARCHAR(12) NOT NULL,
    -- the failure that it follows
    attempt INT NOT NULL,
    asked_by VARCHAR(200) NOT NULL,
    asked_at DATETIME(6) NOT NULL,
    -- the run whose settlement file has it; NULL until one takes it
    run_id BIGINT NULL,
    PRIMARY KEY (request_no, method, attempt),
    CONSTRAINT return_retry_follows_a_failure FOREIGN KEY (request_no, method, attempt)
        REFERENCES return_failure (request_no, method, attempt),
    CONSTRAINT return_retry_has_a_run FOREIGN KEY (run_id) REFERENCES nightly_run (run_id),
    INDEX return_retry_by_run (run_id, method)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE return_retry;

--changeset prorata:ledger_correction
CREATE TABLE ledger_correction (
    request_no BIGINT NOT NULL,
    kind VARCHAR(12) NOT NULL,
    attempt INT NOT NULL,
    business_date DATE NOT NULL,
    currency CHAR(3) NOT NULL,
    -- debits are positive, credits negative, as in ledger_entry
    refund_liability DECIMAL(19, 4) NOT NULL,
    cash DECIMAL(19, 4) NOT NULL,
    PRIMARY KEY (request_no, kind, attempt),
    CONSTRAINT ledger_correction_has_a_credit FOREIGN KEY (request_no) REFERENCES credit (request_no),
    CONSTRAINT ledger_correction_kind_is_known CHECK (kind IN ('FAILED', 'RETURN_AGAIN')),
    CONSTRAINT ledger_correction_balances CHECK (refund_liability + cash = 0),
    CONSTRAINT ledger_correction_moves_the_liability
        CHECK ((kind = 'FAILED' AND refund_liability < 0) OR (kind = 'RETURN_AGAIN' AND refund_liability > 0))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE ledger_correction;

--changeset prorata:ledger_posting_with_corrections
CREATE OR REPLACE VIEW ledger_posting AS
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
FROM ledger_entry WHERE receivables <> 0
UNION ALL
SELECT request_no, kind, NULL, business_date, currency, 'REFUND_LIABILITY',
       GREATEST(refund_liability, 0), GREATEST(-refund_liability, 0)
FROM ledger_correction
UNION ALL
SELECT request_no, kind, NULL, business_date, currency, 'CASH', GREATEST(cash, 0), GREATEST(-cash, 0)
FROM ledger_correction;
--rollback CREATE OR REPLACE VIEW ledger_posting AS SELECT request_no, kind, run_id, business_date, currency, 'DEFERRED_REVENUE' AS account, GREATEST(deferred_revenue, 0) AS debit, GREATEST(-deferred_revenue, 0) AS credit FROM ledger_entry WHERE deferred_revenue <> 0 UNION ALL SELECT request_no, kind, run_id, business_date, currency, 'TAX_PAYABLE', GREATEST(tax_payable, 0), GREATEST(-tax_payable, 0) FROM ledger_entry WHERE tax_payable <> 0 UNION ALL SELECT request_no, kind, run_id, business_date, currency, 'REFUND_LIABILITY', GREATEST(refund_liability, 0), GREATEST(-refund_liability, 0) FROM ledger_entry WHERE refund_liability <> 0 UNION ALL SELECT request_no, kind, run_id, business_date, currency, 'CASH', GREATEST(cash, 0), GREATEST(-cash, 0) FROM ledger_entry WHERE cash <> 0 UNION ALL SELECT request_no, kind, run_id, business_date, currency, 'RECEIVABLES', GREATEST(receivables, 0), GREATEST(-receivables, 0) FROM ledger_entry WHERE receivables <> 0;
