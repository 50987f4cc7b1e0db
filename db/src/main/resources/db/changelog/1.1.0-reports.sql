--liquibase formatted sql

--changeset prorata:account_history
-- what an account was before it was changed, and until when: reports read the version of the moment they speak of
CREATE TABLE tenant_history (
    tenant_no BIGINT NOT NULL,
    known_until DATETIME(6) NOT NULL,
    known_from DATETIME(6) NOT NULL,
    name VARCHAR(200) NOT NULL,
    country CHAR(2) NOT NULL,
    locale VARCHAR(35) NOT NULL,
    time_zone VARCHAR(64) NOT NULL,
    currency CHAR(3) NOT NULL,
    billing_day INT NOT NULL,
    PRIMARY KEY (tenant_no, known_until),
    CONSTRAINT tenant_history_has_a_tenant FOREIGN KEY (tenant_no) REFERENCES tenant (tenant_no),
    CONSTRAINT tenant_history_ends_after_it_starts CHECK (known_until > known_from)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE subscription_history (
    subscription_no BIGINT NOT NULL,
    known_until DATETIME(6) NOT NULL,
    known_from DATETIME(6) NOT NULL,
    product VARCHAR(100) NOT NULL,
    billing_frequency VARCHAR(10) NOT NULL,
    PRIMARY KEY (subscription_no, known_until),
    CONSTRAINT subscription_history_has_a_subscription FOREIGN KEY (subscription_no) REFERENCES subscription (subscription_no),
    CONSTRAINT subscription_history_ends_after_it_starts CHECK (known_until > known_from)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE subscription_history;
--rollback DROP TABLE tenant_history;

--changeset prorata:refund_cells
-- the sums of a certified run, from which summaries are added up; a run in published_run has all of them
CREATE TABLE published_run (
    run_id BIGINT NOT NULL,
    PRIMARY KEY (run_id),
    CONSTRAINT published_run_is_a_run FOREIGN KEY (run_id) REFERENCES nightly_run (run_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE refund_flow (
    run_id BIGINT NOT NULL,
    kind VARCHAR(6) NOT NULL,
    currency CHAR(3) NOT NULL,
    -- of the tenant when the credit was issued, as in refund_group
    billing_day INT NOT NULL,
    issued_on DATE NOT NULL,
    due_by DATE NOT NULL,
    -- from the first day without service to the return; 0 for an issue
    days INT NOT NULL,
    business_date DATE NOT NULL,
    credits BIGINT NOT NULL,
    parts BIGINT NOT NULL,
    net DECIMAL(25, 4) NOT NULL,
    tax DECIMAL(25, 4) NOT NULL,
    by_card DECIMAL(25, 4) NOT NULL,
    by_bank DECIMAL(25, 4) NOT NULL,
    on_account DECIMAL(25, 4) NOT NULL,
    -- what is owed more, or less
    owed DECIMAL(25, 4) NOT NULL,
    PRIMARY KEY (run_id, kind, currency, billing_day, issued_on, due_by, days),
    CONSTRAINT refund_flow_is_of_a_published_run FOREIGN KEY (run_id) REFERENCES published_run (run_id),
    CONSTRAINT refund_flow_kind_is_known CHECK (kind IN ('ISSUE', 'RETURN')),
    INDEX refund_flow_by_date (business_date)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE refund_group (
    run_id BIGINT NOT NULL,
    dimension VARCHAR(8) NOT NULL,
    currency CHAR(3) NOT NULL,
    billing_day INT NOT NULL,
    value VARCHAR(200) NOT NULL,
    business_date DATE NOT NULL,
    credits BIGINT NOT NULL,
    net DECIMAL(25, 4) NOT NULL,
    tax DECIMAL(25, 4) NOT NULL,
    PRIMARY KEY (run_id, dimension, currency, billing_day, value),
    CONSTRAINT refund_group_is_of_a_published_run FOREIGN KEY (run_id) REFERENCES published_run (run_id),
    CONSTRAINT refund_group_dimension_is_known
        CHECK (dimension IN ('ROUTE', 'REASON', 'PRODUCT', 'COUNTRY', 'TAX_RATE', 'METHOD', 'POLICY')),
    INDEX refund_group_by_date (business_date)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE refund_group;
--rollback DROP TABLE refund_flow;
--rollback DROP TABLE published_run;

--changeset prorata:report_snapshot
CREATE TABLE report_snapshot (
    snapshot_no BIGINT NOT NULL AUTO_INCREMENT,
    period_view VARCHAR(5) NOT NULL,
    month CHAR(7) NOT NULL,
    -- 1, and one more with each correction: there is one chain a period
    edition INT NOT NULL,
    replaces BIGINT NULL,
    last_day DATE NOT NULL,
    as_of DATETIME(6) NOT NULL,
    run_id BIGINT NOT NULL,
    sha256 CHAR(64) NOT NULL,
    summary LONGTEXT NOT NULL,
    PRIMARY KEY (snapshot_no),
    CONSTRAINT report_snapshot_is_the_only_edition UNIQUE (period_view, month, edition),
    CONSTRAINT report_snapshot_is_replaced_once UNIQUE (replaces),
    CONSTRAINT report_snapshot_replaces_one FOREIGN KEY (replaces) REFERENCES report_snapshot (snapshot_no),
    CONSTRAINT report_snapshot_has_a_run FOREIGN KEY (run_id) REFERENCES nightly_run (run_id),
    CONSTRAINT report_snapshot_view_is_known CHECK (period_view IN ('CYCLE', 'MONTH')),
    CONSTRAINT report_snapshot_corrects_what_was_there CHECK ((edition = 1) = (replaces IS NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE report_snapshot;

--changeset prorata:approvals_by_time
ALTER TABLE approval ADD INDEX approval_by_time (decided_at);
ALTER TABLE approval_case ADD INDEX approval_case_by_opening (opened_at);
--rollback ALTER TABLE approval_case DROP INDEX approval_case_by_opening;
--rollback ALTER TABLE approval DROP INDEX approval_by_time;
