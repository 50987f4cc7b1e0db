package org.prorata.batch.command;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.prorata.batch.machines.BucketWorker;
import org.prorata.batch.nightly.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A worker of a run that is spread over machines. */
@Command(name = "worker", mixinStandardHelpOptions = true, description = {
        "Credits buckets that \"nightly --workers remote\" hands out, until it is stopped. Start it on as many machines as you like.",
        "It needs the manager's database, policies and release, and the broker: PRORATA_BROKER_URL, _USER and _PASSWORD." })
public final class WorkerCommand implements Callable<Integer> {

    private static final long PATIENCE_SECONDS = 60;

    @Option(names = "--broker", paramLabel = "URL",
            description = "The broker, such as tcp://manager.example.com:61616. Default: PRORATA_BROKER_URL, or this machine.")
    @Nullable String broker;

    @Option(names = "--threads", paramLabel = "N", description = "Buckets at a time. Default: PRORATA_THREADS, or 4.")
    @Nullable Integer threads;

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Object> settings = new HashMap<>();
        settings.put("prorata.workers", Workers.REMOTE.name());
        if (this.broker != null) {
            settings.put("prorata.broker.url", this.broker);
        }
        if (this.threads != null) {
            settings.put("prorata.threads", this.threads);
        }
        // how many bad requests are too many is the manager's to say
        settings.put("prorata.max-bad-percent", 100);
        if (System.getenv("PRORATA_LOG_LEVEL") == null) {
            // read when logging is set up, which is before any settings of ours
            System.setProperty("PRORATA_LOG_LEVEL", "info");
        }
        CountDownLatch ended = new CountDownLatch(1);
        try (Session session = Session.open(settings)) {
            BucketWorker worker = session.get(BucketWorker.class);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                worker.stop();
                await(ended);
            }, "stop"));
            BucketWorker.Work work = worker.work(session.threads());
            this.output.document(Map.of("buckets", work.buckets(), "requests", work.requests()));
            this.output.line("Done: " + work.buckets() + " buckets with " + work.requests() + " requests.");
        }
        finally {
            ended.countDown();
        }
        return ExitCodes.DONE;
    }

    private static void await(CountDownLatch ended) {
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("prorata: the worker did not stop in time; its buckets go to other workers");
            }
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

}
