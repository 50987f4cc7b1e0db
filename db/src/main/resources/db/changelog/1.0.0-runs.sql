--liquibase formatted sql

--changeset prorata:nightly_run
CREATE TABLE nightly_run (
    run_id BIGINT NOT NULL AUTO_INCREMENT,
    business_date DATE NOT NULL,
    state VARCHAR(10) NOT NULL,
    attempts INT NOT NULL DEFAULT 0,
    claimed BIGINT NOT NULL DEFAULT 0,
    credited BIGINT NOT NULL DEFAULT 0,
    nothing_due BIGINT NOT NULL DEFAULT 0,
    quarantined BIGINT NOT NULL DEFAULT 0,
    returned BIGINT NOT NULL DEFAULT 0,
    trials_expired BIGINT NOT NULL DEFAULT 0,
    trials_converted BIGINT NOT NULL DEFAULT 0,
    approvals_lapsed BIGINT NOT NULL DEFAULT 0,
    certificate VARCHAR(71) NULL,
    certificate_text TEXT NULL,
    started_at DATETIME(6) NOT NULL,
    finished_at DATETIME(6) NULL,
    failure TEXT NULL,
    PRIMARY KEY (run_id),
    CONSTRAINT nightly_run_is_one_a_business_date UNIQUE (business_date),
    CONSTRAINT nightly_run_state_is_known
        CHECK (state IN ('OPEN', 'CLAIMING', 'CREDITING', 'RETURNING', 'BALANCED', 'CERTIFIED', 'FAILED')),
    CONSTRAINT nightly_run_balances_when_certified
        CHECK (state NOT IN ('BALANCED', 'CERTIFIED') OR claimed = credited + nothing_due + quarantined),
    CONSTRAINT nightly_run_has_a_certificate_when_certified CHECK (state <> 'CERTIFIED' OR certificate IS NOT NULL)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE nightly_run;

--changeset prorata:run_total
CREATE TABLE run_total (
    run_id BIGINT NOT NULL,
    currency CHAR(3) NOT NULL,
    credited_net DECIMAL(25, 4) NOT NULL,
    credited_tax DECIMAL(25, 4) NOT NULL,
    returned_by_card DECIMAL(25, 4) NOT NULL,
    returned_by_bank DECIMAL(25, 4) NOT NULL,
    returned_on_account DECIMAL(25, 4) NOT NULL,
    PRIMARY KEY (run_id, currency),
    CONSTRAINT run_total_has_a_run FOREIGN KEY (run_id) REFERENCES nightly_run (run_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE run_total;

--changeset prorata:cancellation_request
CREATE TABLE cancellation_request (
    request_no BIGINT NOT NULL AUTO_INCREMENT,
    request_id VARCHAR(64) NOT NULL,
    subscription_no BIGINT NOT NULL,
    requested_at DATETIME(6) NOT NULL,
    requested_on DATE NOT NULL,
    requested_by VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
    effective_date DATE NOT NULL,
    reason VARCHAR(2000) NOT NULL,
    filed_at DATETIME(6) NOT NULL,
    route VARCHAR(20) NOT NULL,
    gate_reasons VARCHAR(500) NOT NULL,
    policy VARCHAR(64) NOT NULL,
    policy_effective_from DATE NOT NULL,
    counted_licences BIGINT NOT NULL,
    tenant_revision BIGINT NOT NULL,
    approve_by DATE NULL,
    approved_figures CHAR(64) NULL,
    state VARCHAR(24) NOT NULL,
    closed_because VARCHAR(24) NULL,
    run_id BIGINT NULL,
    bucket INT NULL,
    place INT NULL,
    -- one open request per subscription: NULL once it is closed, and NULLs never collide
    open_subscription_no BIGINT GENERATED ALWAYS AS (
        CASE WHEN state IN ('PENDING_APPROVAL', 'QUEUED', 'CLAIMED', 'QUARANTINED') THEN subscription_no END) VIRTUAL,
    PRIMARY KEY (request_no),
    CONSTRAINT cancellation_request_id_is_unique UNIQUE (request_id),
    CONSTRAINT cancellation_request_is_the_only_open_one UNIQUE (open_subscription_no),
    CONSTRAINT cancellation_request_and_who_asked UNIQUE (request_no, requested_by),
    CONSTRAINT cancellation_request_has_a_subscription FOREIGN KEY (subscription_no) REFERENCES subscription (subscription_no),
    CONSTRAINT cancellation_request_has_a_run FOREIGN KEY (run_id) REFERENCES nightly_run (run_id),
    CONSTRAINT cancellation_request_route_is_known
        CHECK (route IN ('SELF_SERVICE', 'APPROVAL', 'TRIAL_STOPPED', 'NOTHING_TO_CANCEL', 'NOT_CANCELLABLE')),
    CONSTRAINT cancellation_request_state_is_known CHECK (state IN ('PENDING_APPROVAL', 'QUEUED', 'CLAIMED', 'CREDITED',
        'CLOSED_WITHOUT_CREDIT', 'QUARANTINED', 'REJECTED', 'EXPIRED', 'WITHDRAWN')),
    CONSTRAINT cancellation_request_is_claimed_by_a_run
        CHECK (state NOT IN ('CLAIMED', 'CREDITED', 'QUARANTINED') OR (run_id IS NOT NULL AND bucket IS NOT NULL)),
    CONSTRAINT cancellation_request_bucket_is_one_of_64 CHECK (bucket BETWEEN 0 AND 63),
    CONSTRAINT cancellation_request_needs_its_approval
        CHECK (route <> 'APPROVAL' OR state NOT IN ('QUEUED', 'CLAIMED', 'CREDITED') OR approved_figures IS NOT NULL),
    INDEX cancellation_request_by_run (run_id, bucket, request_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE cancellation_request;

--changeset prorata:approval
CREATE TABLE approval (
    approval_no BIGINT NOT NULL AUTO_INCREMENT,
    request_no BIGINT NOT NULL,
    requested_by VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
    decided_by VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
    decision VARCHAR(8) NOT NULL,
    figures CHAR(64) NOT NULL,
    reason VARCHAR(2000) NOT NULL,
    decided_at DATETIME(6) NOT NULL,
    PRIMARY KEY (approval_no),
    CONSTRAINT approval_names_who_asked FOREIGN KEY (request_no, requested_by)
        REFERENCES cancellation_request (request_no, requested_by),
    CONSTRAINT approval_is_by_somebody_else CHECK (decided_by <> requested_by),
    CONSTRAINT approval_decision_is_known CHECK (decision IN ('APPROVED', 'REJECTED'))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE approval;

--changeset prorata:quarantine
CREATE TABLE quarantine (
    quarantine_no BIGINT NOT NULL AUTO_INCREMENT,
    request_no BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    code VARCHAR(40) NOT NULL,
    message TEXT NOT NULL,
    resolution VARCHAR(8) NULL,
    resolved_by VARCHAR(200) NULL,
    resolved_at DATETIME(6) NULL,
    resolution_reason VARCHAR(2000) NULL,
    PRIMARY KEY (quarantine_no),
    CONSTRAINT quarantine_is_once_a_run UNIQUE (request_no, run_id),
    CONSTRAINT quarantine_has_a_request FOREIGN KEY (request_no) REFERENCES cancellation_request (request_no),
    CONSTRAINT quarantine_has_a_run FOREIGN KEY (run_id) REFERENCES nightly_run (run_id),
    CONSTRAINT quarantine_resolution_says_who_and_why CHECK (resolution IS NULL OR (resolution IN ('RELEASED', 'REJECTED')
        AND resolved_by IS NOT NULL AND resolved_at IS NOT NULL AND resolution_reason IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE quarantine;
