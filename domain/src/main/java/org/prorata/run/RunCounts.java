package org.prorata.run;

/**
 * How many of what a run met.
 *
 * @param claimed requests it took
 * @param credited of those, how many led to a credit
 * @param nothingDue of those, how many had nothing to give back
 * @param quarantined of those, how many a person has to look at
 * @param returned credits it returned
 * @param trialsExpired trials that ended
 * @param trialsConverted trials that became paid subscriptions
 * @param approvalsLapsed requests that nobody decided in time
 */
public record RunCounts(long claimed, long credited, long nothingDue, long quarantined, long returned,
        long trialsExpired, long trialsConverted, long approvalsLapsed) {

    /** Nothing at all. */
    public static final RunCounts NONE = new RunCounts(0, 0, 0, 0, 0, 0, 0, 0);

    /** Tells whether every request that was taken has come to an end. */
    public boolean balance() {
        return this.claimed == this.credited + this.nothingDue + this.quarantined;
    }

    public RunCounts plus(RunCounts other) {
        return new RunCounts(this.claimed + other.claimed, this.credited + other.credited,
                this.nothingDue + other.nothingDue, this.quarantined + other.quarantined,
                this.returned + other.returned, this.trialsExpired + other.trialsExpired,
                this.trialsConverted + other.trialsConverted, this.approvalsLapsed + other.approvalsLapsed);
    }

}
