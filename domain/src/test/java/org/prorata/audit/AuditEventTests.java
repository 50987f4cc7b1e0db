package org.prorata.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class AuditEventTests {

    private static final Instant MIDNIGHT = Instant.parse("2024-01-31T00:00:00Z");

    private final List<AuditEvent> chain = chainOf(5);

    @Test
    void anUntouchedChainHolds() {
        assertThat(firstBroken(this.chain)).isZero();
        assertThat(this.chain.getFirst().previousHash()).isEqualTo("0".repeat(64));
        assertThat(this.chain).extracting(AuditEvent::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void theHashIsTakenOfEveryFieldInOrder() {
        // what sha256sum prints for the fields, each behind its length
        AuditEvent event = AuditEvent.after(0, AuditEvent.GENESIS, MIDNIGHT, "anna", "approved", "R-1", "25 credits");
        assertThat(event.hash()).isEqualTo("9b956cfe63e1b851eac7b63e184445a7d682fe79ccb3496c94cee8087e155938");
    }

    static Stream<UnaryOperator<AuditEvent>> changes() {
        return Stream.of(
                e -> new AuditEvent(e.sequence() + 1, e.at(), e.actor(), e.action(), e.subject(), e.detail(),
                        e.previousHash(), e.hash()),
                e -> new AuditEvent(e.sequence(), e.at().plusNanos(1000), e.actor(), e.action(), e.subject(),
                        e.detail(), e.previousHash(), e.hash()),
                e -> new AuditEvent(e.sequence(), e.at(), "mallory", e.action(), e.subject(), e.detail(),
                        e.previousHash(), e.hash()),
                e -> new AuditEvent(e.sequence(), e.at(), e.actor(), "rejected", e.subject(), e.detail(),
                        e.previousHash(), e.hash()),
                e -> new AuditEvent(e.sequence(), e.at(), e.actor(), e.action(), "R-9", e.detail(), e.previousHash(),
                        e.hash()),
                e -> new AuditEvent(e.sequence(), e.at(), e.actor(), e.action(), e.subject(), e.detail() + " ",
                        e.previousHash(), e.hash()),
                e -> new AuditEvent(e.sequence(), e.at(), e.actor(), e.action(), e.subject(), e.detail(),
                        AuditEvent.GENESIS, e.hash()),
                e -> new AuditEvent(e.sequence(), e.at(), e.actor(), e.action(), e.subject(), e.detail(),
                        e.previousHash(), "f".repeat(64)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangedFieldBreaksTheChainAtItsLink(UnaryOperator<AuditEvent> change) {
        this.chain.set(2, change.apply(this.chain.get(2)));
        assertThat(firstBroken(this.chain)).isEqualTo(3);
    }

    @Test
    void aLinkThatIsForgedAnewBreaksTheNextOne() {
        AuditEvent before = this.chain.get(1);
        this.chain.set(2, AuditEvent.after(2, before.hash(), MIDNIGHT, "mallory", "approved", "R-3", ""));
        assertThat(firstBroken(this.chain)).isEqualTo(4);
    }

    @Test
    void aRemovedLinkBreaksTheChain() {
        this.chain.remove(2);
        assertThat(firstBroken(this.chain)).isEqualTo(3);
    }

    @Test
    void aLinkThatIsPutBetweenBreaksTheChain() {
        AuditEvent before = this.chain.get(1);
        this.chain.add(2, AuditEvent.after(2, before.hash(), MIDNIGHT, "mallory", "approved", "R-9", ""));
        assertThat(firstBroken(this.chain)).isEqualTo(4);
    }

    @Test
    void aGapInTheNumbersBreaksTheChainThoughTheHashesFollow() {
        this.chain.add(AuditEvent.after(6, this.chain.getLast().hash(), MIDNIGHT, "mallory", "approved", "R-7", ""));
        assertThat(firstBroken(this.chain)).isEqualTo(6);
    }

    @Test
    void swappedLinksBreakTheChain() {
        AuditEvent third = this.chain.remove(2);
        this.chain.add(third);
        assertThat(firstBroken(this.chain)).isEqualTo(3);
    }

    @Test
    void aChainThatLostItsFirstLinkDoesNotHold() {
        this.chain.removeFirst();
        assertThat(firstBroken(this.chain)).isEqualTo(1);
    }

    private static List<AuditEvent> chainOf(int length) {
        List<AuditEvent> chain = new ArrayList<>();
        String hash = AuditEvent.GENESIS;
        for (int i = 0; i < length; i++) {
            AuditEvent event = AuditEvent.after(i, hash, MIDNIGHT.plusSeconds(i), "anna", "approved", "R-" + (i + 1),
                    "");
            chain.add(event);
            hash = event.hash();
        }
        return chain;
    }

    /** Returns the place of the first link that does not hold, or zero. */
    private static int firstBroken(List<AuditEvent> chain) {
        long sequence = 0;
        String hash = AuditEvent.GENESIS;
        for (int i = 0; i < chain.size(); i++) {
            AuditEvent event = chain.get(i);
            if (!event.follows(sequence, hash)) {
                return i + 1;
            }
            sequence = event.sequence();
            hash = event.hash();
        }
        return 0;
    }

}
