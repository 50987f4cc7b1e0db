package org.prorata.web.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.people.PersonId;
import org.prorata.people.Role;
import org.prorata.reporting.delivery.Deliveries;
import org.prorata.reporting.delivery.Deliveries.Delivery;
import org.prorata.reporting.delivery.Deliveries.Problem;
import org.prorata.reporting.delivery.Deliveries.Subscription;
import org.prorata.reporting.delivery.DeliveryFolder;
import org.prorata.reporting.language.Language;
import org.prorata.web.background.Retries;
import org.prorata.web.reports.ReportDocuments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks for new snapshots in the background of each web process and delivers them; the
 * books see to it that two processes never deliver the same. Who is no manager any more
 * gets nothing, and his subscription ends.
 */
final class SummarySender implements SmartLifecycle {

    private static final Logger LOGGER = LoggerFactory.getLogger(SummarySender.class);

    /** Longer than any delivery takes, so that none is taken twice. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private final Deliveries deliveries;

    private final ReportDocuments documents;

    private final People people;

    private final Optional<DeliveryFolder> folder;

    private final SummaryMail mail;

    private final Clock clock;

    private final Duration pause;

    private @Nullable ScheduledExecutorService scheduler;

    SummarySender(Deliveries deliveries, ReportDocuments documents, People people, Optional<DeliveryFolder> folder,
            SummaryMail mail, Clock clock, Duration pause) {
        this.deliveries = deliveries;
        this.documents = documents;
        this.people = people;
        this.folder = folder;
        this.mail = mail;
        this.clock = clock;
        this.pause = pause;
    }

    /** Delivers all that is due. */
    void sendDue() {
        this.deliveries.dispatch();
        Optional<Delivery> next = this.deliveries.take(LEASE);
        while (next.isPresent()) {
            send(next.get());
            next = Thread.currentThread().isInterrupted() ? Optional.empty() : this.deliveries.take(LEASE);
        }
    }

    private void send(Delivery delivery) {
        Subscription to = delivery.subscription();
        Optional<Person> person = this.people.find(PersonId.of(to.person()));
        if (person.filter(each -> !each.disabled() && each.has(Role.MANAGER)).isEmpty()) {
            this.deliveries.failed(delivery, Problem.NO_MANAGER, "", null);
            this.deliveries.end(to.number(), "prorata web", "no manager any more");
            return;
        }
        try (ReportDocuments.Document document = this.documents.snapshot(delivery.snapshot(), to.format(),
                Language.ofTag(to.language()).orElse(Language.EN))) {
            // two subscriptions may have the same folder
            String name = document.fileName()
                .replaceFirst("(?=\\.[a-z]+$)", "-snapshot-" + delivery.snapshot() + "-" + to.language());
            switch (to.channel()) {
                case FOLDER -> put(to.target(), name, document);
                case MAIL -> this.mail.send(delivery, document.summary(), name, document.file());
            }
            this.deliveries.sent(delivery, name, document.sha256());
        }
        catch (UndeliveredException ex) {
            LOGGER.warn("{} failed: {} {}", delivery, ex.problem(), ex.getMessage());
            failed(delivery, ex.problem(), String.valueOf(ex.getMessage()));
        }
        catch (IOException | RuntimeException ex) {
            LOGGER.warn("{} failed", delivery, ex);
            failed(delivery, Problem.OTHER,
                    (ex.getClass().getSimpleName() + ": " + ex.getMessage()).replaceAll("\\p{C}", " "));
        }
    }

    private void put(String target, String name, ReportDocuments.Document document) throws UndeliveredException {
        DeliveryFolder base = this.folder
            .orElseThrow(() -> new UndeliveredException(Problem.NO_FOLDER, "PRORATA_REPORTS_FOLDER", null));
        try {
            base.put(target, name, document.file());
        }
        catch (IOException ex) {
            throw new UndeliveredException(Problem.FOLDER, ex.getClass().getSimpleName() + ": " + ex.getMessage(), ex);
        }
    }

    private void failed(Delivery delivery, Problem problem, String detail) {
        this.deliveries.failed(delivery, problem, detail, (problem != Problem.MAY_HAVE_ARRIVED)
                ? Retries.after(delivery.attempt(), this.clock.instant()).orElse(null) : null);
    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("deliveries").factory());
        this.scheduler = started;
        ScheduledFuture<?> running = started.scheduleWithFixedDelay(this::look, this.pause.toMillis(),
                this.pause.toMillis(), TimeUnit.MILLISECONDS);
        LOGGER.debug("looking every {}: {}", this.pause, running);
    }

    private void look() {
        try {
            sendDue();
        }
        catch (RuntimeException ex) {
            // the database may be away for a while: the next look finds it all there
            LOGGER.warn("summaries cannot be delivered, trying again: {}", ex.getMessage());
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = this.scheduler;
        if (running != null) {
            running.shutdown();
            try {
                if (!running.awaitTermination(10, TimeUnit.SECONDS)) {
                    running.shutdownNow();
                }
            }
            catch (InterruptedException ex) {
                running.shutdownNow();
                Thread.currentThread().interrupt();
            }
            this.scheduler = null;
        }
    }

    @Override
    public boolean isRunning() {
        return this.scheduler != null;
    }

}
