package org.prorata.db.callback;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.Cancellation;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.Filing;
import org.prorata.cancellation.RequestId;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.Times;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.TenantId;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where people ask to be called and supporters take it on: one supporter takes a
 * callback, notes what came of it, and may file the cancellation for the tenant, in which
 * case the supporter is the one who asked.
 */
public final class CallbackDesk {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

    private static final String SELECT = """
            SELECT c.callback_no, t.tenant_id, t.name, s.subscription_id, c.phone, c.language, c.preferred_hours, c.asked_by, c.asked_at,
                   c.state, c.taken_by, c.outcome, c.request_id
            FROM callback_request c
            JOIN tenant t ON t.tenant_no = c.tenant_no
            JOIN subscription s ON s.subscription_no = c.subscription_no
            """;

    /** What became of a step. */
    public sealed interface Step {

        /** It is done; the callback as it stands now. */
        record Done(Callback callback) implements Step {
        }

        /**
         * The cancellation was handed in.
         *
         * @param filing what became of it
         */
        record Filed(Callback callback, Filing filing) implements Step {
        }

        /** Nothing was changed: it stands elsewhere, or is in somebody else's hands. */
        record NotNow(Callback callback) implements Step {
        }

        /** Nothing was changed: the subscription has an open callback already. */
        record AskedBefore(Callback callback) implements Step {
        }

        /** Nothing was changed: there is no such callback or subscription. */
        record NotKnown() implements Step {
        }

        /** Nothing was changed: a part of it is wrong. */
        record Incomplete(String field, String accepted) implements Step {
        }

    }

    /** Some of the queue, and the number after which the next page begins. */
    public record Page(List<Callback> callbacks, @Nullable Long next) {
    }

    private final JdbcClient jdbc;

    private final CancellationDesk cancellations;

    private final AuditTrail audit;

    private final UnitOfWork work;

    private final Clock clock;

    public CallbackDesk(JdbcClient jdbc, CancellationDesk cancellations, AuditTrail audit, UnitOfWork work,
            Clock clock) {
        this.jdbc = jdbc;
        this.cancellations = cancellations;
        this.audit = audit;
        this.work = work;
        this.clock = clock;
    }

    /**
     * Asks to be called about a subscription of a tenant.
     * @param phone E.164; blanks, hyphens, dots and parentheses between the digits are
     * left out
     * @param language BCP 47 tag
     * @param preferredHours in words, up to 200 characters; may be empty
     */
    public Step ask(TenantId tenant, SubscriptionId subscription, String phone, String language, String preferredHours,
            String person) {
        String number = phone.replaceAll("[\\s().-]", "");
        if (!E164.matcher(number).matches()) {
            return new Step.Incomplete("phone", "+ and 7 to 15 digits that begin with the country code");
        }
        if (language.isBlank() || language.length() > 35
                || Locale.forLanguageTag(language).toLanguageTag().equals("und")) {
            return new Step.Incomplete("language", "a language tag such as lv or zh-TW");
        }
        if (preferredHours.length() > 200) {
            return new Step.Incomplete("preferred_hours", "up to 200 characters");
        }
        try {
            return this.work.inOneTransaction(() -> {
                int added = this.jdbc
                    .sql("""
                            INSERT INTO callback_request (tenant_no, subscription_no, phone, language, preferred_hours, asked_by, asked_at, state)
                            SELECT t.tenant_no, s.subscription_no, :phone, :language, :hours, :person, :now, 'OPEN'
                            FROM tenant t
                            JOIN subscription s ON s.tenant_no = t.tenant_no
                            WHERE t.tenant_id = :tenant AND s.subscription_id = :subscription
                            """)
                    .param("phone", number)
                    .param("language", language)
                    .param("hours", preferredHours.strip())
                    .param("person", person)
                    .param("now", Times.column(this.clock.instant()))
                    .param("tenant", tenant.value())
                    .param("subscription", subscription.value())
                    .update();
                if (added == 0) {
                    return new Step.NotKnown();
                }
                Callback callback = openOf(subscription).orElseThrow();
                this.audit.append(person, "CALLBACK_ASKED", "callback " + callback.number(),
                        "subscription " + subscription);
                return new Step.Done(callback);
            });
        }
        catch (DuplicateKeyException ex) {
            return openOf(subscription).<Step>map(Step.AskedBefore::new).orElseGet(Step.NotKnown::new);
        }
    }

    /** Takes an open callback on: of two who try at once one has it. */
    public Step take(long number, String supporter) {
        return change(number, supporter, "CALLBACK_TAKEN", "", """
                UPDATE callback_request SET state = 'TAKEN', taken_by = :person, taken_at = :now
                WHERE callback_no = :number AND state = 'OPEN'
                """);
    }

    /** Gives a callback that the supporter has taken back to the queue. */
    public Step giveBack(long number, String supporter) {
        return change(number, supporter, "CALLBACK_GIVEN_BACK", "", """
                UPDATE callback_request SET state = 'OPEN', taken_by = NULL, taken_at = NULL
                WHERE callback_no = :number AND state = 'TAKEN' AND taken_by = :person
                """);
    }

    /**
     * Notes what came of a call, by the supporter who took it.
     * @param outcome 1 to 1000 characters
     */
    public Step done(long number, String supporter, String outcome) {
        String words = outcome.strip();
        if (words.isEmpty() || words.length() > 1000) {
            return new Step.Incomplete("outcome", "1 to 1000 characters");
        }
        return change(number, supporter, "CALLBACK_DONE", words, """
                UPDATE callback_request SET state = 'DONE', outcome = :detail, closed_at = :now
                WHERE callback_no = :number AND state = 'TAKEN' AND taken_by = :person
                """);
    }

    /** Takes a callback back before somebody has called, for the tenant that asked. */
    public Step cancel(TenantId tenant, long number, String person) {
        if (find(number).filter(each -> each.tenant().equals(tenant)).isEmpty()) {
            return new Step.NotKnown();
        }
        return change(number, person, "CALLBACK_CANCELLED", "", """
                UPDATE callback_request SET state = 'CANCELLED', closed_at = :now
                WHERE callback_no = :number AND state IN ('OPEN', 'TAKEN')
                """);
    }

    /**
     * Files the cancellation for the tenant, by the supporter who took the callback and
     * who therefore never approves it. What the desk refuses leaves everything as it is.
     * @param effectiveDate the first day without service, in the tenant's time zone
     */
    public Step file(long number, String supporter, RequestId request, LocalDate effectiveDate, String reason) {
        return this.work.inOneTransaction(() -> {
            Optional<Callback> found = find(number);
            if (found.isEmpty()) {
                return new Step.NotKnown();
            }
            int mine = this.jdbc.sql("""
                    UPDATE callback_request SET request_id = :request
                    WHERE callback_no = :number AND state = 'TAKEN' AND taken_by = :person
                      AND (request_id IS NULL OR request_id = :request)
                    """).param("request", request.value()).param("number", number).param("person", supporter).update();
            if (mine == 0) {
                return new Step.NotNow(find(number).orElseThrow());
            }
            Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
            Filing filing = this.cancellations
                .file(List
                    .of(new Cancellation(request, found.get().subscription(), now, supporter, effectiveDate, reason)))
                .getFirst();
            switch (filing) {
                case Filing.Filed(var _) -> this.audit.append(supporter, "FILED_FOR_TENANT", "request " + request,
                        "callback " + number + ", tenant " + found.get().tenant());
                case Filing.Unchanged() -> {
                }
                case Filing.Refused(var _, var _, var _, var _) ->
                    this.jdbc.sql("UPDATE callback_request SET request_id = :before WHERE callback_no = :number")
                        .param("before", found.get().requestId())
                        .param("number", number)
                        .update();
            }
            return new Step.Filed(find(number).orElseThrow(), filing);
        });
    }

    private Step change(long number, String person, String action, String detail, String sql) {
        return this.work.inOneTransaction(() -> {
            int changed = this.jdbc.sql(sql)
                .param("person", person)
                .param("now", Times.column(this.clock.instant()))
                .param("detail", detail)
                .param("number", number)
                .update();
            Optional<Callback> callback = find(number);
            if (callback.isEmpty()) {
                return new Step.NotKnown();
            }
            if (changed == 0) {
                return new Step.NotNow(callback.get());
            }
            this.audit.append(person, action, "callback " + number, detail);
            return new Step.Done(callback.get());
        });
    }

    public Optional<Callback> find(long number) {
        return this.jdbc.sql(SELECT + "WHERE c.callback_no = :number")
            .param("number", number)
            .query((row, n) -> callback(row))
            .optional();
    }

    /** Returns the callback of a subscription that is not closed. */
    public Optional<Callback> openOf(SubscriptionId subscription) {
        return this.jdbc.sql(SELECT + "WHERE c.open_subscription_no IS NOT NULL AND s.subscription_id = :subscription")
            .param("subscription", subscription.value())
            .query((row, n) -> callback(row))
            .optional();
    }

    /**
     * Returns the callbacks of a state, the oldest first.
     * @param after the number that the page before ended with; 0 for the first
     */
    public Page queue(Callback.State state, long after, int size) {
        List<Callback> callbacks = this.jdbc
            .sql(SELECT + "WHERE c.state = :state AND c.callback_no > :after ORDER BY c.callback_no LIMIT :size")
            .param("state", state.name())
            .param("after", after)
            .param("size", size + 1)
            .query((row, n) -> callback(row))
            .list();
        return (callbacks.size() <= size) ? new Page(callbacks, null)
                : new Page(List.copyOf(callbacks.subList(0, size)), callbacks.get(size - 1).number());
    }

    private static Callback callback(ResultSet row) throws SQLException {
        return new Callback(row.getLong("callback_no"), TenantId.of(row.getString("tenant_id")), row.getString("name"),
                SubscriptionId.of(row.getString("subscription_id")), row.getString("phone"), row.getString("language"),
                row.getString("preferred_hours"), row.getString("asked_by"), Times.instant(row, "asked_at"),
                Callback.State.valueOf(row.getString("state")), row.getString("taken_by"), row.getString("outcome"),
                row.getString("request_id"));
    }

}
