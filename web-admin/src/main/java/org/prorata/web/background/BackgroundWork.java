package org.prorata.web.background;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One piece of work that is done at most once at a time in this process, in a thread of
 * its own; what came out last is kept until the process ends.
 */
public final class BackgroundWork<T> {

    /**
     * How it stands.
     *
     * @param runningSince when the present work began; {@code null} when nobody works
     * @param result what came out last; {@code null} before the first and after a failure
     * @param finishedAt when the last work ended; {@code null} before the first
     * @param failed whether the last work ended without a result
     */
    public record Status<T>(@Nullable Instant runningSince, @Nullable T result, @Nullable Instant finishedAt,
            boolean failed) {

        public boolean isRunning() {
            return this.runningSince != null;
        }

    }

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);

    private final String name;

    private final Clock clock;

    private Status<T> status = new Status<>(null, null, null, false);

    private CountDownLatch running = new CountDownLatch(0);

    /**
     * Names the work.
     * @param name of its thread, and for the log
     */
    public BackgroundWork(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    public synchronized Status<T> status() {
        return this.status;
    }

    /**
     * Begins the work unless it is being done.
     * @return whether it was begun by this call
     */
    public synchronized boolean start(Supplier<T> work) {
        if (this.status.isRunning()) {
            return false;
        }
        CountDownLatch latch = new CountDownLatch(1);
        this.running = latch;
        this.status = new Status<>(this.clock.instant(), this.status.result(), this.status.finishedAt(), false);
        Thread.ofVirtual().name(this.name).start(() -> {
            try {
                T result = work.get();
                finished(new Status<>(null, result, this.clock.instant(), false));
            }
            catch (RuntimeException ex) {
                LOG.error("{} failed", this.name, ex);
                finished(new Status<>(null, null, this.clock.instant(), true));
            }
            finally {
                latch.countDown();
            }
        });
        return true;
    }

    /** Waits for the present work, but not for long. */
    public Status<T> await(Duration patience) {
        CountDownLatch latch;
        synchronized (this) {
            latch = this.running;
        }
        try {
            latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        return status();
    }

    private synchronized void finished(Status<T> last) {
        this.status = last;
    }

}
