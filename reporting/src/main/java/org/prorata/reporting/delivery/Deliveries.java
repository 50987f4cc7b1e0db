package org.prorata.reporting.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.Times;
import org.prorata.reporting.document.Format;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/**
 * Who gets the snapshots of cycles, and what became of each. A snapshot is delivered at
 * most once to each subscription: one whose sender died is sent again only into a folder,
 * where it takes the place of itself; a mail may have left, and waits for somebody to say
 * so.
 */
public final class Deliveries {

    /** How many subscriptions one person may have. */
    public static final int MOST_OF_A_PERSON = 10;

    /** Where something is delivered to. */
    public enum Channel {

        FOLDER, MAIL

    }

    /** How far a delivery is. */
    public enum State {

        PENDING, SENDING, SENT, FAILED

    }

    /** Why a try failed. */
    public enum Problem {

        /** Who gets it is no manager any more. */
        NO_MANAGER,

        /** The subscription has ended. */
        ENDED,

        /** This installation delivers into no folder. */
        NO_FOLDER,

        /** The folder cannot be written. */
        FOLDER,

        /** This installation sends no mail. */
        NO_MAIL,

        /** No mail goes to that address. */
        ADDRESS,

        /** The mail server cannot be reached, or refused it. */
        MAIL,

        /** Nobody knows whether it has left: it is not tried again by itself. */
        MAY_HAVE_ARRIVED,

        /** Anything else: the detail says it. */
        OTHER

    }

    /**
     * Somebody's wish to have each snapshot of a cycle.
     *
     * @param number its name
     * @param person the id of who gets it
     * @param language the tag of the language of its texts
     * @param target the name of a folder, or a mail address
     * @param endedAt null while it is wanted
     */
    public record Subscription(long number, String person, Format format, String language, Channel channel,
            String target, Instant createdAt, @Nullable Instant endedAt) {
    }

    /** What became of a wish. */
    public sealed interface Subscribed {

        record Done(Subscription subscription) implements Subscribed {
        }

        /** The same person gets the same there already. */
        record Already(Subscription subscription) implements Subscribed {
        }

        /** The person has {@link #MOST_OF_A_PERSON}. */
        record TooMany() implements Subscribed {
        }

    }

    /**
     * A snapshot on its way to a subscription.
     *
     * @param attempt which try this is, from 1; 0 before the first
     * @param month the cycle of the snapshot
     * @param again when it is tried next; null when it is not
     * @param problem of the last try; null without one
     * @param detail what the system or the other side said about it, in its own words;
     * empty where it said nothing
     * @param fileName what was sent; null until then
     * @param sentAt null until then
     */
    public record Delivery(long number, Subscription subscription, long snapshot, YearMonth month, State state,
            int attempt, @Nullable Instant again, @Nullable Problem problem, String detail, @Nullable String fileName,
            @Nullable Instant sentAt) {
    }

    private static final String SUBSCRIPTION = """
            s.subscription_no, s.person_id, s.format, s.language, s.channel, s.target, s.created_at, s.ended_at
            """;

    private static final String DELIVERY = """
            SELECT d.delivery_no, d.snapshot_no, n.month, d.state, d.attempts, d.next_attempt_at, d.problem, d.detail, d.file_name, d.sent_at,
                   %s
            FROM report_delivery d
            JOIN report_subscription s ON s.subscription_no = d.subscription_no
            JOIN report_snapshot n ON n.snapshot_no = d.snapshot_no
            """
        .formatted(SUBSCRIPTION);

    private final JdbcClient jdbc;

    private final UnitOfWork work;

    private final AuditTrail audit;

    private final Clock clock;

    public Deliveries(JdbcClient jdbc, UnitOfWork work, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.work = work;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Has every snapshot delivered that is published from now on.
     * @param person the id of who asks, who has an account
     */
    public Subscribed subscribe(String person, Format format, String language, Channel channel, String target) {
        return this.work.inOneTransaction(() -> {
            // one wish of a person at a time, or the limit would not hold
            this.jdbc.sql("SELECT person_no FROM person WHERE person_id = :person FOR UPDATE")
                .param("person", person)
                .query(Long.class)
                .single();
            List<Subscription> own = of(person);
            Optional<Subscription> same = own.stream()
                .filter(each -> each.format() == format && each.language().equals(language) && each.channel() == channel
                        && each.target().equals(target))
                .findFirst();
            if (same.isPresent()) {
                return new Subscribed.Already(same.get());
            }
            if (own.size() >= MOST_OF_A_PERSON) {
                return new Subscribed.TooMany();
            }
            GeneratedKeyHolder key = new GeneratedKeyHolder();
            this.jdbc
                .sql("""
                        INSERT INTO report_subscription (person_id, format, language, channel, target, after_snapshot_no, created_at)
                        SELECT :person, :format, :language, :channel, :target, COALESCE(MAX(snapshot_no), 0), :now
                        FROM report_snapshot
                        """)
                .param("person", person)
                .param("format", format.name())
                .param("language", language)
                .param("channel", channel.name())
                .param("target", target)
                .param("now", Times.column(this.clock.instant()))
                .update(key);
            long number = Objects.requireNonNull(key.getKey(), "the database gave the subscription no number")
                .longValue();
            this.audit.append(person, "REPORT_SUBSCRIBED", "report subscription " + number,
                    format + " " + language + " " + channel + " " + target);
            return new Subscribed.Done(find(number).orElseThrow());
        });
    }

    /** Returns the subscriptions of a person that go on, the oldest first. */
    public List<Subscription> of(String person) {
        return this.jdbc.sql("SELECT " + SUBSCRIPTION + """
                FROM report_subscription s WHERE s.person_id = :person AND s.ended_at IS NULL ORDER BY s.subscription_no
                """).param("person", person).query((row, n) -> subscription(row)).list();
    }

    public Optional<Subscription> find(long number) {
        return this.jdbc.sql("SELECT " + SUBSCRIPTION + "FROM report_subscription s WHERE s.subscription_no = :number")
            .param("number", number)
            .query((row, n) -> subscription(row))
            .optional();
    }

    /**
     * Ends a subscription; what is on its way is not sent any more.
     * @param by who ends it
     * @param why empty where it is a person's wish
     * @return false when it had ended
     */
    public boolean end(long number, String by, String why) {
        return this.work.inOneTransaction(() -> {
            boolean ended = this.jdbc.sql(
                    "UPDATE report_subscription SET ended_at = :now WHERE subscription_no = :number AND ended_at IS NULL")
                .param("now", Times.column(this.clock.instant()))
                .param("number", number)
                .update() == 1;
            if (ended) {
                this.jdbc
                    .sql("""
                            UPDATE report_delivery SET state = 'FAILED', next_attempt_at = NULL, problem = 'ENDED', detail = ''
                            WHERE subscription_no = :number AND state = 'PENDING'
                            """)
                    .param("number", number)
                    .update();
                this.audit.append(by, "REPORT_SUBSCRIPTION_ENDED", "report subscription " + number, why);
            }
            return ended;
        });
    }

    /**
     * Addresses each snapshot of a cycle to every subscription that is older than it.
     * @return how many deliveries came of it
     */
    public int dispatch() {
        return this.jdbc.sql("""
                INSERT IGNORE INTO report_delivery (subscription_no, snapshot_no, state, next_attempt_at)
                SELECT s.subscription_no, n.snapshot_no, 'PENDING', :now
                FROM report_subscription s
                JOIN report_snapshot n ON n.snapshot_no > s.after_snapshot_no AND n.period_view = 'CYCLE'
                WHERE s.ended_at IS NULL
                  AND NOT EXISTS (SELECT 1 FROM report_delivery d
                                  WHERE d.subscription_no = s.subscription_no AND d.snapshot_no = n.snapshot_no)
                ORDER BY n.snapshot_no, s.subscription_no
                """).param("now", Times.column(this.clock.instant())).update();
    }

    /**
     * Takes the delivery that is due the longest.
     * @param lease how long the sender may take; later he counts as dead
     */
    public Optional<Delivery> take(Duration lease) {
        return this.work.inOneTransaction(() -> {
            Instant now = this.clock.instant();
            abandon(now);
            Optional<Long> next = this.jdbc.sql("""
                    SELECT delivery_no FROM report_delivery WHERE state = 'PENDING' AND next_attempt_at <= :now
                    ORDER BY next_attempt_at, delivery_no LIMIT 1
                    FOR UPDATE SKIP LOCKED
                    """).param("now", Times.column(now)).query(Long.class).optional();
            next.ifPresent(number -> this.jdbc.sql("""
                    UPDATE report_delivery SET state = 'SENDING', attempts = attempts + 1, next_attempt_at = :until
                    WHERE delivery_no = :number
                    """).param("until", Times.column(now.plus(lease))).param("number", number).update());
            return next.flatMap(this::delivery);
        });
    }

    /** Decides what becomes of deliveries whose sender died. */
    private void abandon(Instant now) {
        this.jdbc.sql("""
                UPDATE report_delivery d JOIN report_subscription s ON s.subscription_no = d.subscription_no
                SET d.state = 'PENDING', d.next_attempt_at = :now
                WHERE d.state = 'SENDING' AND d.next_attempt_at < :now AND s.channel = 'FOLDER' AND s.ended_at IS NULL
                """).param("now", Times.column(now)).update();
        this.jdbc.sql("""
                UPDATE report_delivery SET state = 'FAILED', next_attempt_at = NULL,
                    problem = 'MAY_HAVE_ARRIVED', detail = ''
                WHERE state = 'SENDING' AND next_attempt_at < :now
                """).param("now", Times.column(now)).update();
    }

    public Optional<Delivery> delivery(long number) {
        return this.jdbc.sql(DELIVERY + "WHERE d.delivery_no = :number")
            .param("number", number)
            .query((row, n) -> delivery(row))
            .optional();
    }

    /** Returns the latest deliveries to a person, the latest first. */
    public List<Delivery> log(String person, int most) {
        return this.jdbc.sql(DELIVERY + "WHERE s.person_id = :person ORDER BY d.delivery_no DESC LIMIT :most")
            .param("person", person)
            .param("most", most)
            .query((row, n) -> delivery(row))
            .list();
    }

    /** Notes that a delivery has left. */
    public void sent(Delivery taken, String fileName, String sha256) {
        this.work.inOneTransaction(() -> {
            int changed = this.jdbc
                .sql("""
                        UPDATE report_delivery SET state = 'SENT', next_attempt_at = NULL, problem = NULL, detail = '', file_name = :file,
                            sha256 = :sha256, sent_at = :now
                        WHERE delivery_no = :number AND attempts = :attempt AND state IN ('SENDING', 'FAILED')
                        """)
                .param("file", fileName)
                .param("sha256", sha256)
                .param("now", Times.column(this.clock.instant()))
                .param("number", taken.number())
                .param("attempt", taken.attempt())
                .update();
            if (changed == 1) {
                Subscription to = taken.subscription();
                this.audit.append(to.person(), "REPORT_DELIVERED", "snapshot " + taken.snapshot(),
                        fileName + " sha256:" + sha256 + " " + to.channel() + " " + to.target());
            }
            return changed;
        });
    }

    /**
     * Notes that a try failed and nothing has left.
     * @param detail what the system or the other side said; cut at 500 characters
     * @param again when to try again; null to give it up
     */
    public void failed(Delivery taken, Problem problem, String detail, @Nullable Instant again) {
        this.jdbc
            .sql("""
                    UPDATE report_delivery SET state = :state, next_attempt_at = :again, problem = :problem, detail = :detail
                    WHERE delivery_no = :number AND attempts = :attempt AND state = 'SENDING'
                    """)
            .param("state", (again != null) ? "PENDING" : "FAILED")
            .param("again", (again != null) ? Times.column(again) : null)
            .param("problem", problem.name())
            .param("detail", (detail.length() > 500) ? detail.substring(0, 500) : detail)
            .param("number", taken.number())
            .param("attempt", taken.attempt())
            .update();
    }

    /**
     * Has a delivery that was given up tried again, by the one it goes to.
     * @return false when it is not given up, or its subscription has ended
     */
    public boolean sendAgain(long delivery, String person) {
        return this.work.inOneTransaction(() -> {
            boolean changed = this.jdbc
                .sql("""
                        UPDATE report_delivery d JOIN report_subscription s ON s.subscription_no = d.subscription_no
                        SET d.state = 'PENDING', d.next_attempt_at = :now
                        WHERE d.delivery_no = :number AND d.state = 'FAILED' AND s.person_id = :person AND s.ended_at IS NULL
                        """)
                .param("now", Times.column(this.clock.instant()))
                .param("number", delivery)
                .param("person", person)
                .update() == 1;
            if (changed) {
                this.audit.append(person, "REPORT_SENT_AGAIN", "report delivery " + delivery, "");
            }
            return changed;
        });
    }

    private static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(row.getLong("subscription_no"), row.getString("person_id"),
                Format.valueOf(row.getString("format")), row.getString("language"),
                Channel.valueOf(row.getString("channel")), row.getString("target"), Times.instant(row, "created_at"),
                Times.instantOrNull(row, "ended_at"));
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        String problem = row.getString("problem");
        return new Delivery(row.getLong("delivery_no"), subscription(row), row.getLong("snapshot_no"),
                YearMonth.parse(row.getString("month")), State.valueOf(row.getString("state")), row.getInt("attempts"),
                Times.instantOrNull(row, "next_attempt_at"), (problem != null) ? Problem.valueOf(problem) : null,
                row.getString("detail"), row.getString("file_name"), Times.instantOrNull(row, "sent_at"));
    }

}
