package org.prorata.batch.nightly;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that goes on by a millisecond each time it is read, and that can be set. */
final class SetClock extends Clock {

    private final AtomicReference<Instant> now;

    private final ZoneId zone;

    private SetClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    static SetClock at(Instant instant) {
        return new SetClock(new AtomicReference<>(instant), ZoneOffset.UTC);
    }

    void set(Instant instant) {
        this.now.set(instant);
    }

    void setBack(Duration by) {
        this.now.updateAndGet(instant -> instant.minus(by));
    }

    @Override
    public ZoneId getZone() {
        return this.zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SetClock(this.now, other);
    }

    @Override
    public Instant instant() {
        return this.now.updateAndGet(instant -> instant.plusMillis(1));
    }

}
