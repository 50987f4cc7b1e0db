package org.prorata.batch.bench;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.prorata.batch.ProrataApplication;
import org.prorata.batch.nightly.NightlyJob;
import org.prorata.batch.nightly.RunProgress;
import org.prorata.db.DatabaseSettings;
import org.prorata.policy.Policies;
import org.prorata.run.NightlyRun;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Measures, one after the other on the same server: the job, the set-based limit on one
 * and four connections, the stock job. The two jobs are run on a few requests first, so
 * that both are measured as compiled code.
 */
public final class Benchmark {

    private static final int WARM_UP = 20_000;

    private final DatabaseSettings settings;

    private final RunProgress progress;

    private final Consumer<String> notes;

    public Benchmark(DatabaseSettings settings, RunProgress progress, Consumer<String> notes) {
        this.settings = settings;
        this.progress = progress;
        this.notes = notes;
    }

    /**
     * Runs everything and returns the measurements by name, in seconds, requests per
     * second and ratios.
     */
    public Map<String, Object> run(int cancellations, boolean jobOnly) throws SQLException, InterruptedException {
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("cancellations", cancellations);
        this.notes.accept("bench: warming up");
        job(Math.min(WARM_UP, cancellations), new LinkedHashMap<>());
        if (!jobOnly) {
            stock(Math.min(WARM_UP, cancellations));
        }
        Measurement job = job(cancellations, results);
        put(results, "job", job.took(), cancellations);
        if (jobOnly) {
            return results;
        }
        Measurement one = limit(cancellations, 1);
        put(results, "limit_1_connection", one.took(), cancellations);
        Measurement four = limit(cancellations, 4);
        put(results, "limit_4_connections", four.took(), cancellations);
        Measurement stock = stock(cancellations);
        put(results, "stock", stock.took(), cancellations);
        Duration limit = (one.took().compareTo(four.took()) < 0) ? one.took() : four.took();
        results.put("job_to_limit", ratio(limit, job.took()));
        results.put("job_to_stock", ratio(stock.took(), job.took()));
        results.put("same_credits", job.digest().equals(one.digest()) && job.digest().equals(four.digest())
                && job.digest().equals(stock.digest()));
        return results;
    }

    private record Measurement(Duration took, String digest) {
    }

    private Measurement job(int cancellations, Map<String, Object> results) throws SQLException {
        this.notes.accept("bench: making books for the job");
        try (ScratchBooks books = ScratchBooks.make(this.settings, "job", cancellations);
                ConfigurableApplicationContext context = start(books)) {
            NightlyJob job = context.getBean(NightlyJob.class);
            this.notes.accept("bench: the nightly job");
            long start = System.nanoTime();
            NightlyRun run = job.run(ScratchBooks.BUSINESS_DATE, this.progress);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            results.put("credited", run.counts().credited());
            results.put("rows_inserted", books.rowsWritten());
            Map<String, Double> stages = books.stages();
            results.put("job_stages", stages);
            // the sums for reports come after the certificate: neither of the others
            // makes them
            Duration publishing = Duration.ofMillis(Math.round(1000 * stages.getOrDefault("publish", 0.0)));
            results.put("job_with_reports_seconds", took.toMillis() / 1000.0);
            return new Measurement(took.minus(publishing), books.digest());
        }
    }

    private Measurement limit(int cancellations, int connections) throws SQLException, InterruptedException {
        this.notes
            .accept("bench: set-based SQL on " + connections + ((connections == 1) ? " connection" : " connections"));
        try (ScratchBooks books = ScratchBooks.make(this.settings, "limit", cancellations)) {
            Duration took = SetBasedLimit.run(books, connections);
            return new Measurement(took, books.digest());
        }
    }

    private Measurement stock(int cancellations) throws SQLException {
        this.notes.accept("bench: a stock Spring Batch job");
        try (ScratchBooks books = ScratchBooks.make(this.settings, "stock", cancellations);
                ConfigurableApplicationContext context = start(books)) {
            Duration took = StockJob.run(books, context.getBean(JobRepository.class),
                    context.getBean(JobOperator.class), context.getBean(Policies.class));
            return new Measurement(took, books.digest());
        }
    }

    private static ConfigurableApplicationContext start(ScratchBooks books) {
        Path settlements = Path.of(System.getProperty("java.io.tmpdir"), "prorata-bench");
        return ProrataApplication.start(WebApplicationType.NONE, Map.of("prorata.settlements", settlements.toString()),
                books.settings());
    }

    private static void put(Map<String, Object> results, String name, Duration took, int cancellations) {
        results.put(name + "_seconds", Math.round(took.toMillis() / 10.0) / 100.0);
        results.put(name + "_per_second", Math.round(cancellations * 1000.0 / took.toMillis()));
    }

    private static double ratio(Duration dividend, Duration divisor) {
        return Math.round(dividend.toMillis() * 100.0 / divisor.toMillis()) / 100.0;
    }

}
