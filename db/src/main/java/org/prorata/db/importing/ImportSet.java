package org.prorata.db.importing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.table.BadTableException;

/**
 * The files that a directory holds; at least one.
 *
 * @param tenants {@code tenants.csv}
 * @param subscriptions {@code subscriptions.csv}
 * @param charges {@code charges.csv}
 * @param cancellations {@code cancellations.csv}
 */
record ImportSet(@Nullable SourceFile tenants, @Nullable SourceFile subscriptions, @Nullable SourceFile charges,
        @Nullable SourceFile cancellations) {

    private static final List<String> NAMES = List.of(TenantSheet.FILE, SubscriptionSheet.FILE, ChargeSheet.FILE,
            CancellationSheet.FILE);

    static ImportSet in(Path directory) throws BadTableException {
        if (!Files.isDirectory(directory)) {
            throw SourceFile.refusal(directory, "is not a directory, accepted: a directory with any of " + NAMES);
        }
        if (NAMES.stream().noneMatch(name -> Files.exists(directory.resolve(name)))) {
            throw SourceFile.refusal(directory, "holds no file to import, accepted: any of " + NAMES);
        }
        return new ImportSet(find(directory, TenantSheet.FILE), find(directory, SubscriptionSheet.FILE),
                find(directory, ChargeSheet.FILE), find(directory, CancellationSheet.FILE));
    }

    private static @Nullable SourceFile find(Path directory, String name) throws BadTableException {
        Path path = directory.resolve(name);
        return Files.exists(path) ? SourceFile.of(path) : null;
    }

}
