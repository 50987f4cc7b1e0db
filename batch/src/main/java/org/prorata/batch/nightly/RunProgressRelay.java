package org.prorata.batch.nightly;

/** Passes progress on to whoever watches the present run. */
public final class RunProgressRelay implements RunProgress {

    /** Lasts until it is closed. */
    interface Watch extends AutoCloseable {

        @Override
        void close();

    }

    private volatile RunProgress watcher = NONE;

    /** Lets somebody watch; only who holds the lease may do this. */
    Watch watchedBy(RunProgress progress) {
        this.watcher = progress;
        return () -> this.watcher = NONE;
    }

    @Override
    public void stage(String stage, long items) {
        this.watcher.stage(stage, items);
    }

    @Override
    public void done(int items) {
        this.watcher.done(items);
    }

}
