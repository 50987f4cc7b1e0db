--liquibase formatted sql

--changeset prorata:claimed_request
-- the frozen work of a run: written once, by the claim, and never changed. Rows are narrow and come in the order of their
-- key, so that freezing a million requests does not rewrite a million wide rows
CREATE TABLE claimed_request (
    run_id BIGINT NOT NULL,
    bucket INT NOT NULL,
    request_no BIGINT NOT NULL,
    place INT NOT NULL,
    PRIMARY KEY (run_id, bucket, request_no),
    CONSTRAINT claimed_request_has_a_run FOREIGN KEY (run_id) REFERENCES nightly_run (run_id),
    CONSTRAINT claimed_request_bucket_is_one_of_64 CHECK (bucket BETWEEN 0 AND 63),
    CONSTRAINT claimed_request_places_begin_at_one CHECK (place >= 1)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
--rollback DROP TABLE claimed_request;

--changeset prorata:claimed_requests_until_now
INSERT INTO claimed_request (run_id, bucket, request_no, place)
SELECT run_id, bucket, request_no, place FROM cancellation_request WHERE run_id IS NOT NULL AND bucket IS NOT NULL AND place IS NOT NULL;
--rollback DELETE FROM claimed_request;

--changeset prorata:cancellation_request_states_in_place
-- a state of one byte: a row that moves from state to state keeps its length, and its page is not split or reorganised
ALTER TABLE cancellation_request
    DROP CONSTRAINT cancellation_request_is_claimed_by_a_run,
    DROP CONSTRAINT cancellation_request_bucket_is_one_of_64,
    DROP CONSTRAINT cancellation_request_needs_its_approval,
    DROP CONSTRAINT cancellation_request_state_is_known,
    DROP INDEX cancellation_request_is_the_only_open_one,
    DROP COLUMN open_subscription_no;
ALTER TABLE cancellation_request
    MODIFY COLUMN state ENUM('PENDING_APPROVAL', 'QUEUED', 'CLAIMED', 'CREDITED', 'CLOSED_WITHOUT_CREDIT', 'QUARANTINED',
        'REJECTED', 'EXPIRED', 'WITHDRAWN') NOT NULL,
    ADD INDEX cancellation_request_of_run (run_id);
ALTER TABLE cancellation_request
    DROP INDEX cancellation_request_by_run,
    DROP COLUMN bucket,
    DROP COLUMN place,
    ADD COLUMN open_subscription_no BIGINT GENERATED ALWAYS AS (
        CASE WHEN state IN ('PENDING_APPROVAL', 'QUEUED', 'CLAIMED', 'QUARANTINED') THEN subscription_no END) VIRTUAL,
    ADD CONSTRAINT cancellation_request_is_claimed_by_a_run
        CHECK (state NOT IN ('CLAIMED', 'CREDITED', 'QUARANTINED') OR run_id IS NOT NULL),
    ADD CONSTRAINT cancellation_request_needs_its_approval
        CHECK (route <> 'APPROVAL' OR state NOT IN ('QUEUED', 'CLAIMED', 'CREDITED') OR approved_figures IS NOT NULL);
ALTER TABLE cancellation_request
    ADD CONSTRAINT cancellation_request_is_the_only_open_one UNIQUE (open_subscription_no);
--rollback ALTER TABLE cancellation_request DROP CONSTRAINT cancellation_request_is_claimed_by_a_run, DROP CONSTRAINT cancellation_request_needs_its_approval, DROP INDEX cancellation_request_is_the_only_open_one, DROP COLUMN open_subscription_no;
--rollback ALTER TABLE cancellation_request MODIFY COLUMN state VARCHAR(24) NOT NULL, ADD COLUMN bucket INT NULL AFTER run_id, ADD COLUMN place INT NULL AFTER bucket;
--rollback UPDATE cancellation_request r JOIN claimed_request q ON q.request_no = r.request_no AND q.run_id = r.run_id SET r.bucket = q.bucket, r.place = q.place;
--rollback ALTER TABLE cancellation_request ADD COLUMN open_subscription_no BIGINT GENERATED ALWAYS AS (CASE WHEN state IN ('PENDING_APPROVAL', 'QUEUED', 'CLAIMED', 'QUARANTINED') THEN subscription_no END) VIRTUAL, ADD INDEX cancellation_request_by_run (run_id, bucket, request_no), DROP INDEX cancellation_request_of_run, ADD CONSTRAINT cancellation_request_state_is_known CHECK (state IN ('PENDING_APPROVAL', 'QUEUED', 'CLAIMED', 'CREDITED', 'CLOSED_WITHOUT_CREDIT', 'QUARANTINED', 'REJECTED', 'EXPIRED', 'WITHDRAWN')), ADD CONSTRAINT cancellation_request_is_claimed_by_a_run CHECK (state NOT IN ('CLAIMED', 'CREDITED', 'QUARANTINED') OR (run_id IS NOT NULL AND bucket IS NOT NULL)), ADD CONSTRAINT cancellation_request_bucket_is_one_of_64 CHECK (bucket BETWEEN 0 AND 63), ADD CONSTRAINT cancellation_request_needs_its_approval CHECK (route <> 'APPROVAL' OR state NOT IN ('QUEUED', 'CLAIMED', 'CREDITED') OR approved_figures IS NOT NULL);
--rollback ALTER TABLE cancellation_request ADD CONSTRAINT cancellation_request_is_the_only_open_one UNIQUE (open_subscription_no);

--changeset prorata:subscription_states_in_place
ALTER TABLE subscription
    DROP CONSTRAINT subscription_state_is_known,
    MODIFY COLUMN state ENUM('ACTIVE', 'EXPIRED', 'DISABLED', 'DELETED') NOT NULL;
--rollback ALTER TABLE subscription MODIFY COLUMN state VARCHAR(8) NOT NULL, ADD CONSTRAINT subscription_state_is_known CHECK (state IN ('ACTIVE', 'EXPIRED', 'DISABLED', 'DELETED'));
