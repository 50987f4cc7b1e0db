--liquibase formatted sql

--changeset prorata:report_delivery_problem
-- why a try failed, for the reader's language, beside what the system or the other side said in its own words
ALTER TABLE report_delivery RENAME COLUMN problem TO detail;
ALTER TABLE report_delivery ADD COLUMN problem ENUM('NO_MANAGER', 'ENDED', 'NO_FOLDER', 'FOLDER', 'NO_MAIL', 'ADDRESS', 'MAIL',
    'MAY_HAVE_ARRIVED', 'OTHER') NULL AFTER next_attempt_at;
UPDATE report_delivery SET problem = 'OTHER' WHERE detail <> '';
--rollback ALTER TABLE report_delivery DROP COLUMN problem;
--rollback ALTER TABLE report_delivery RENAME COLUMN detail TO problem;

--changeset prorata:refund_group_lines
-- of a tax rate: how many lines of credits there are, for a table of them. The sums of all runs are made anew when somebody first
-- needs them
ALTER TABLE refund_group ADD COLUMN credit_lines BIGINT NOT NULL DEFAULT 0 AFTER credits;
DELETE FROM refund_group;
DELETE FROM refund_flow;
DELETE FROM published_run;
--rollback ALTER TABLE refund_group DROP COLUMN credit_lines;
