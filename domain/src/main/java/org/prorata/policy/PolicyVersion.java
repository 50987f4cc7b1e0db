package org.prorata.policy;

import java.time.LocalDate;

/**
 * Names one dated set of rules; a decision keeps it, so that it can be made again years
 * later.
 *
 * @param policy the policy's name
 * @param effectiveFrom the day this version came into force
 */
public record PolicyVersion(String policy, LocalDate effectiveFrom) {

    @Override
    public String toString() {
        return this.policy + "@" + this.effectiveFrom;
    }

}
