package org.prorata.batch.command;

import java.util.ArrayList;
import java.util.List;

import org.prorata.db.importing.ImportReport;

/** Tells people what an import did. */
final class ImportView {

    private ImportView() {
    }

    static List<String> text(ImportReport report) {
        List<String> text = new ArrayList<>();
        text.add(report.changedAnything() ? "Imported:" : "Nothing has changed: all of it was in the books already.");
        for (ImportReport.FileReport file : report.files()) {
            text.add(String.format("  %-20s %,9d new %,9d updated %,9d unchanged", file.file(), file.added(),
                    file.updated(), file.unchanged()));
            file.skipped().forEach((reason, rows) -> text.add("    " + rows + " left out: " + reason));
            if (!file.ignoredColumns().isEmpty()) {
                text.add("    columns that were not known and not read: " + String.join(", ", file.ignoredColumns()));
            }
        }
        report.routes()
            .forEach((route, requests) -> text.add(String.format("  cancellations %-20s %,9d", route, requests)));
        report.notes().forEach(note -> text.add("  note: " + note));
        return text;
    }

}
