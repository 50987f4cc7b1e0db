--liquibase formatted sql

--changeset prorata:webhook
CREATE TABLE webhook (
    webhook_no BIGINT NOT NULL AUTO_INCREMENT,
    -- NULL: the events of all tenants
    tenant_no BIGINT NULL,
    url VARCHAR(1000) NOT NULL,
    secret VARCHAR(200) NOT NULL,
    -- event types with a comma between them, or *
    events VARCHAR(1000) NOT NULL,
    enabled BOOLEAN NOT NULL,
    created_by VARCHAR(200) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (webhook_no),
    CONSTRAINT webhook_has_a_tenant FOREIGN KEY (tenant_no) REFERENCES tenant (tenant_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE webhook;

--changeset prorata:outbox_event
CREATE TABLE outbox_event (
    event_no BIGINT NOT NULL AUTO_INCREMENT,
    type VARCHAR(48) NOT NULL,
    tenant_no BIGINT NULL,
    subject VARCHAR(100) NOT NULL,
    data TEXT NOT NULL,
    at DATETIME(6) NOT NULL,
    dispatched BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (event_no),
    INDEX outbox_event_to_dispatch (dispatched, event_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE outbox_event;

--changeset prorata:webhook_delivery
CREATE TABLE webhook_delivery (
    delivery_no BIGINT NOT NULL AUTO_INCREMENT,
    event_no BIGINT NOT NULL,
    webhook_no BIGINT NOT NULL,
    state VARCHAR(9) NOT NULL,
    attempts INT NOT NULL DEFAULT 0,
    next_attempt_at DATETIME(6) NULL,
    PRIMARY KEY (delivery_no),
    CONSTRAINT webhook_delivery_is_once_a_webhook UNIQUE (event_no, webhook_no),
    CONSTRAINT webhook_delivery_has_an_event FOREIGN KEY (event_no) REFERENCES outbox_event (event_no),
    CONSTRAINT webhook_delivery_has_a_webhook FOREIGN KEY (webhook_no) REFERENCES webhook (webhook_no),
    CONSTRAINT webhook_delivery_state_is_known CHECK (state IN ('PENDING', 'DELIVERED', 'FAILED')),
    CONSTRAINT webhook_delivery_pending_says_when CHECK ((state = 'PENDING') = (next_attempt_at IS NOT NULL)),
    INDEX webhook_delivery_due (state, next_attempt_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE webhook_attempt (
    delivery_no BIGINT NOT NULL,
    attempt INT NOT NULL,
    at DATETIME(6) NOT NULL,
    -- the HTTP status; NULL where there was no answer
    status INT NULL,
    problem VARCHAR(500) NOT NULL,
    PRIMARY KEY (delivery_no, attempt),
    CONSTRAINT webhook_attempt_has_a_delivery FOREIGN KEY (delivery_no) REFERENCES webhook_delivery (delivery_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE webhook_attempt;
--rollback DROP TABLE webhook_delivery;
