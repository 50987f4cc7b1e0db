package org.prorata.approval;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Who may approve. What is changed here is written into the audit trail, within the
 * caller's transaction.
 */
public interface Approvers {

    Optional<Approver> find(String person);

    /**
     * Returns the enabled approvers whose scope a person uses on a day through a
     * delegation; a delegated scope is not delegated further.
     */
    List<Approver> delegatorsOf(String person, LocalDate day);

    /** Returns all approvers by person. */
    List<Approver> all();

    /** Makes a person an approver, or changes how far that goes. */
    void appoint(Approver approver, String by);

    /**
     * Takes the right to approve away; what the person has approved and no run has
     * claimed goes back to approval when it is due.
     * @return whether the person was an enabled approver
     */
    boolean dismiss(String person, String by);

    /**
     * Puts an approver's scope into another approver's hands.
     * @return the number of the delegation
     */
    long delegate(Delegation delegation, String by);

    /**
     * Ends a delegation at once.
     * @return whether it was in force or to come
     */
    boolean endDelegation(long number, String by);

    /** Returns the delegations from or to a person that have not ended. */
    List<Delegation> delegationsOf(String person);

}
