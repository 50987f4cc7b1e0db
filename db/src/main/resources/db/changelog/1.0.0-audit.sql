--liquibase formatted sql

--changeset prorata:audit_event
CREATE TABLE audit_event (
    sequence BIGINT NOT NULL,
    at DATETIME(6) NOT NULL,
    actor VARCHAR(200) NOT NULL,
    action VARCHAR(40) NOT NULL,
    subject VARCHAR(100) NOT NULL,
    detail TEXT NOT NULL,
    previous_hash CHAR(64) NOT NULL,
    hash CHAR(64) NOT NULL,
    PRIMARY KEY (sequence),
    CONSTRAINT audit_event_hash_is_unique UNIQUE (hash),
    CONSTRAINT audit_event_follows_one_only UNIQUE (previous_hash),
    INDEX audit_event_by_action (action, subject)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE audit_event;

--changeset prorata:audit_head
CREATE TABLE audit_head (
    id INT NOT NULL,
    sequence BIGINT NOT NULL,
    hash CHAR(64) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT audit_head_is_one CHECK (id = 1)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, REPEAT('0', 64));
--rollback DROP TABLE audit_head;

--changeset prorata:lease_holder
CREATE TABLE lease_holder (
    lease VARCHAR(20) NOT NULL,
    holder VARCHAR(200) NOT NULL,
    since DATETIME(6) NOT NULL,
    PRIMARY KEY (lease)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE lease_holder;
