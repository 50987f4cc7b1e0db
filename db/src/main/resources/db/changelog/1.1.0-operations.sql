--liquibase formatted sql

--changeset prorata:audit_event_lists
-- the trail is read the latest first, by who, by what or by time; what happened to one subject is little
ALTER TABLE audit_event
    ADD INDEX audit_event_by_time (at, sequence),
    ADD INDEX audit_event_by_actor (actor, at, sequence),
    ADD INDEX audit_event_by_action_and_time (action, at, sequence);
--rollback ALTER TABLE audit_event DROP INDEX audit_event_by_time, DROP INDEX audit_event_by_actor, DROP INDEX audit_event_by_action_and_time;

--changeset prorata:quarantine_lists
ALTER TABLE quarantine ADD INDEX quarantine_by_resolution (resolution, quarantine_no);
--rollback ALTER TABLE quarantine DROP INDEX quarantine_by_resolution;
