--liquibase formatted sql

--changeset prorata:person
CREATE TABLE person (
    person_no BIGINT NOT NULL AUTO_INCREMENT,
    -- stands for the person wherever text says who did something (requested_by, decided_by, actor); never changes
    person_id VARCHAR(40) NOT NULL,
    name VARCHAR(200) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (person_no),
    CONSTRAINT person_id_is_unique UNIQUE (person_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE person;

--changeset prorata:account
CREATE TABLE account (
    person_no BIGINT NOT NULL,
    -- always in lower case
    login VARCHAR(100) NOT NULL,
    password_hash VARCHAR(200) NOT NULL,
    password_changed_at DATETIME(6) NOT NULL,
    -- set by somebody else, good only for choosing one's own
    password_is_temporary BOOLEAN NOT NULL,
    failed_logins INT NOT NULL DEFAULT 0,
    locked_until DATETIME(6) NULL,
    disabled BOOLEAN NOT NULL DEFAULT FALSE,
    language VARCHAR(10) NULL,
    time_zone VARCHAR(64) NULL,
    -- who this is at the identity provider; kept at the first login through it
    subject VARCHAR(255) NULL,
    PRIMARY KEY (person_no),
    CONSTRAINT account_login_is_unique UNIQUE (login),
    CONSTRAINT account_subject_is_unique UNIQUE (subject),
    CONSTRAINT account_has_a_person FOREIGN KEY (person_no) REFERENCES person (person_no),
    CONSTRAINT account_failed_logins_is_a_count CHECK (failed_logins >= 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE account;

--changeset prorata:role_grant
CREATE TABLE role_grant (
    person_no BIGINT NOT NULL,
    role VARCHAR(12) NOT NULL,
    tenant_no BIGINT NULL,
    -- an approver's limits: country codes separated by commas, empty for every country; no amount for no limit
    countries VARCHAR(400) NOT NULL DEFAULT '',
    amount_limit DECIMAL(19, 4) NULL,
    currency CHAR(3) NULL,
    given_by VARCHAR(200) NOT NULL,
    given_at DATETIME(6) NOT NULL,
    -- separation of duties: of the two roles that a column names a person has one; other roles give NULL, which never collides
    approver_or_user_admin INT GENERATED ALWAYS AS (CASE WHEN role IN ('APPROVER', 'USER_ADMIN') THEN 1 END) VIRTUAL,
    approver_or_operator INT GENERATED ALWAYS AS (CASE WHEN role IN ('APPROVER', 'OPERATOR') THEN 1 END) VIRTUAL,
    PRIMARY KEY (person_no, role),
    CONSTRAINT role_grant_approver_is_no_user_admin UNIQUE (person_no, approver_or_user_admin),
    CONSTRAINT role_grant_approver_is_no_operator UNIQUE (person_no, approver_or_operator),
    CONSTRAINT role_grant_has_an_account FOREIGN KEY (person_no) REFERENCES account (person_no),
    CONSTRAINT role_grant_has_a_tenant FOREIGN KEY (tenant_no) REFERENCES tenant (tenant_no),
    CONSTRAINT role_grant_role_is_known CHECK (role IN
        ('TENANT_ADMIN', 'APPROVER', 'SUPPORT', 'OPERATOR', 'MANAGER', 'AUDITOR', 'USER_ADMIN')),
    CONSTRAINT role_grant_tenant_admin_has_a_tenant CHECK ((role = 'TENANT_ADMIN') = (tenant_no IS NOT NULL)),
    CONSTRAINT role_grant_limits_are_an_approvers
        CHECK (role = 'APPROVER' OR (countries = '' AND amount_limit IS NULL)),
    CONSTRAINT role_grant_limit_has_a_currency CHECK ((amount_limit IS NULL) = (currency IS NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE role_grant;

--changeset prorata:api_client
CREATE TABLE api_client (
    client_no BIGINT NOT NULL AUTO_INCREMENT,
    client_id VARCHAR(40) NOT NULL,
    name VARCHAR(200) NOT NULL,
    -- the client acts as this person, with this person's roles and no more than its scopes
    person_no BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (client_no),
    CONSTRAINT api_client_id_is_unique UNIQUE (client_id),
    CONSTRAINT api_client_acts_as_a_person FOREIGN KEY (person_no) REFERENCES account (person_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE api_client;

--changeset prorata:api_token
CREATE TABLE api_token (
    token_no BIGINT NOT NULL AUTO_INCREMENT,
    client_no BIGINT NOT NULL,
    -- SHA-256 of the token; its 256 random bits need no salt and no slow hash
    token_hash CHAR(64) NOT NULL,
    -- how it begins, for people to tell tokens apart
    hint VARCHAR(16) NOT NULL,
    scopes VARCHAR(500) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    revoked_at DATETIME(6) NULL,
    PRIMARY KEY (token_no),
    CONSTRAINT api_token_is_unique UNIQUE (token_hash),
    CONSTRAINT api_token_has_a_client FOREIGN KEY (client_no) REFERENCES api_client (client_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE api_token;

--changeset prorata:signing_key
CREATE TABLE signing_key (
    purpose VARCHAR(20) NOT NULL,
    secret CHAR(64) NOT NULL,
    PRIMARY KEY (purpose)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE signing_key;

--changeset prorata:spring_session
CREATE TABLE SPRING_SESSION (
    PRIMARY_ID CHAR(36) NOT NULL,
    SESSION_ID CHAR(36) NOT NULL,
    CREATION_TIME BIGINT NOT NULL,
    LAST_ACCESS_TIME BIGINT NOT NULL,
    MAX_INACTIVE_INTERVAL INT NOT NULL,
    EXPIRY_TIME BIGINT NOT NULL,
    PRINCIPAL_NAME VARCHAR(100),
    CONSTRAINT SPRING_SESSION_PK PRIMARY KEY (PRIMARY_ID),
    UNIQUE INDEX SPRING_SESSION_IX1 (SESSION_ID),
    INDEX SPRING_SESSION_IX2 (EXPIRY_TIME),
    INDEX SPRING_SESSION_IX3 (PRINCIPAL_NAME)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE SPRING_SESSION;

--changeset prorata:spring_session_attributes
CREATE TABLE SPRING_SESSION_ATTRIBUTES (
    SESSION_PRIMARY_ID CHAR(36) NOT NULL,
    ATTRIBUTE_NAME VARCHAR(200) NOT NULL,
    ATTRIBUTE_BYTES BLOB NOT NULL,
    CONSTRAINT SPRING_SESSION_ATTRIBUTES_PK PRIMARY KEY (SESSION_PRIMARY_ID, ATTRIBUTE_NAME),
    CONSTRAINT SPRING_SESSION_ATTRIBUTES_FK FOREIGN KEY (SESSION_PRIMARY_ID)
        REFERENCES SPRING_SESSION (PRIMARY_ID) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE SPRING_SESSION_ATTRIBUTES;
