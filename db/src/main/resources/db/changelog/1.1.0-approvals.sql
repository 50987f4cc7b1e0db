--liquibase formatted sql

--changeset prorata:approval_rule
CREATE TABLE approval_rule (
    rule_no BIGINT NOT NULL AUTO_INCREMENT,
    licences_from BIGINT NULL,
    currency CHAR(3) NULL,
    refund_from DECIMAL(19, 4) NULL,
    approvals INT NOT NULL,
    days_to_approve INT NULL,
    PRIMARY KEY (rule_no),
    CONSTRAINT approval_rule_wants_one_or_two CHECK (approvals IN (1, 2)),
    CONSTRAINT approval_rule_has_one_threshold
        CHECK ((licences_from IS NULL) <> (refund_from IS NULL) AND (refund_from IS NULL) = (currency IS NULL)),
    CONSTRAINT approval_rule_days_are_some CHECK (days_to_approve BETWEEN 1 AND 3650)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE approval_rule;

--changeset prorata:approver
CREATE TABLE approver (
    person_id VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
    enabled BOOLEAN NOT NULL,
    any_country BOOLEAN NOT NULL,
    any_amount BOOLEAN NOT NULL,
    PRIMARY KEY (person_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE approver_country (
    person_id VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
    country CHAR(2) NOT NULL,
    PRIMARY KEY (person_id, country),
    CONSTRAINT approver_country_has_an_approver FOREIGN KEY (person_id) REFERENCES approver (person_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE approver_limit (
    person_id VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
    currency CHAR(3) NOT NULL,
    most DECIMAL(19, 4) NOT NULL,
    PRIMARY KEY (person_id, currency),
    CONSTRAINT approver_limit_has_an_approver FOREIGN KEY (person_id) REFERENCES approver (person_id),
    CONSTRAINT approver_limit_is_not_negative CHECK (most >= 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE approver_delegation (
    delegation_no BIGINT NOT NULL AUTO_INCREMENT,
    from_person VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
    to_person VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
    from_day DATE NOT NULL,
    to_day DATE NOT NULL,
    created_by VARCHAR(200) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    ended_at DATETIME(6) NULL,
    PRIMARY KEY (delegation_no),
    CONSTRAINT approver_delegation_is_from_an_approver FOREIGN KEY (from_person) REFERENCES approver (person_id),
    CONSTRAINT approver_delegation_is_to_an_approver FOREIGN KEY (to_person) REFERENCES approver (person_id),
    CONSTRAINT approver_delegation_is_to_somebody_else CHECK (from_person <> to_person),
    CONSTRAINT approver_delegation_ends_after_it_starts CHECK (to_day >= from_day)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE approver_delegation;
--rollback DROP TABLE approver_limit;
--rollback DROP TABLE approver_country;
--rollback DROP TABLE approver;

--changeset prorata:approval_case
CREATE TABLE approval_case (
    request_no BIGINT NOT NULL,
    state VARCHAR(10) NOT NULL,
    -- raised by each decision and by each change of the figures: a decision names the one that was seen
    version BIGINT NOT NULL DEFAULT 1,
    figures CHAR(64) NULL,
    needed INT NOT NULL,
    given INT NOT NULL DEFAULT 0,
    requested_by VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
    tenant_no BIGINT NOT NULL,
    country CHAR(2) NOT NULL,
    product VARCHAR(100) NOT NULL,
    licences BIGINT NOT NULL,
    currency CHAR(3) NOT NULL,
    -- what comes back, gross; zero where nothing does or the figures contradict each other
    refund DECIMAL(19, 4) NOT NULL DEFAULT 0,
    opened_at DATETIME(6) NOT NULL,
    approve_by DATE NOT NULL,
    decided_at DATETIME(6) NULL,
    PRIMARY KEY (request_no),
    CONSTRAINT approval_case_has_a_request FOREIGN KEY (request_no, requested_by)
        REFERENCES cancellation_request (request_no, requested_by),
    CONSTRAINT approval_case_has_a_tenant FOREIGN KEY (tenant_no) REFERENCES tenant (tenant_no),
    CONSTRAINT approval_case_state_is_known
        CHECK (state IN ('WAITING', 'APPROVED', 'SETTLED', 'REJECTED', 'EXPIRED', 'WITHDRAWN')),
    CONSTRAINT approval_case_needs_one_or_two CHECK (needed IN (1, 2)),
    CONSTRAINT approval_case_is_approved_by_enough
        CHECK (given >= 0 AND (state NOT IN ('APPROVED', 'SETTLED') OR (given >= needed AND figures IS NOT NULL))),
    INDEX approval_case_by_due (state, approve_by, request_no),
    INDEX approval_case_by_tenant (tenant_no, state, approve_by, request_no),
    INDEX approval_case_by_country (state, country, approve_by, request_no),
    INDEX approval_case_by_product (state, product, approve_by, request_no),
    INDEX approval_case_by_refund (state, currency, refund),
    INDEX approval_case_by_who_asked (requested_by, request_no),
    INDEX approval_case_by_decision (decided_at, request_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE approval_case;

--changeset prorata:approval_figures
CREATE TABLE approval_figures (
    request_no BIGINT NOT NULL,
    figures CHAR(64) NOT NULL,
    policy VARCHAR(64) NOT NULL,
    policy_effective_from DATE NOT NULL,
    effective_date DATE NOT NULL,
    counted_licences BIGINT NOT NULL,
    refund VARCHAR(100) NOT NULL,
    noted_at DATETIME(6) NOT NULL,
    PRIMARY KEY (request_no, figures),
    CONSTRAINT approval_figures_have_a_request FOREIGN KEY (request_no) REFERENCES cancellation_request (request_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE approval_figures;

--changeset prorata:approval_by_approver
ALTER TABLE approval
    ADD COLUMN on_behalf_of VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NULL,
    ADD COLUMN reason_code VARCHAR(24) NULL,
    ADD COLUMN dropped_at DATETIME(6) NULL,
    ADD COLUMN dropped_because VARCHAR(24) NULL;
UPDATE approval SET reason_code = 'OTHER' WHERE decision = 'REJECTED';
-- of an earlier release: only the latest approval of the figures that a request was approved for counts
UPDATE approval a
JOIN cancellation_request r ON r.request_no = a.request_no
SET a.dropped_at = a.decided_at, a.dropped_because = 'FIGURES_CHANGED'
WHERE a.decision = 'APPROVED' AND (r.approved_figures IS NULL OR r.approved_figures <> a.figures);
UPDATE approval a
JOIN approval later ON later.request_no = a.request_no AND later.approval_no > a.approval_no
SET a.dropped_at = a.decided_at, a.dropped_because = 'SENT_BACK'
WHERE a.dropped_at IS NULL;
ALTER TABLE approval
    ADD COLUMN counts_for VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
        GENERATED ALWAYS AS (CASE WHEN dropped_at IS NULL THEN decided_by END) VIRTUAL,
    ADD CONSTRAINT approval_counts_once_an_approver UNIQUE (request_no, counts_for),
    ADD CONSTRAINT approval_is_not_for_who_asked CHECK (on_behalf_of <> requested_by),
    ADD CONSTRAINT approval_rejection_says_why CHECK (decision <> 'REJECTED' OR reason_code IS NOT NULL),
    ADD CONSTRAINT approval_dropped_says_why CHECK ((dropped_at IS NULL) = (dropped_because IS NULL)),
    ADD INDEX approval_by_approver (decided_by, request_no);
INSERT INTO approver (person_id, enabled, any_country, any_amount)
SELECT DISTINCT a.decided_by, TRUE, TRUE, TRUE
FROM approval a
JOIN cancellation_request r ON r.request_no = a.request_no
WHERE a.decision = 'APPROVED' AND a.dropped_at IS NULL AND r.state IN ('QUEUED', 'CLAIMED', 'QUARANTINED');
INSERT INTO approval_case (request_no, state, figures, needed, given, requested_by, tenant_no, country, product, licences, currency,
    opened_at, approve_by, decided_at)
SELECT r.request_no,
       CASE WHEN r.state = 'PENDING_APPROVAL' THEN 'WAITING'
            WHEN r.state IN ('CREDITED', 'CLOSED_WITHOUT_CREDIT') THEN 'SETTLED'
            WHEN r.state IN ('QUEUED', 'CLAIMED', 'QUARANTINED') THEN 'APPROVED' ELSE r.state END,
       r.approved_figures, 1, CASE WHEN r.approved_figures IS NULL THEN 0 ELSE 1 END, r.requested_by, t.tenant_no, t.country,
       s.product, r.counted_licences, t.currency, r.filed_at, COALESCE(r.approve_by, r.requested_on),
       (SELECT MAX(a.decided_at) FROM approval a WHERE a.request_no = r.request_no AND a.dropped_at IS NULL)
FROM cancellation_request r
JOIN subscription s ON s.subscription_no = r.subscription_no
JOIN tenant t ON t.tenant_no = s.tenant_no
WHERE r.approved_figures IS NOT NULL OR r.state = 'PENDING_APPROVAL' OR (r.route = 'APPROVAL' AND r.approve_by IS NOT NULL);
--rollback DELETE FROM approval_case;
--rollback DELETE FROM approver;
--rollback ALTER TABLE approval DROP INDEX approval_by_approver, DROP CONSTRAINT approval_dropped_says_why;
--rollback ALTER TABLE approval DROP CONSTRAINT approval_rejection_says_why, DROP CONSTRAINT approval_is_not_for_who_asked;
--rollback ALTER TABLE approval ADD INDEX approval_names_who_asked (request_no, requested_by);
--rollback ALTER TABLE approval DROP INDEX approval_counts_once_an_approver, DROP COLUMN counts_for;
--rollback ALTER TABLE approval DROP COLUMN on_behalf_of, DROP COLUMN reason_code, DROP COLUMN dropped_at, DROP COLUMN dropped_because;

--changeset prorata:audit_event_by_subject
CREATE INDEX audit_event_by_subject ON audit_event (subject, sequence);
--rollback DROP INDEX audit_event_by_subject ON audit_event;

--changeset prorata:approval_case_and_who_asked
-- who asked is compared with the case, which only requests for approval have: a unique key that holds a long text is worked
-- out anew for the binary log at each change of a row, and a run changes every request twice
ALTER TABLE approval DROP FOREIGN KEY approval_names_who_asked;
ALTER TABLE approval_case DROP FOREIGN KEY approval_case_has_a_request;
ALTER TABLE approval_case
    ADD CONSTRAINT approval_case_and_who_asked UNIQUE (request_no, requested_by),
    ADD CONSTRAINT approval_case_is_of_a_request FOREIGN KEY (request_no) REFERENCES cancellation_request (request_no);
ALTER TABLE cancellation_request DROP INDEX cancellation_request_and_who_asked;
ALTER TABLE approval ADD CONSTRAINT approval_names_who_asked FOREIGN KEY (request_no, requested_by)
    REFERENCES approval_case (request_no, requested_by);
--rollback ALTER TABLE approval DROP FOREIGN KEY approval_names_who_asked;
--rollback ALTER TABLE approval_case DROP FOREIGN KEY approval_case_is_of_a_request;
--rollback ALTER TABLE cancellation_request ADD CONSTRAINT cancellation_request_and_who_asked UNIQUE (request_no, requested_by);
--rollback ALTER TABLE approval_case DROP INDEX approval_case_and_who_asked, ADD CONSTRAINT approval_case_has_a_request FOREIGN KEY (request_no, requested_by) REFERENCES cancellation_request (request_no, requested_by);
--rollback ALTER TABLE approval ADD CONSTRAINT approval_names_who_asked FOREIGN KEY (request_no, requested_by) REFERENCES cancellation_request (request_no, requested_by);
