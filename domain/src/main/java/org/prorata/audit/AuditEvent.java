package org.prorata.audit;

import java.time.Instant;

import org.prorata.proof.Sha256;

/**
 * One link of the audit trail.
 *
 * @param sequence its place, counted from 1 without gaps
 * @param at when it happened, to the microsecond
 * @param actor who did it: a person, or the run
 * @param action what was done, in the past tense
 * @param subject what it was done to
 * @param detail what else must not change
 * @param previousHash the hash of the link before
 * @param hash SHA-256 over everything above, in hexadecimal
 */
public record AuditEvent(long sequence, Instant at, String actor, String action, String subject, String detail,
        String previousHash, String hash) {

    /** The hash that the first link follows. */
    public static final String GENESIS = "0".repeat(64);

    /** Forges the link that follows the given one. */
    public static AuditEvent after(long previousSequence, String previousHash, Instant at, String actor, String action,
            String subject, String detail) {
        long sequence = previousSequence + 1;
        return new AuditEvent(sequence, at, actor, action, subject, detail, previousHash,
                hash(sequence, at, actor, action, subject, detail, previousHash));
    }

    /** Tells whether this link is unchanged and follows the given one. */
    public boolean follows(long previousSequence, String previousHash) {
        return this.sequence == previousSequence + 1 && this.previousHash.equals(previousHash) && this.hash.equals(
                hash(this.sequence, this.at, this.actor, this.action, this.subject, this.detail, this.previousHash));
    }

    private static String hash(long sequence, Instant at, String actor, String action, String subject, String detail,
            String previousHash) {
        return Sha256.start()
            .add(Long.toString(sequence))
            .add(at.toString())
            .add(actor)
            .add(action)
            .add(subject)
            .add(detail)
            .add(previousHash)
            .hex();
    }

}
