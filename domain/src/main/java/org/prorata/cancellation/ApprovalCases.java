package org.prorata.cancellation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.prorata.approval.Figures;

/**
 * Where approval cases and what was said about them are kept. Every change is guarded by
 * the version that it starts from and happens within the caller's transaction.
 */
public interface ApprovalCases {

    /**
     * The figures of a case and what follows from them.
     *
     * @param figures what an approver sees
     * @param refund what comes back, gross
     * @param needed how many people have to say yes
     */
    record Shown(Figures figures, BigDecimal refund, int needed) {
    }

    Optional<ApprovalCase> find(RequestId id);

    /** Returns what was said about a request, in order. */
    List<GivenDecision> decisions(RequestId id);

    /** Returns the figures of that hash which the request once had. */
    Optional<Figures> figuresShown(RequestId id, String hash);

    /** Returns all figures that a request has had, the first of them first. */
    List<Figures> figuresShown(RequestId id);

    /** Opens cases for requests that were just filed. */
    void open(List<FiledRequest> requests);

    /**
     * Notes other figures and drops the approvals that were given for those before.
     * @return whether the case still waited in the version given
     */
    boolean changeFigures(ApprovalCase seen, Shown now);

    /**
     * Records a decision. The last approval that was needed queues the request for the
     * figures seen; a rejection ends it.
     * @param tenantRevision the state of the tenant's account that the figures are of
     * @return whether the case still waited in the version given
     */
    boolean decide(ApprovalCase seen, Shown now, GivenDecision decision, long tenantRevision);

    /**
     * Takes an approval back while no run has claimed the request, which waits again.
     * @return whether there was one that counted
     */
    boolean takeBack(ApprovalCase seen, String person);

    /** Closes the case of a request that was taken back, where there is one. */
    void withdrawn(RequestId id);

    /**
     * Tells whether enough approvals by people who still are approvers count for the
     * figures.
     */
    boolean hold(RequestId id, String figures);

    /**
     * Sends a queued request back to approval, with a case that counts no approval yet.
     * @return whether it was queued
     */
    boolean sendBack(StoredRequest request, GateAnswer answer, Shown shown, LocalDate approveBy, long tenantRevision);

}
