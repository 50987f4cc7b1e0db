package org.prorata.db.schema;

import java.time.LocalDate;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.TestBooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The design's invariants as far as SQL can say them: each test tries to break one with
 * the owner's rights, in books that hold one of everything, and meets its constraint.
 */
@Tag("database")
class InvariantTests {

    private static final String OTHER_REQUEST = """
            INSERT INTO cancellation_request (request_id, subscription_no, requested_at, requested_on, requested_by, effective_date,
                reason, filed_at, route, gate_reasons, policy, policy_effective_from, counted_licences, tenant_revision, state)
            SELECT ?, subscription_no, requested_at, requested_on, requested_by, effective_date, reason, filed_at, route, gate_reasons,
                policy, policy_effective_from, counted_licences, tenant_revision, ?
            FROM cancellation_request WHERE request_id = ?
            """;

    private static TestBooks books;

    /** R1 is credited and returned, R2 waits for its day, R3 for an approver. */
    @BeforeAll
    static void oneOfEverything() {
        books = TestBooks.opened().tenant("T1", "EUR", 1);
        books.charged("T1", 1, "100.00", "21.00").charge("C1R", "S1", "-10.00", "-2.10");
        books.change("UPDATE charge SET quantity = -1 WHERE charge_id = 'C1R'");
        books.charged("T1", 2, "100.00", "21.00");
        books.charged("T1", 3, "100.00", "21.00");
        books.change("UPDATE subscription SET assigned_licences = 31 WHERE subscription_id = 'S3'");
        books.cancel("R1", "S1", LocalDate.of(2024, 6, 16));
        books.cancel("R2", "S2", LocalDate.of(2024, 9, 1));
        books.cancel("R3", "S3", LocalDate.of(2024, 6, 16));
        books.night(LocalDate.of(2024, 6, 16));
        books.night(LocalDate.of(2024, 7, 1));
        assertThat(books.values("SELECT CONCAT(request_id, ' ', state) FROM cancellation_request ORDER BY request_id"))
            .containsExactly("R1 CREDITED", "R2 QUEUED", "R3 PENDING_APPROVAL");
        assertThat(books.value("SELECT COUNT(*) FROM ledger_entry")).isEqualTo("2");
    }

    @Test
    void aSubscriptionHasOneOpenRequest() {
        for (String state : new String[] { "QUEUED", "PENDING_APPROVAL" }) {
            refused("cancellation_request_is_the_only_open_one", OTHER_REQUEST, "R2-again", state, "R2");
        }
        books.change(OTHER_REQUEST, "R2-closed", "WITHDRAWN", "R2");
        refused("cancellation_request_is_the_only_open_one",
                "UPDATE cancellation_request SET state = 'QUEUED' WHERE request_id = 'R2-closed'");
        books.change("DELETE FROM cancellation_request WHERE request_id = 'R2-closed'");
    }

    @Test
    void aRequestIsFiledOnce() {
        refused("cancellation_request_id_is_unique", OTHER_REQUEST, "R2", "WITHDRAWN", "R2");
    }

    @Test
    void aRequestHasOneCredit() {
        refused("PRIMARY",
                """
                        INSERT INTO credit (request_no, credit_number, run_id, refund_share, cancel_effective, currency, net, tax, gross, cash,
                            on_account, return_method, return_on, due_by, state)
                        SELECT request_no, 'CR-AGAIN', run_id, refund_share, cancel_effective, currency, net, tax, gross, cash, on_account,
                            return_method, return_on, due_by, 'ISSUED' FROM credit
                        """);
    }

    @Test
    void aCreditHasOneLineForACharge() {
        refused("PRIMARY", """
                INSERT INTO credit_line (request_no, charge_no, days_in_period, days_unused, rounding, exact_numerator,
                    exact_denominator, net, tax, capped, tax_remainder)
                SELECT request_no, charge_no, 30, 1, rounding, 1, 1, 0, 0, FALSE, FALSE FROM credit_line LIMIT 1
                """);
    }

    @Test
    void aCreditIsReturnedOnceByAMethod() {
        refused("PRIMARY", """
                INSERT INTO credit_return (request_no, method, idempotency_key, run_id, currency, amount)
                SELECT request_no, method, 'AGAIN', run_id, currency, 1 FROM credit_return
                """);
        refused("credit_return_key_is_unique", """
                INSERT INTO credit_return (request_no, method, idempotency_key, run_id, currency, amount)
                SELECT request_no, 'BANK', idempotency_key, run_id, currency, 1 FROM credit_return
                """);
    }

    @Test
    void aChargeIsNeverCreditedBeyondItsNet() {
        String constraint = "charge_is_never_credited_beyond_its_net";
        refused(constraint, "UPDATE charge SET credited_net = net + 0.0001 WHERE charge_id = 'C1'");
        refused(constraint, "UPDATE charge SET credited_net = net - 0.0001 WHERE charge_id = 'C1R'");
        refused(constraint, "UPDATE charge SET credited_net = -0.0001 WHERE charge_id = 'C1'");
        refused(constraint, "UPDATE charge SET credited_net = 0.0001 WHERE charge_id = 'C1R'");
    }

    @Test
    void aChargeIsNeverCreditedBeyondItsTax() {
        String constraint = "charge_is_never_credited_beyond_its_tax";
        refused(constraint, "UPDATE charge SET credited_tax = tax + 0.0001 WHERE charge_id = 'C1'");
        refused(constraint, "UPDATE charge SET credited_tax = tax - 0.0001 WHERE charge_id = 'C1R'");
        refused(constraint, "UPDATE charge SET credited_tax = -0.0001 WHERE charge_id = 'C1'");
    }

    @Test
    void aCreditIsItsNetAndItsTax() {
        refused("credit_is_net_and_tax", "UPDATE credit SET net = net + 0.0001");
        refused("credit_is_net_and_tax", "UPDATE credit SET net = -tax, tax = gross + tax");
    }

    @Test
    void aCreditIsReturnedWhole() {
        refused("credit_is_returned_whole", "UPDATE credit SET cash = cash - 0.0001");
        refused("credit_is_returned_whole", "UPDATE credit SET cash = gross + 1, on_account = -1");
    }

    @Test
    void aReturnedCreditSaysWhen() {
        refused("credit_returned_says_when", "UPDATE credit SET returned_on = NULL");
        refused("credit_returned_says_when", "UPDATE credit SET state = 'RETURNING'");
    }

    @Test
    void aLedgerEntryBalances() {
        refused("ledger_entry_balances",
                "UPDATE ledger_entry SET receivables = receivables + 0.0001 WHERE kind = 'RETURN'");
        refused("ledger_entry_moves_the_liability", """
                UPDATE ledger_entry SET deferred_revenue = -deferred_revenue, tax_payable = -tax_payable,
                    refund_liability = -refund_liability WHERE kind = 'ISSUE'
                """);
    }

    @Test
    void aCreditIsIssuedAndReturnedInTheLedgerOnce() {
        refused("PRIMARY",
                """
                        INSERT INTO ledger_entry (request_no, kind, run_id, business_date, currency, deferred_revenue, refund_liability)
                        SELECT request_no, kind, run_id, '2024-06-17', currency, 1, -1 FROM ledger_entry WHERE kind = 'ISSUE'
                        """);
    }

    @Test
    void whoAskedNeverApproves() {
        String approval = """
                INSERT INTO approval (request_no, requested_by, decided_by, decision, figures, reason, decided_at)
                SELECT request_no, requested_by, %s, 'APPROVED', REPEAT('0', 64), '', '2024-06-15'
                FROM cancellation_request WHERE request_id = 'R3'
                """;
        refused("approval_is_by_somebody_else", approval.formatted("requested_by"));
        refused("approval_is_by_somebody_else", approval.formatted("UPPER(requested_by)"));
        refused("approval_is_by_somebody_else", approval.formatted("'Ánna@Example.com'"));
        refused("approval_names_who_asked", approval.formatted("requested_by")
            .replace("SELECT request_no, requested_by", "SELECT request_no, 'bob'"));
    }

    @Test
    void anApproverCountsOnceARequestAndADroppedApprovalNotAtAll() {
        String approval = """
                INSERT INTO approval (request_no, requested_by, decided_by, decision, figures, reason, decided_at, dropped_at,
                    dropped_because)
                SELECT request_no, requested_by, ?, 'APPROVED', REPEAT('0', 64), '', '2024-06-15', ?, ?
                FROM cancellation_request WHERE request_id = 'R3'
                """;
        books.change(approval, "bob", null, null);
        books.change(approval, "bob", "2024-06-15", "FIGURES_CHANGED");
        refused("approval_counts_once_an_approver", approval, "BOB", null, null);
        refused("approval_dropped_says_why", approval, "carl", "2024-06-15", null);
        refused("approval_rejection_says_why", "UPDATE approval SET decision = 'REJECTED' WHERE decided_by = 'bob'");
        refused("approval_is_not_for_who_asked", "UPDATE approval SET on_behalf_of = requested_by");
        books.change("DELETE FROM approval");
    }

    @Test
    void aCaseIsApprovedByAsManyAsItNeeds() {
        refused("approval_case_is_approved_by_enough", "UPDATE approval_case SET state = 'APPROVED'");
        refused("approval_case_is_approved_by_enough",
                "UPDATE approval_case SET state = 'APPROVED', needed = 2, given = 1");
        refused("approval_case_needs_one_or_two", "UPDATE approval_case SET needed = 0");
        refused("approval_case_state_is_known", "UPDATE approval_case SET state = 'MAYBE'");
        refused("approval_case_is_of_a_request", "UPDATE approval_case SET request_no = 999");
    }

    @Test
    void aRuleHasOneThresholdAndWantsOneOrTwo() {
        String rule = "INSERT INTO approval_rule (licences_from, currency, refund_from, approvals) VALUES (%s)";
        refused("approval_rule_has_one_threshold", rule.formatted("1, 'EUR', 1, 1"));
        refused("approval_rule_has_one_threshold", rule.formatted("NULL, NULL, NULL, 1"));
        refused("approval_rule_has_one_threshold", rule.formatted("NULL, NULL, 5, 1"));
        refused("approval_rule_wants_one_or_two", rule.formatted("5, NULL, NULL, 0"));
        refused("approval_rule_wants_one_or_two", rule.formatted("5, NULL, NULL, 3"));
    }

    @Test
    void aCorrectionOfTheLedgerBalances() {
        String correction = """
                INSERT INTO ledger_correction (request_no, kind, attempt, business_date, currency, refund_liability, cash)
                SELECT request_no, '%s', 1, '2024-07-02', 'EUR', %s FROM credit
                """;
        refused("ledger_correction_balances", correction.formatted("FAILED", "-1, 2"));
        refused("ledger_correction_moves_the_liability", correction.formatted("FAILED", "1, -1"));
        refused("ledger_correction_moves_the_liability", correction.formatted("RETURN_AGAIN", "-1, 1"));
    }

    @Test
    void aCallbackIsTheOnlyOpenOneOfASubscriptionAndHasATelephoneNumber() {
        String callback = """
                INSERT INTO callback_request (tenant_no, subscription_no, phone, language, preferred_hours, asked_by, asked_at, state)
                SELECT tenant_no, subscription_no, '%s', 'lv', '', 'anna', '2024-06-15', '%s'
                FROM subscription WHERE subscription_id = 'S1'
                """;
        for (String phone : new String[] { "37167000000", "+0671234567", "+37167", "+37167a00000",
                "+3716700000000000" }) {
            refused((phone.length() > 16) ? "phone" : "callback_request_phone_is_e164",
                    callback.formatted(phone, "OPEN"));
        }
        books.change(callback.formatted("+37167000000", "OPEN"));
        refused("callback_request_is_the_only_open_one", callback.formatted("+37167000000", "OPEN"));
        refused("callback_request_taken_says_by_whom", "UPDATE callback_request SET state = 'TAKEN'");
        refused("callback_request_closed_says_when", "UPDATE callback_request SET state = 'CANCELLED'");
        books.change("DELETE FROM callback_request");
    }

    @Test
    void aRequestForApprovalIsNotQueuedWithoutApprovedFigures() {
        refused("cancellation_request_needs_its_approval",
                "UPDATE cancellation_request SET state = 'QUEUED' WHERE request_id = 'R3'");
        refused("cancellation_request_needs_its_approval",
                "UPDATE cancellation_request SET state = 'CREDITED', run_id = 1 WHERE request_id = 'R3'");
    }

    @Test
    void aClaimedRequestHasItsRunAndABucketOf64() {
        refused("claimed_request_bucket_is_one_of_64", "UPDATE claimed_request SET bucket = 64");
        refused("claimed_request_bucket_is_one_of_64", "UPDATE claimed_request SET bucket = -1");
        refused("claimed_request_places_begin_at_one", "UPDATE claimed_request SET place = 0");
        refused("claimed_request_has_a_run", "UPDATE claimed_request SET run_id = 99");
        refused("cancellation_request_is_claimed_by_a_run",
                "UPDATE cancellation_request SET state = 'CLAIMED' WHERE request_id = 'R2'");
        refused("cancellation_request_is_claimed_by_a_run",
                "UPDATE cancellation_request SET run_id = NULL WHERE request_id = 'R1'");
    }

    @Test
    void aRunBalancesWhenItIsCertified() {
        refused("nightly_run_balances_when_certified", "UPDATE nightly_run SET claimed = claimed + 1");
        refused("nightly_run_balances_when_certified", "UPDATE nightly_run SET quarantined = quarantined + 1");
        refused("nightly_run_has_a_certificate_when_certified", "UPDATE nightly_run SET certificate = NULL");
    }

    @Test
    void aBusinessDateHasOneRun() {
        refused("nightly_run_is_one_a_business_date",
                "INSERT INTO nightly_run (business_date, state, started_at) VALUES ('2024-06-16', 'OPEN', '2024-06-16')");
    }

    @Test
    void aResolutionOfTheQuarantineSaysWhoAndWhy() {
        String quarantine = """
                INSERT INTO quarantine (request_no, run_id, code, message, resolution, resolved_by, resolved_at, resolution_reason)
                SELECT request_no, run_id, 'UNEXPECTED', '', %s FROM cancellation_request WHERE request_id = 'R1'
                """;
        String constraint = "quarantine_resolution_says_who_and_why";
        refused(constraint, quarantine.formatted("'RELEASED', NULL, '2024-06-17', 'corrected'"));
        refused(constraint, quarantine.formatted("'RELEASED', 'bob', '2024-06-17', NULL"));
        refused(constraint, quarantine.formatted("'REJECTED', 'bob', NULL, 'no'"));
        refused(constraint, quarantine.formatted("'LOST', 'bob', '2024-06-17', 'no'"));
    }

    @Test
    void theAuditTrailIsOneChain() {
        refused("audit_event_follows_one_only",
                """
                        INSERT INTO audit_event (sequence, at, actor, action, subject, detail, previous_hash, hash)
                        SELECT sequence + 100, at, actor, action, subject, detail, previous_hash, REPEAT('f', 64) FROM audit_event LIMIT 1
                        """);
        refused("audit_head_is_one", "INSERT INTO audit_head (id, sequence, hash) VALUES (2, 0, '')");
    }

    private static void refused(String constraint, String sql, Object... parameters) {
        assertThatThrownBy(() -> books.change(sql, parameters)).as(sql).rootCause().hasMessageContaining(constraint);
    }

}
