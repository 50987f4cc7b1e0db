--liquibase formatted sql

--changeset prorata:report_export
-- the files that are too large to wait for: what was asked, how far it is, and where the file is while it is kept
CREATE TABLE report_export (
    export_no BIGINT NOT NULL AUTO_INCREMENT,
    asked_by VARCHAR(200) NOT NULL,
    asked_at DATETIME(6) NOT NULL,
    period_view ENUM('CYCLE', 'MONTH') NOT NULL,
    month CHAR(7) NOT NULL,
    as_of DATETIME(6) NOT NULL,
    content ENUM('CREDITS', 'LINES') NOT NULL,
    -- with a currency only the credits behind one figure; with a dimension only those of its value
    currency CHAR(3) NULL,
    dimension VARCHAR(16) NULL,
    dimension_value VARCHAR(1000) NULL,
    format ENUM('CSV', 'XLSX', 'JSON') NOT NULL,
    language VARCHAR(8) NOT NULL,
    delimiter CHAR(1) NOT NULL,
    state ENUM('WAITING', 'RUNNING', 'DONE', 'FAILED', 'REMOVED') NOT NULL,
    -- how many rows there are, and how many of them are written
    row_count BIGINT NOT NULL,
    rows_done BIGINT NOT NULL DEFAULT 0,
    attempts INT NOT NULL DEFAULT 0,
    -- who writes it must say so again before this
    taken_until DATETIME(6) NULL,
    problem VARCHAR(500) NOT NULL DEFAULT '',
    file_name VARCHAR(200) NULL,
    size BIGINT NULL,
    sha256 CHAR(64) NULL,
    finished_at DATETIME(6) NULL,
    kept_until DATETIME(6) NULL,
    PRIMARY KEY (export_no),
    CONSTRAINT report_export_dimension_has_a_value CHECK ((dimension IS NULL) = (dimension_value IS NULL)),
    CONSTRAINT report_export_dimension_is_of_a_currency CHECK (dimension IS NULL OR currency IS NOT NULL),
    CONSTRAINT report_export_taken_says_until_when CHECK ((state = 'RUNNING') = (taken_until IS NOT NULL)),
    CONSTRAINT report_export_done_has_a_file CHECK (state <> 'DONE'
        OR (file_name IS NOT NULL AND size IS NOT NULL AND sha256 IS NOT NULL AND kept_until IS NOT NULL)),
    INDEX report_export_by_state (state, export_no),
    INDEX report_export_by_person (asked_by, export_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE report_export;

--changeset prorata:report_subscription
CREATE TABLE report_subscription (
    subscription_no BIGINT NOT NULL AUTO_INCREMENT,
    person_id VARCHAR(40) NOT NULL,
    format ENUM('CSV', 'XLSX', 'PDF', 'JSON') NOT NULL,
    language VARCHAR(8) NOT NULL,
    channel ENUM('FOLDER', 'MAIL') NOT NULL,
    -- the name of a folder, or a mail address
    target VARCHAR(254) NOT NULL,
    -- what was published up to here was before its time
    after_snapshot_no BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    ended_at DATETIME(6) NULL,
    PRIMARY KEY (subscription_no),
    INDEX report_subscription_by_person (person_id, subscription_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE report_subscription;

--changeset prorata:report_delivery
CREATE TABLE report_delivery (
    delivery_no BIGINT NOT NULL AUTO_INCREMENT,
    subscription_no BIGINT NOT NULL,
    snapshot_no BIGINT NOT NULL,
    -- SENDING: somebody is at it, or died at it
    state ENUM('PENDING', 'SENDING', 'SENT', 'FAILED') NOT NULL,
    attempts INT NOT NULL DEFAULT 0,
    next_attempt_at DATETIME(6) NULL,
    problem VARCHAR(500) NOT NULL DEFAULT '',
    file_name VARCHAR(200) NULL,
    sha256 CHAR(64) NULL,
    sent_at DATETIME(6) NULL,
    PRIMARY KEY (delivery_no),
    CONSTRAINT report_delivery_is_once_a_snapshot UNIQUE (subscription_no, snapshot_no),
    CONSTRAINT report_delivery_has_a_subscription FOREIGN KEY (subscription_no) REFERENCES report_subscription (subscription_no),
    CONSTRAINT report_delivery_has_a_snapshot FOREIGN KEY (snapshot_no) REFERENCES report_snapshot (snapshot_no),
    CONSTRAINT report_delivery_open_says_when CHECK ((state IN ('PENDING', 'SENDING')) = (next_attempt_at IS NOT NULL)),
    CONSTRAINT report_delivery_sent_says_what CHECK (state <> 'SENT' OR (sent_at IS NOT NULL AND sha256 IS NOT NULL)),
    INDEX report_delivery_due (state, next_attempt_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE report_delivery;
