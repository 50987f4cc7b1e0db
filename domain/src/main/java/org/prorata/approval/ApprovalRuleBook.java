package org.prorata.approval;

import java.util.List;

/** Where the approval rules are kept. */
public interface ApprovalRuleBook {

    ApprovalRules inForce();

    /**
     * Puts other rules in force, within the caller's transaction, and writes it into the
     * audit trail. Requests that wait are measured by them when they are next decided.
     */
    void replace(List<ApprovalRule> rules, String by);

}
