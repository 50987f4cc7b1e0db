package org.prorata.db.importing;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.db.importing.ImportReport.FileReport;
import org.prorata.db.importing.Staging.Staged;
import org.prorata.table.Problems;
import org.prorata.table.Table;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * One import from its files to the books, within one transaction: stage, check, merge,
 * file. When there are problems it stops before the books, and the transaction is for
 * rolling back.
 */
final class ImportRun {

    private static final Staged NOT_IN_THE_SET = new Staged(0, true, List.of());

    private final Staging staging;

    private final Checks checks;

    private final Merge merge;

    private final CancellationFiling filing;

    private final RepeatedLines repeatedLines;

    private final Clock clock;

    private final Problems problems;

    ImportRun(JdbcTemplate jdbc, JdbcTemplate streaming, CancellationDesk desk, Clock clock, Problems problems,
            ImportProgress progress) {
        this.staging = new Staging(jdbc, problems, progress);
        this.checks = new Checks(jdbc, streaming, problems);
        this.merge = new Merge(jdbc);
        this.filing = new CancellationFiling(jdbc, desk);
        this.repeatedLines = new RepeatedLines(jdbc);
        this.clock = clock;
        this.problems = problems;
    }

    ImportReport set(ImportSet set, SubscriptionSheet subscriptionSheet, CancellationSheet cancellationSheet)
            throws IOException {
        Staged tenants = stage(new TenantSheet(), set.tenants());
        Staged subscriptions = stage(subscriptionSheet, set.subscriptions());
        Staged charges = stage(new ChargeSheet(), set.charges());
        Staged cancellations = stage(cancellationSheet, set.cancellations());
        long known = check(set, tenants, subscriptions);
        if (!this.problems.isEmpty()) {
            return report(List.of(), List.of());
        }
        List<FileReport> files = new ArrayList<>();
        if (set.tenants() != null) {
            files.add(fileReport(set.tenants(), tenants, this.merge.tenants()));
        }
        if (set.subscriptions() != null) {
            files.add(fileReport(set.subscriptions(), subscriptions, this.merge.subscriptions()));
        }
        if (set.charges() != null) {
            files.add(fileReport(set.charges(), charges, this.merge.charges(known)));
        }
        this.merge.revisions();
        if (set.cancellations() != null) {
            files.add(fileReport(set.cancellations(), cancellations,
                    this.filing.file(CancellationSheet.FILE, this.problems)));
        }
        this.merge.keepEarlier(this.clock.instant());
        return report(files, List.of());
    }

    private long check(ImportSet set, Staged tenants, Staged subscriptions) {
        long known = 0;
        if (set.tenants() != null) {
            this.checks.tenants(TenantSheet.FILE);
        }
        if (set.subscriptions() != null) {
            this.checks.subscriptions(SubscriptionSheet.FILE, tenants.complete());
        }
        if (set.charges() != null) {
            this.checks.duplicates(ChargeSheet.FILE, "import_charge", "charge_id");
            known = this.checks.knownCharges();
            this.checks.charges(ChargeSheet.FILE, "subscription_id", "currency",
                    subscriptions.complete() ? Checks.IN_BOOKS_OR_SET : null);
            this.checks.unchangedCharges(ChargeSheet.FILE);
        }
        if (set.cancellations() != null) {
            this.checks.cancellations(CancellationSheet.FILE, subscriptions.complete());
        }
        return known;
    }

    ImportReport partnerCenter(SourceFile file) throws IOException {
        List<String> header = new Table(file.name(), file, Set.of()).header();
        PartnerCenterSheet sheet = PartnerCenterSheet.of(file.name(), header, this.problems);
        Staged staged = this.staging.stage(sheet, file);
        if (this.checks.hasDuplicates("import_charge", "charge_id")) {
            this.repeatedLines.rename();
        }
        long known = this.checks.knownCharges();
        this.checks.charges(file.name(), sheet.column("SubscriptionId"), sheet.column("Currency"), Checks.IN_BOOKS);
        this.checks.unchangedCharges(file.name());
        if (!this.problems.isEmpty()) {
            return report(List.of(), List.of());
        }
        Merge.Counts counts = this.merge.charges(known);
        this.merge.revisions();
        return report(List.of(new FileReport(file.name(), file.hash(), counts.added(), counts.updated(),
                counts.unchanged(), sheet.skipped(), staged.ignoredColumns())), sheet.notes());
    }

    private Staged stage(Sheet sheet, @Nullable SourceFile file) throws IOException {
        return (file != null) ? this.staging.stage(sheet, file) : NOT_IN_THE_SET;
    }

    private static FileReport fileReport(SourceFile file, Staged staged, Merge.Counts counts) {
        SortedMap<String, Long> nothingSkipped = Collections.unmodifiableSortedMap(new TreeMap<>());
        return new FileReport(file.name(), file.hash(), counts.added(), counts.updated(), counts.unchanged(),
                nothingSkipped, staged.ignoredColumns());
    }

    private ImportReport report(List<FileReport> files, List<String> notes) {
        return new ImportReport(List.copyOf(files), this.filing.routes(), this.filing.states(), List.copyOf(notes));
    }

}
