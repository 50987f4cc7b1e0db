package org.prorata.cancellation;

/** What programs outside are told about a request. */
public enum RequestEvent {

    REQUIRES_REVIEW("cancellation.requires_review"), APPROVED("cancellation.approved"),
    REJECTED("cancellation.rejected"), WITHDRAWN("cancellation.withdrawn"), EXPIRED("cancellation.expired"),
    QUEUED("cancellation.queued"), CREDITED("cancellation.credited"),
    CLOSED_WITHOUT_CREDIT("cancellation.closed_without_credit"), QUARANTINED("cancellation.quarantined"),
    RETURNED("cancellation.returned"), RETURN_FAILED("cancellation.return_failed");

    private final String type;

    RequestEvent(String type) {
        this.type = type;
    }

    /** Returns the name that subscribers know it by. */
    public String type() {
        return this.type;
    }

}
