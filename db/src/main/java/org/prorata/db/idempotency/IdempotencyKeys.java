package org.prorata.db.idempotency;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.prorata.db.Times;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Remembers for {@link #KEPT} what was answered to a key of a client. Of any number of
 * calls with one key, at once or later, one does the work and the others get its answer.
 * {@link #complete} belongs into the transaction of the work: a call whose key was taken
 * over then leaves nothing behind.
 */
public final class IdempotencyKeys {

    /** How long an answer is kept. */
    public static final Duration KEPT = Duration.ofHours(24);

    /** After how long a call that has not answered is taken for dead. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What a key says. */
    public sealed interface Begin {

        /**
         * The work is to be done.
         *
         * @param holder names this call when it completes or gives up
         */
        record Started(String holder) implements Begin {
        }

        /**
         * The work was done: this was the answer.
         *
         * @param location the address of what was made; {@code null} where there is none
         */
        record Replay(int status, @Nullable String location, String body) implements Begin {
        }

        /** The key was used for another body. */
        record OtherBody() implements Begin {
        }

        /** Another call with the key is at it. */
        record Running() implements Begin {
        }

    }

    /**
     * Says that another call has taken the key over, so that this one must not happen.
     */
    public static final class TakenOverException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TakenOverException(String key) {
            super("the call with key " + key + " took longer than " + PATIENCE + " and was taken over");
        }

    }

    private record Kept(String bodyHash, String holder, Instant begunAt, @Nullable Integer status,
            @Nullable String location, @Nullable String body) {
    }

    private final JdbcClient jdbc;

    private final TransactionTemplate alone;

    private final Clock clock;

    public IdempotencyKeys(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    /**
     * Asks what to do about a key, in a transaction of its own.
     * @param client whose key, up to 100 characters
     * @param key 1 to 255 characters
     * @param bodyHash SHA-256 of the body in hexadecimal
     */
    public Begin begin(String client, String key, String bodyHash) {
        if (key.isEmpty() || key.length() > 255) {
            throw new IllegalArgumentException("a key of " + key.length() + " characters, accepted: 1 to 255");
        }
        String holder = UUID.randomUUID().toString();
        Instant now = this.clock.instant();
        forget(client, key, now.minus(KEPT));
        try {
            this.alone.executeWithoutResult(status -> this.jdbc.sql("""
                    INSERT INTO idempotency_key (client, idempotency_key, body_hash, holder, begun_at)
                    VALUES (:client, :key, :hash, :holder, :now)
                    """)
                .param("client", client)
                .param("key", key)
                .param("hash", bodyHash)
                .param("holder", holder)
                .param("now", Times.column(now))
                .update());
            return new Begin.Started(holder);
        }
        catch (DuplicateKeyException ex) {
            return find(client, key).map(kept -> answer(client, key, bodyHash, kept, holder, now))
                .orElseGet(Begin.Running::new);
        }
    }

    private Begin answer(String client, String key, String bodyHash, Kept kept, String holder, Instant now) {
        if (!kept.bodyHash().equals(bodyHash)) {
            return new Begin.OtherBody();
        }
        Integer status = kept.status();
        String body = kept.body();
        if (status != null && body != null) {
            return new Begin.Replay(status, kept.location(), body);
        }
        if (kept.begunAt().isAfter(now.minus(PATIENCE))) {
            return new Begin.Running();
        }
        Integer takenOver = this.alone.execute(transaction -> this.jdbc.sql("""
                UPDATE idempotency_key SET holder = :holder, begun_at = :now
                WHERE client = :client AND idempotency_key = :key AND holder = :before AND status IS NULL
                """)
            .param("holder", holder)
            .param("now", Times.column(now))
            .param("client", client)
            .param("key", key)
            .param("before", kept.holder())
            .update());
        return (takenOver != null && takenOver == 1) ? new Begin.Started(holder) : new Begin.Running();
    }

    /**
     * Stores the answer, within the transaction of the work.
     * @throws TakenOverException when another call has the key now; the transaction has
     * to be rolled back
     */
    public void complete(String client, String key, String holder, int status, @Nullable String location, String body) {
        int stored = this.jdbc.sql("""
                UPDATE idempotency_key SET status = :status, location = :location, body = :body
                WHERE client = :client AND idempotency_key = :key AND holder = :holder AND status IS NULL
                """)
            .param("status", status)
            .param("location", location)
            .param("body", body)
            .param("client", client)
            .param("key", key)
            .param("holder", holder)
            .update();
        if (stored != 1) {
            throw new TakenOverException(key);
        }
    }

    /** Frees the key after work that failed and left nothing behind. */
    public void giveUp(String client, String key, String holder) {
        this.alone.executeWithoutResult(status -> this.jdbc.sql("""
                DELETE FROM idempotency_key
                WHERE client = :client AND idempotency_key = :key AND holder = :holder AND status IS NULL
                """).param("client", client).param("key", key).param("holder", holder).update());
    }

    /**
     * Forgets what is older than {@link #KEPT}.
     * @return how many keys
     */
    public int forgetOld() {
        return this.jdbc.sql("DELETE FROM idempotency_key WHERE begun_at < :before LIMIT 10000")
            .param("before", Times.column(this.clock.instant().minus(KEPT)))
            .update();
    }

    private void forget(String client, String key, Instant before) {
        this.alone.executeWithoutResult(status -> this.jdbc.sql("""
                DELETE FROM idempotency_key WHERE client = :client AND idempotency_key = :key AND begun_at < :before
                """).param("client", client).param("key", key).param("before", Times.column(before)).update());
    }

    private Optional<Kept> find(String client, String key) {
        return Optional.ofNullable(this.alone.execute(status -> this.jdbc.sql("""
                SELECT body_hash, holder, begun_at, status, location, body FROM idempotency_key
                WHERE client = :client AND idempotency_key = :key
                """).param("client", client).param("key", key).query((row, n) -> kept(row)).optional().orElse(null)));
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(row.getString("body_hash"), row.getString("holder"), Times.instant(row, "begun_at"),
                row.getObject("status", Integer.class), row.getString("location"), row.getString("body"));
    }

}
