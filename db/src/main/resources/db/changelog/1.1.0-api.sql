--liquibase formatted sql

--changeset prorata:idempotency_key
CREATE TABLE idempotency_key (
    client VARCHAR(100) NOT NULL,
    idempotency_key VARCHAR(255) NOT NULL,
    body_hash CHAR(64) NOT NULL,
    -- who works on it: an answer is stored by its holder only
    holder CHAR(36) NOT NULL,
    begun_at DATETIME(6) NOT NULL,
    status INT NULL,
    location VARCHAR(500) NULL,
    body MEDIUMTEXT NULL,
    PRIMARY KEY (client, idempotency_key),
    CONSTRAINT idempotency_key_answer_is_whole CHECK ((status IS NULL) = (body IS NULL)),
    INDEX idempotency_key_by_age (begun_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE idempotency_key;

--changeset prorata:run_request
CREATE TABLE run_request (
    run_request_no BIGINT NOT NULL AUTO_INCREMENT,
    business_date DATE NOT NULL,
    -- the run that is started again; NULL where the date has none yet
    run_id BIGINT NULL,
    asked_by VARCHAR(200) NOT NULL,
    asked_at DATETIME(6) NOT NULL,
    state VARCHAR(6) NOT NULL,
    taken_by VARCHAR(200) NULL,
    taken_at DATETIME(6) NULL,
    finished_at DATETIME(6) NULL,
    outcome TEXT NULL,
    -- one open request a business date
    open_business_date DATE GENERATED ALWAYS AS (CASE WHEN state IN ('FILED', 'TAKEN') THEN business_date END) VIRTUAL,
    PRIMARY KEY (run_request_no),
    CONSTRAINT run_request_is_the_only_open_one UNIQUE (open_business_date),
    CONSTRAINT run_request_has_a_run FOREIGN KEY (run_id) REFERENCES nightly_run (run_id),
    CONSTRAINT run_request_state_is_known CHECK (state IN ('FILED', 'TAKEN', 'DONE', 'FAILED')),
    CONSTRAINT run_request_finished_says_when CHECK ((state IN ('DONE', 'FAILED')) = (finished_at IS NOT NULL)),
    INDEX run_request_by_state (state, run_request_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE run_request;
