package org.prorata.db.approval;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.prorata.approval.ApprovalRule;
import org.prorata.approval.ApprovalRuleBook;
import org.prorata.approval.ApprovalRules;
import org.prorata.audit.AuditTrail;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps the rules in {@code approval_rule}. */
public final class JdbcApprovalRuleBook implements ApprovalRuleBook {

    private final JdbcClient jdbc;

    private final AuditTrail audit;

    public JdbcApprovalRuleBook(JdbcClient jdbc, AuditTrail audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    @Override
    public ApprovalRules inForce() {
        return new ApprovalRules(this.jdbc
            .sql("""
                    SELECT licences_from, currency, refund_from, approvals, days_to_approve FROM approval_rule ORDER BY rule_no
                    """)
            .query((row, n) -> rule(row))
            .list());
    }

    private static ApprovalRule rule(ResultSet row) throws SQLException {
        BigDecimal refund = row.getBigDecimal("refund_from");
        return new ApprovalRule(row.getObject("licences_from", Long.class), row.getString("currency"),
                (refund != null) ? refund.stripTrailingZeros() : null, row.getInt("approvals"),
                row.getObject("days_to_approve", Integer.class));
    }

    @Override
    public void replace(List<ApprovalRule> rules, String by) {
        this.jdbc.sql("DELETE FROM approval_rule").update();
        for (ApprovalRule rule : rules) {
            this.jdbc.sql("""
                    INSERT INTO approval_rule (licences_from, currency, refund_from, approvals, days_to_approve)
                    VALUES (:licences, :currency, :refund, :approvals, :days)
                    """)
                .param("licences", rule.licencesFrom())
                .param("currency", rule.currency())
                .param("refund", rule.refundFrom())
                .param("approvals", rule.approvals())
                .param("days", rule.daysToApprove())
                .update();
        }
        this.audit.append(by, "APPROVAL_RULES_CHANGED", "approval rules", rules.toString());
    }

}
