package org.prorata.web.exports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

import org.prorata.reporting.export.Exports.Export;

/** Where the files of exports are; what bears an export's name there is whole. */
final class ExportFolder {

    private final Path folder;

    ExportFolder(Path folder) {
        this.folder = folder;
    }

    /** Returns where the file of an export is, or will be. */
    Path file(Export export) {
        return this.folder
            .resolve("export-" + export.number() + "." + export.wish().format().name().toLowerCase(Locale.ROOT));
    }

    /** Returns where a try of an export is written. */
    Path part(Export export) throws IOException {
        Files.createDirectories(this.folder);
        return this.folder.resolve("export-" + export.number() + "-" + export.attempt() + ".part");
    }

    /** Clears away what writers left that died before a moment. */
    void clear(Instant before) {
        if (!Files.isDirectory(this.folder)) {
            return;
        }
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(this.folder, "export-*.part")) {
            for (Path part : parts) {
                if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
                    Files.deleteIfExists(part);
                }
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(this.folder + " cannot be cleared", ex);
        }
    }

}
