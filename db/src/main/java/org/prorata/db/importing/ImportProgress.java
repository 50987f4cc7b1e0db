package org.prorata.db.importing;

/** Is told how far an import has come. */
@FunctionalInterface
public interface ImportProgress {

    /**
     * Says how many rows of a file have been read; called every few thousand rows and at
     * the file's end.
     */
    void rows(String file, long done);

    /** Returns one that shows nothing. */
    static ImportProgress none() {
        return (file, done) -> {
        };
    }

}
