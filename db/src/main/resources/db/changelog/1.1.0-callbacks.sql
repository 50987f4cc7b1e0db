--liquibase formatted sql

--changeset prorata:callback_request
CREATE TABLE callback_request (
    callback_no BIGINT NOT NULL AUTO_INCREMENT,
    tenant_no BIGINT NOT NULL,
    subscription_no BIGINT NOT NULL,
    phone VARCHAR(16) NOT NULL,
    language VARCHAR(35) NOT NULL,
    preferred_hours VARCHAR(200) NOT NULL,
    asked_by VARCHAR(200) NOT NULL,
    asked_at DATETIME(6) NOT NULL,
    state VARCHAR(9) NOT NULL,
    taken_by VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NULL,
    taken_at DATETIME(6) NULL,
    outcome VARCHAR(1000) NULL,
    request_id VARCHAR(64) NULL,
    closed_at DATETIME(6) NULL,
    -- one open callback a subscription: NULL once it is closed, and NULLs never collide
    open_subscription_no BIGINT GENERATED ALWAYS AS (CASE WHEN state IN ('OPEN', 'TAKEN') THEN subscription_no END) VIRTUAL,
    PRIMARY KEY (callback_no),
    CONSTRAINT callback_request_is_the_only_open_one UNIQUE (open_subscription_no),
    CONSTRAINT callback_request_has_a_tenant FOREIGN KEY (tenant_no) REFERENCES tenant (tenant_no),
    CONSTRAINT callback_request_has_a_subscription FOREIGN KEY (subscription_no) REFERENCES subscription (subscription_no),
    CONSTRAINT callback_request_phone_is_e164 CHECK (phone REGEXP '^[+][1-9][0-9]{6,14}$'),
    CONSTRAINT callback_request_state_is_known CHECK (state IN ('OPEN', 'TAKEN', 'DONE', 'CANCELLED')),
    CONSTRAINT callback_request_taken_says_by_whom
        CHECK ((state <> 'TAKEN' AND state <> 'DONE') OR (taken_by IS NOT NULL AND taken_at IS NOT NULL)),
    CONSTRAINT callback_request_done_says_what CHECK (state <> 'DONE' OR outcome IS NOT NULL),
    CONSTRAINT callback_request_closed_says_when CHECK ((state IN ('DONE', 'CANCELLED')) = (closed_at IS NOT NULL)),
    INDEX callback_request_by_state (state, callback_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE callback_request;
