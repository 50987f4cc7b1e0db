package org.prorata.cancellation;

import java.util.List;

import org.prorata.policy.PolicyVersion;

/**
 * What the gate decided, why, and what would change it.
 *
 * @param route the decision
 * @param reasons the argument, in order
 * @param actions each one alone changes the answer; the first is the smallest
 * @param policy the rules it was decided by
 * @param countedLicences the licences that were held against the limit
 * @param tenant the same question for the tenant as a whole
 */
public record GateAnswer(Route route, List<Reason> reasons, List<Action> actions, PolicyVersion policy,
        long countedLicences, TenantDiagnosis tenant) {
}
