package org.prorata.batch.command;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.prorata.batch.bench.Benchmark;
import org.prorata.batch.bench.ReportBenchmark;
import org.prorata.db.DatabaseSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast the nightly job is. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = {
        "Measures the nightly job against the least that the database has to do and against a stock Spring Batch job, in one run.",
        "It works in scratch schemas beside the configured one and drops them at the end." })
public final class BenchCommand implements Callable<Integer> {

    @Option(names = "--cancellations", paramLabel = "N", defaultValue = "20000",
            description = "How many are due. Default: 20000.")
    int cancellations;

    @Option(names = "--job-only", description = "Measure the job alone.")
    boolean jobOnly;

    @Option(names = "--report", paramLabel = "N",
            description = "Measure reports over N credits in one cycle instead; start it with PRORATA_JAVA_OPTS=-Xmx128m.")
    @Nullable Integer report;

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() throws SQLException, IOException, InterruptedException {
        if (this.report != null && (this.report < 100 || this.report > 9_000_000)) {
            throw new IllegalArgumentException("--report is " + this.report + ", accepted: 100 to 9000000");
        }
        if (this.cancellations < 64 || this.cancellations > 5_000_000) {
            throw new IllegalArgumentException(
                    "--cancellations is " + this.cancellations + ", accepted: 64 to 5000000");
        }
        DatabaseSettings settings = DatabaseSettings.fromEnvironment(System.getenv(),
                Path.of(System.getProperty("prorata.home", ".")));
        Map<String, Object> tree;
        try (TerminalProgress progress = new TerminalProgress()) {
            tree = new LinkedHashMap<>((this.report != null)
                    ? new ReportBenchmark(settings, System.err::println).run(this.report)
                    : new Benchmark(settings, progress, System.err::println).run(this.cancellations, this.jobOnly));
        }
        tree.put("peak_heap_mib", peakHeap());
        tree.put("max_heap_mib", Runtime.getRuntime().maxMemory() >> 20);
        this.output.document(tree);
        tree.forEach((name, value) -> this.output.line(String.format("%-28s %s", name, value)));
        return Boolean.FALSE.equals(tree.get("same_credits")) ? ExitCodes.FAILED : ExitCodes.DONE;
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans()
            .stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed() >> 20)
            .sum();
    }

}
