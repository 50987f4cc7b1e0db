package org.prorata.web.api;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.prorata.db.DatabaseSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs "prorata nightly" in a process of its own, as the scheduler of a night does. */
final class NightInAProcess {

    private static final Path BATCH = Path.of("../batch/target").toAbsolutePath().normalize();

    private NightInAProcess() {
    }

    static void run(DatabaseSettings database, LocalDate businessDate) {
        try {
            Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "night");
            Path output = home.resolve("output");
            ProcessBuilder builder = new ProcessBuilder(List.of(ProcessHandle.current().info().command().orElse("java"),
                    "-XX:TieredStopAtLevel=1", "-Dprorata.home=" + home, "-cp",
                    BATCH.resolve("classes") + File.pathSeparator
                            + Files.readString(BATCH.resolve("runtime-classpath")).strip(),
                    "org.prorata.batch.Prorata", "nightly", "--business-date", businessDate.toString()));
            builder.environment().put("PRORATA_DATABASE_URL", database.url());
            builder.environment().put("PRORATA_DATABASE_USER", database.user());
            builder.environment().put("PRORATA_DATABASE_PASSWORD", database.password());
            builder.environment().put("PRORATA_DATABASE_OWNER_USER", database.ownerUser());
            builder.environment().put("PRORATA_DATABASE_OWNER_PASSWORD", database.ownerPassword());
            Process night = builder.directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
            if (!night.waitFor(5, TimeUnit.MINUTES)) {
                night.destroyForcibly();
            }
            assertThat(night.exitValue()).as(Files.readString(output, StandardCharsets.UTF_8)).isZero();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

}
