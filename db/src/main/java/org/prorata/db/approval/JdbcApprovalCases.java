package org.prorata.db.approval;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.prorata.approval.Figures;
import org.prorata.approval.RejectionReason;
import org.prorata.cancellation.ApprovalCase;
import org.prorata.cancellation.ApprovalCases;
import org.prorata.cancellation.FiledRequest;
import org.prorata.cancellation.GateAnswer;
import org.prorata.cancellation.GivenDecision;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.StoredRequest;
import org.prorata.db.Times;
import org.prorata.db.cancellation.JdbcCancellationRequests;
import org.prorata.policy.PolicyVersion;
import org.prorata.subscription.SubscriptionId;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps cases in {@code approval_case} and decisions in {@code approval}. Where a case
 * and its request change together, one statement changes both, so that two people who
 * decide at once cannot both succeed.
 */
public final class JdbcApprovalCases implements ApprovalCases {

    /**
     * Says of a request called {@code r} with a case called {@code a} that fewer people
     * than needed have said yes to its approved figures and still are approvers.
     */
    public static final String NOT_ENOUGH = """
            (SELECT COUNT(*)
             FROM approval v
             JOIN approver p ON p.person_id = v.decided_by AND p.enabled
             LEFT JOIN approver d ON d.person_id = v.on_behalf_of
             WHERE v.request_no = a.request_no AND v.decision = 'APPROVED' AND v.dropped_at IS NULL
               AND v.figures = r.approved_figures AND (v.on_behalf_of IS NULL OR d.enabled)) < a.needed""";

    private static final String NOTE = """
            INSERT INTO approval_figures (request_no, figures, policy, policy_effective_from, effective_date, counted_licences, refund,
                noted_at)
            SELECT r.request_no, ?, ?, ?, ?, ?, ?, ?
            FROM cancellation_request r
            WHERE r.request_id = ?
              AND NOT EXISTS (SELECT 1 FROM approval_figures f WHERE f.request_no = r.request_no AND f.figures = ?)
            """;

    private static final String COLUMNS = """
            r.request_id, a.state, a.version, a.figures, a.needed, a.given, a.requested_by, a.country, a.refund, a.currency,
            a.opened_at, a.approve_by, a.decided_at""";

    private final JdbcTemplate batch;

    private final JdbcClient jdbc;

    private final Clock clock;

    public JdbcApprovalCases(JdbcTemplate template, Clock clock) {
        this.batch = template;
        this.jdbc = JdbcClient.create(template);
        this.clock = clock;
    }

    @Override
    public Optional<ApprovalCase> find(RequestId id) {
        return this.jdbc.sql("""
                SELECT %s
                FROM cancellation_request r
                JOIN approval_case a ON a.request_no = r.request_no
                WHERE r.request_id = :id
                """.formatted(COLUMNS)).param("id", id.value()).query((row, n) -> approvalCase(row)).optional();
    }

    private static ApprovalCase approvalCase(ResultSet row) throws SQLException {
        return new ApprovalCase(RequestId.of(row.getString("request_id")),
                ApprovalCase.State.valueOf(row.getString("state")), row.getLong("version"), row.getString("figures"),
                row.getInt("needed"), row.getInt("given"), row.getString("requested_by"), row.getString("country"),
                row.getBigDecimal("refund"), row.getString("currency"), Times.instant(row, "opened_at"),
                Times.date(row, "approve_by"), Times.instantOrNull(row, "decided_at"));
    }

    @Override
    public List<GivenDecision> decisions(RequestId id) {
        return this.jdbc
            .sql("""
                    SELECT v.decided_by, v.on_behalf_of, v.decision, v.figures, v.reason_code, v.reason, v.decided_at, v.dropped_because
                    FROM cancellation_request r
                    JOIN approval v ON v.request_no = r.request_no
                    WHERE r.request_id = :id
                    ORDER BY v.approval_no
                    """)
            .param("id", id.value())
            .query((row, n) -> decision(row))
            .list();
    }

    private static GivenDecision decision(ResultSet row) throws SQLException {
        String reason = row.getString("reason_code");
        return new GivenDecision(row.getString("decided_by"), row.getString("on_behalf_of"),
                row.getString("decision").equals("APPROVED"), row.getString("figures"),
                (reason != null) ? RejectionReason.valueOf(reason) : null, row.getString("reason"),
                Times.instant(row, "decided_at"), row.getString("dropped_because"));
    }

    @Override
    public Optional<Figures> figuresShown(RequestId id, String hash) {
        return figures("f.figures = :hash", Map.of("id", id.value(), "hash", hash)).stream().findFirst();
    }

    @Override
    public List<Figures> figuresShown(RequestId id) {
        return figures("TRUE", Map.of("id", id.value()));
    }

    private List<Figures> figures(String which, Map<String, ?> parameters) {
        return this.jdbc
            .sql("""
                    SELECT s.subscription_id, f.effective_date, f.policy, f.policy_effective_from, f.counted_licences, f.refund
                    FROM cancellation_request r
                    JOIN subscription s ON s.subscription_no = r.subscription_no
                    JOIN approval_figures f ON f.request_no = r.request_no
                    WHERE r.request_id = :id AND %s
                    ORDER BY f.noted_at, f.figures
                    """
                .formatted(which))
            .params(parameters)
            .query((row, n) -> new Figures(SubscriptionId.of(row.getString("subscription_id")),
                    Times.date(row, "effective_date"),
                    new PolicyVersion(row.getString("policy"), Times.date(row, "policy_effective_from")),
                    row.getLong("counted_licences"), row.getString("refund")))
            .list();
    }

    @Override
    public void open(List<FiledRequest> requests) {
        this.batch.batchUpdate(
                """
                        INSERT INTO approval_case (request_no, state, figures, needed, requested_by, tenant_no, country, product, licences,
                            currency, refund, opened_at, approve_by)
                        SELECT r.request_no, 'WAITING', ?, ?, r.requested_by, t.tenant_no, t.country, s.product, ?, t.currency, ?, ?, ?
                        FROM cancellation_request r
                        JOIN subscription s ON s.subscription_no = r.subscription_no
                        JOIN tenant t ON t.tenant_no = s.tenant_no
                        WHERE r.request_id = ?
                        """,
                requests, 500, (statement, request) -> {
                    Shown shown = shown(request);
                    statement.setString(1, shown.figures().hash());
                    statement.setInt(2, shown.needed());
                    statement.setLong(3, shown.figures().countedLicences());
                    statement.setBigDecimal(4, shown.refund());
                    statement.setObject(5, Times.column(request.filedAt()));
                    statement.setObject(6, request.approveBy());
                    statement.setString(7, request.cancellation().id().value());
                });
        this.batch.batchUpdate(NOTE, requests, 500,
                (statement, request) -> note(statement, request.cancellation().id(), shown(request).figures()));
    }

    private static Shown shown(FiledRequest request) {
        Shown shown = request.shown();
        if (shown == null) {
            throw new IllegalArgumentException("request " + request.cancellation().id() + " needs no approval");
        }
        return shown;
    }

    private void note(RequestId id, Figures figures) {
        this.batch.update(NOTE, statement -> note(statement, id, figures));
    }

    private void note(PreparedStatement statement, RequestId id, Figures figures) throws SQLException {
        statement.setString(1, figures.hash());
        statement.setString(2, figures.policy().policy());
        statement.setObject(3, figures.policy().effectiveFrom());
        statement.setObject(4, figures.effectiveDate());
        statement.setLong(5, figures.countedLicences());
        statement.setString(6, figures.refund());
        statement.setObject(7, Times.column(this.clock.instant()));
        statement.setString(8, id.value());
        statement.setString(9, figures.hash());
    }

    @Override
    public boolean changeFigures(ApprovalCase seen, Shown now) {
        int changed = this.jdbc
            .sql("""
                    UPDATE approval_case a
                    JOIN cancellation_request r ON r.request_no = a.request_no
                    SET a.version = a.version + 1, a.figures = :figures, a.refund = :refund, a.licences = :licences, a.needed = :needed,
                        a.given = 0
                    WHERE r.request_id = :id AND a.version = :version AND a.state = 'WAITING'
                    """)
            .param("figures", now.figures().hash())
            .param("refund", now.refund())
            .param("licences", now.figures().countedLicences())
            .param("needed", now.needed())
            .param("id", seen.request().value())
            .param("version", seen.version())
            .update();
        if (changed == 0) {
            return false;
        }
        drop(seen.request(), "FIGURES_CHANGED");
        note(seen.request(), now.figures());
        return true;
    }

    private void drop(RequestId id, String because) {
        this.jdbc.sql("""
                UPDATE approval v
                JOIN cancellation_request r ON r.request_no = v.request_no
                SET v.dropped_at = :now, v.dropped_because = :because
                WHERE r.request_id = :id AND v.dropped_at IS NULL
                """)
            .param("now", Times.column(this.clock.instant()))
            .param("because", because)
            .param("id", id.value())
            .update();
    }

    @Override
    public boolean decide(ApprovalCase seen, Shown now, GivenDecision decision, long tenantRevision) {
        boolean last = decision.approved() && seen.given() + 1 >= now.needed();
        String next = last ? "APPROVED" : decision.approved() ? "WAITING" : "REJECTED";
        int decided = this.jdbc
            .sql("""
                    UPDATE approval_case a
                    JOIN cancellation_request r ON r.request_no = a.request_no
                    SET a.version = a.version + 1, a.state = :next, a.needed = :needed, a.given = a.given + :yes,
                        a.decided_at = :decidedAt, r.state = :requestState, r.approved_figures = :approvedFigures,
                        r.counted_licences = :licences, r.tenant_revision = :revision
                    WHERE r.request_id = :id AND a.version = :version AND a.state = 'WAITING' AND r.state = 'PENDING_APPROVAL'
                    """)
            .param("next", next)
            .param("needed", now.needed())
            .param("yes", decision.approved() ? 1 : 0)
            .param("decidedAt", next.equals("WAITING") ? null : Times.column(decision.at()))
            .param("requestState", last ? "QUEUED" : decision.approved() ? "PENDING_APPROVAL" : "REJECTED")
            .param("approvedFigures", last ? now.figures().hash() : null)
            .param("licences", now.figures().countedLicences())
            .param("revision", tenantRevision)
            .param("id", seen.request().value())
            .param("version", seen.version())
            .update();
        if (decided == 0) {
            return false;
        }
        RejectionReason reason = decision.reason();
        this.jdbc
            .sql("""
                    INSERT INTO approval (request_no, requested_by, decided_by, on_behalf_of, decision, figures, reason_code, reason, decided_at)
                    SELECT request_no, requested_by, :decidedBy, :onBehalfOf, :decision, :figures, :code, :reason, :at
                    FROM cancellation_request WHERE request_id = :id
                    """)
            .param("decidedBy", decision.person())
            .param("onBehalfOf", decision.onBehalfOf())
            .param("decision", decision.approved() ? "APPROVED" : "REJECTED")
            .param("figures", decision.figures())
            .param("code", (reason != null) ? reason.name() : null)
            .param("reason", decision.words())
            .param("at", Times.column(decision.at()))
            .param("id", seen.request().value())
            .update();
        return true;
    }

    @Override
    public boolean takeBack(ApprovalCase seen, String person) {
        int waiting = this.jdbc.sql("""
                UPDATE approval_case a
                JOIN cancellation_request r ON r.request_no = a.request_no
                SET a.version = a.version + 1, a.state = 'WAITING', a.given = a.given - 1, a.decided_at = NULL,
                    r.state = 'PENDING_APPROVAL', r.approved_figures = NULL
                WHERE r.request_id = :id AND a.version = :version AND a.state IN ('WAITING', 'APPROVED') AND a.given > 0
                  AND r.state IN ('PENDING_APPROVAL', 'QUEUED') AND r.run_id IS NULL
                """).param("id", seen.request().value()).param("version", seen.version()).update();
        if (waiting == 0) {
            return false;
        }
        this.jdbc.sql("""
                UPDATE approval v
                JOIN cancellation_request r ON r.request_no = v.request_no
                SET v.dropped_at = :now, v.dropped_because = 'TAKEN_BACK'
                WHERE r.request_id = :id AND v.counts_for = :person
                """)
            .param("now", Times.column(this.clock.instant()))
            .param("id", seen.request().value())
            .param("person", person)
            .update();
        return true;
    }

    @Override
    public void withdrawn(RequestId id) {
        this.jdbc.sql("""
                UPDATE approval_case a
                JOIN cancellation_request r ON r.request_no = a.request_no
                SET a.version = a.version + 1, a.state = 'WITHDRAWN', a.decided_at = :now
                WHERE r.request_id = :id AND a.state IN ('WAITING', 'APPROVED')
                """).param("now", Times.column(this.clock.instant())).param("id", id.value()).update();
    }

    @Override
    public boolean hold(RequestId id, String figures) {
        return this.jdbc.sql("""
                SELECT COUNT(*) AS n
                FROM cancellation_request r
                JOIN approval_case a ON a.request_no = r.request_no
                WHERE r.request_id = :id AND a.state = 'APPROVED' AND r.approved_figures = :figures AND NOT %s
                """.formatted(NOT_ENOUGH))
            .param("id", id.value())
            .param("figures", figures)
            .query((row, n) -> row.getLong("n"))
            .single() == 1;
    }

    @Override
    public boolean sendBack(StoredRequest request, GateAnswer answer, Shown shown, LocalDate approveBy,
            long tenantRevision) {
        RequestId id = request.cancellation().id();
        boolean known = find(id).isPresent();
        String table = known ? "approval_case a JOIN cancellation_request r ON r.request_no = a.request_no"
                : "cancellation_request r";
        String caseColumns = known
                ? """
                        a.version = a.version + 1, a.state = 'WAITING', a.figures = :figures, a.refund = :refund, a.licences = :licences,
                        a.needed = :needed, a.given = 0, a.decided_at = NULL, a.approve_by = :approveBy,"""
                : "";
        var update = this.jdbc
            .sql("""
                    UPDATE %s
                    SET %s r.state = 'PENDING_APPROVAL', r.route = :route, r.gate_reasons = :reasons, r.counted_licences = :licences,
                        r.tenant_revision = :revision, r.approve_by = :approveBy, r.approved_figures = NULL
                    WHERE r.request_id = :id AND r.state = 'QUEUED'
                    """
                .formatted(table, caseColumns))
            .param("route", answer.route().code())
            .param("reasons", JdbcCancellationRequests.reasons(answer.reasons()))
            .param("licences", shown.figures().countedLicences())
            .param("revision", tenantRevision)
            .param("approveBy", approveBy)
            .param("id", id.value());
        if (known) {
            update = update.param("figures", shown.figures().hash())
                .param("refund", shown.refund())
                .param("needed", shown.needed());
        }
        if (update.update() == 0) {
            return false;
        }
        if (known) {
            drop(id, "SENT_BACK");
            note(id, shown.figures());
        }
        else {
            open(List.of(new FiledRequest(request.cancellation(), request.requestedOn(), this.clock.instant(), answer,
                    request.state(), approveBy, tenantRevision, shown)));
        }
        return true;
    }

}
