package org.prorata.batch.command;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.support.CronExpression;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The scheduler. */
@Command(name = "serve", mixinStandardHelpOptions = true, description = {
        "Starts the nightly job by cron until it is stopped; shows health on /actuator/health and meters on /actuator/prometheus.",
        "Address and port: PRORATA_ADDRESS and PRORATA_PORT, 127.0.0.1 and 8081 by default." })
public final class ServeCommand implements Callable<Integer> {

    @Option(names = "--cron", paramLabel = "CRON",
            description = "Seconds, minutes, hours, day, month, weekday in UTC. Default: \"0 30 2 * * *\".")
    @Nullable String cron;

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Object> settings = new HashMap<>();
        if (this.cron != null) {
            if (!CronExpression.isValidExpression(this.cron)) {
                throw new IllegalArgumentException(
                        "--cron is \"" + this.cron + "\", accepted: six fields such as \"0 30 2 * * *\"");
            }
            settings.put("prorata.cron", this.cron);
        }
        if (System.getenv("PRORATA_LOG_LEVEL") == null) {
            // read when logging is set up, which is before any settings of ours
            System.setProperty("PRORATA_LOG_LEVEL", "info");
        }
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopped.countDown();
            try {
                closed.await();
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }, "stop"));
        try (Session session = Session.open(WebApplicationType.SERVLET, settings)) {
            Environment environment = session.get(Environment.class);
            String port = environment.getProperty("local.server.port", "?");
            this.output
                .document(Map.of("serving", true, "port", port, "cron", environment.getProperty("prorata.cron", "")));
            this.output.line("Serving on port " + port + "; the nightly job starts at \""
                    + environment.getProperty("prorata.cron") + "\" UTC. Stop with Ctrl-C.");
            stopped.await();
        }
        finally {
            closed.countDown();
        }
        return ExitCodes.DONE;
    }

}
