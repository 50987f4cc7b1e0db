package org.prorata.db.importing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What an import did.
 *
 * @param files the files in the order in which they were merged
 * @param routes cancellations that were filed, by what the gate answered
 * @param states the same cancellations by the state they were filed in
 * @param notes what the import had to assume, in English
 */
public record ImportReport(List<FileReport> files, SortedMap<String, Long> routes, SortedMap<String, Long> states,
        List<String> notes) {

    /** Tells whether anything in the books is different now. */
    public boolean changedAnything() {
        return this.files.stream().anyMatch(file -> file.added() + file.updated() > 0);
    }

    /** Returns the file of that name, if it took part. */
    public FileReport file(String name) {
        return this.files.stream()
            .filter(file -> file.file().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no file " + name + " in this import"));
    }

    /** Returns all of it for programs: maps, lists, texts, numbers and booleans. */
    public Map<String, Object> tree() {
        Map<String, Object> byFile = new LinkedHashMap<>();
        this.files.forEach(file -> byFile.put(file.file(), file.tree()));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("changed", changedAnything());
        tree.put("files", byFile);
        tree.put("cancellations", Map.of("by_route", this.routes, "by_state", this.states));
        tree.put("notes", this.notes);
        return tree;
    }

    /**
     * What became of the rows of one file.
     *
     * @param file its name
     * @param sha256 the hash of its bytes
     * @param added rows that are new in the books
     * @param updated rows whose content was new
     * @param unchanged rows that were in the books already
     * @param skipped rows that were left out, by the reason
     * @param ignoredColumns columns that mean nothing to us
     */
    public record FileReport(String file, String sha256, long added, long updated, long unchanged,
            SortedMap<String, Long> skipped, List<String> ignoredColumns) {

        Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("new", this.added);
            tree.put("updated", this.updated);
            tree.put("unchanged", this.unchanged);
            tree.put("skipped", this.skipped);
            tree.put("ignored_columns", this.ignoredColumns);
            tree.put("sha256", this.sha256);
            return tree;
        }

        /** Says it in one line. */
        String text() {
            long left = this.skipped.values().stream().mapToLong(Long::longValue).sum();
            return this.file + " sha256:" + this.sha256 + " new " + this.added + ", updated " + this.updated
                    + ", unchanged " + this.unchanged + ((left > 0) ? ", skipped " + left : "");
        }

    }

}
