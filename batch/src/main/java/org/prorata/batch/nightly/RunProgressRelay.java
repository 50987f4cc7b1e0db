package org.prorata.batch.nightly;

/** Passes progress on to whoever watches the present run. */
public final class RunProgressRelay implements RunProgress {

    private volatile RunProgress watcher = NONE;

    public void watchedBy(RunProgress progress) {
        this.watcher = progress;
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
