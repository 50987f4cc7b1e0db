package org.prorata.batch.nightly;

/** Is told how far a run has come, by the threads that do the work. */
public interface RunProgress {

    /** Tells nobody. */
    RunProgress NONE = new RunProgress() {
        @Override
        public void stage(String stage, long items) {
        }

        @Override
        public void done(int items) {
        }
    };

    /**
     * A stage begins.
     * @param stage what is done, for people
     * @param items how many items it has; 0 when that is not known
     */
    void stage(String stage, long items);

    /** Some items of the stage are done. */
    void done(int items);

}
