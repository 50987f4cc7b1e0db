--liquibase formatted sql

--changeset prorata:tenant
CREATE TABLE tenant (
    tenant_no BIGINT NOT NULL AUTO_INCREMENT,
    tenant_id VARCHAR(64) NOT NULL,
    name VARCHAR(200) NOT NULL,
    country CHAR(2) NOT NULL,
    locale VARCHAR(35) NOT NULL,
    time_zone VARCHAR(64) NOT NULL,
    currency CHAR(3) NOT NULL,
    billing_day INT NOT NULL,
    -- counts every change of the tenant, its subscriptions and their charges, so that a decision knows when it is stale
    revision BIGINT NOT NULL DEFAULT 1,
    -- SHA-256 of the row that was last imported, so that the same row again changes nothing
    imported CHAR(64) NULL,
    PRIMARY KEY (tenant_no),
    CONSTRAINT tenant_id_is_unique UNIQUE (tenant_id),
    CONSTRAINT tenant_billing_day_is_a_day CHECK (billing_day BETWEEN 1 AND 31)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE tenant;

--changeset prorata:subscription
CREATE TABLE subscription (
    subscription_no BIGINT NOT NULL AUTO_INCREMENT,
    subscription_id VARCHAR(64) NOT NULL,
    tenant_no BIGINT NOT NULL,
    product VARCHAR(100) NOT NULL,
    kind VARCHAR(8) NOT NULL,
    channel VARCHAR(12) NOT NULL,
    policy VARCHAR(64) NULL,
    payment_method VARCHAR(8) NOT NULL,
    billing_frequency VARCHAR(10) NOT NULL,
    first_term_start DATE NOT NULL,
    term_start DATE NOT NULL,
    term_end DATE NOT NULL,
    purchased_licences INT NOT NULL,
    assigned_licences INT NOT NULL,
    auto_renew BOOLEAN NOT NULL,
    billing_stopped_on DATE NULL,
    state VARCHAR(8) NOT NULL,
    state_since DATE NOT NULL,
    -- SHA-256 of the row that was last imported: what a run has changed since stays when the same row comes again
    imported CHAR(64) NULL,
    PRIMARY KEY (subscription_no),
    CONSTRAINT subscription_id_is_unique UNIQUE (subscription_id),
    CONSTRAINT subscription_has_a_tenant FOREIGN KEY (tenant_no) REFERENCES tenant (tenant_no),
    CONSTRAINT subscription_kind_is_known CHECK (kind IN ('PAID', 'TRIAL')),
    CONSTRAINT subscription_channel_is_known CHECK (channel IN ('DIRECT', 'PARTNER', 'PRODUCT_KEY')),
    CONSTRAINT subscription_payment_is_known CHECK (payment_method IN ('NONE', 'CARD', 'INVOICE', 'BANK')),
    CONSTRAINT subscription_frequency_is_known CHECK (billing_frequency IN ('MONTHLY', 'ANNUAL', 'TRIENNIAL')),
    CONSTRAINT subscription_state_is_known CHECK (state IN ('ACTIVE', 'EXPIRED', 'DISABLED', 'DELETED')),
    CONSTRAINT subscription_term_ends_after_it_starts CHECK (term_end >= term_start AND term_start >= first_term_start),
    CONSTRAINT subscription_licences_are_counts CHECK (purchased_licences >= 0 AND assigned_licences >= 0),
    INDEX subscription_trials_by_end (kind, term_end)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE subscription;

--changeset prorata:charge
CREATE TABLE charge (
    charge_no BIGINT NOT NULL AUTO_INCREMENT,
    charge_id VARCHAR(64) NOT NULL,
    subscription_no BIGINT NOT NULL,
    invoice_number VARCHAR(64) NOT NULL,
    service_from DATE NOT NULL,
    service_to DATE NOT NULL,
    unit_price DECIMAL(18, 6) NOT NULL,
    quantity INT NOT NULL,
    net DECIMAL(19, 4) NOT NULL,
    tax_rate DECIMAL(9, 6) NOT NULL,
    tax DECIMAL(19, 4) NOT NULL,
    paid DECIMAL(19, 4) NOT NULL,
    currency CHAR(3) NOT NULL,
    credited_net DECIMAL(19, 4) NOT NULL DEFAULT 0,
    credited_tax DECIMAL(19, 4) NOT NULL DEFAULT 0,
    PRIMARY KEY (charge_no),
    CONSTRAINT charge_id_is_unique UNIQUE (charge_id),
    CONSTRAINT charge_has_a_subscription FOREIGN KEY (subscription_no) REFERENCES subscription (subscription_no),
    CONSTRAINT charge_span_ends_after_it_starts CHECK (service_to >= service_from),
    CONSTRAINT charge_quantity_is_not_zero CHECK (quantity <> 0),
    CONSTRAINT charge_is_never_credited_beyond_its_net CHECK (ABS(credited_net) <= ABS(net) AND credited_net * net >= 0),
    CONSTRAINT charge_is_never_credited_beyond_its_tax CHECK (ABS(credited_tax) <= ABS(tax) AND credited_tax * tax >= 0),
    INDEX charge_of_subscription (subscription_no, service_to)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE charge;
