package org.prorata.audit;

/** Where audit events are kept; nothing there is ever changed or removed. */
public interface AuditTrail {

    /**
     * Appends what was done, within the transaction in which it is done.
     * @param actor who did it
     * @param action what was done, up to 40 characters, such as {@code APPROVED}
     * @param subject what it was done to, up to 100 characters
     * @param detail what else must not change
     */
    void append(String actor, String action, String subject, String detail);

    /** Checks every link of the chain. */
    Verification verify();

    /**
     * What a check of the chain found.
     *
     * @param events how many links were checked
     * @param problem the first broken link in words; empty when the chain is whole
     */
    record Verification(long events, String problem) {

        public boolean isWhole() {
            return this.problem.isEmpty();
        }

    }

}
