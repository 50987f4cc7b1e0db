package org.prorata.db.people;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.Times;
import org.prorata.people.PeopleRefusal;
import org.prorata.people.Person;
import org.prorata.people.Scope;
import org.prorata.proof.Sha256;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps API clients and their tokens. A client acts as a person: with that person's
 * roles, within the token's scopes, and not at all once the account is disabled.
 */
public final class ApiClients {

    /** How every token begins, so that one that leaked is recognised. */
    public static final String PREFIX = "prorata_";

    /** How long a token lives at most. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /**
     * A token as people see it; the token itself is shown once and kept nowhere.
     *
     * @param no its key
     * @param clientId which client it belongs to
     * @param clientName the client's name
     * @param personNo as whom it acts
     * @param personName that person's name
     * @param hint how it begins
     * @param scopes what it is good for
     * @param createdAt since when
     * @param expiresAt until when
     * @param revokedAt when it was revoked, if it was
     */
    public record Token(long no, String clientId, String clientName, long personNo, String personName, String hint,
            Set<Scope> scopes, Instant createdAt, Instant expiresAt, @Nullable Instant revokedAt) {

        public boolean isGoodAt(Instant now) {
            return this.revokedAt == null && now.isBefore(this.expiresAt);
        }

    }

    /** A new token, to be shown once. */
    public record NewToken(String secret, Token token) {
    }

    private static final String SELECT = """
            SELECT t.token_no, c.client_id, c.name AS client_name, c.person_no, p.name AS person_name, t.hint, t.scopes,
                   t.created_at, t.expires_at, t.revoked_at
            FROM api_token t
            JOIN api_client c ON c.client_no = t.client_no
            JOIN person p ON p.person_no = c.person_no
            """;

    private final JdbcClient jdbc;

    private final UnitOfWork work;

    private final AuditTrail audit;

    private final Clock clock;

    private final SecureRandom random = new SecureRandom();

    public ApiClients(JdbcClient jdbc, UnitOfWork work, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.work = work;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a client of a name with its first token. */
    public NewToken create(String actor, String name, Person actsAs, Set<Scope> scopes, Duration life) {
        String shown = name.strip();
        People.require(
                !shown.isEmpty() && shown.length() <= 200 && shown.codePoints().noneMatch(Character::isISOControl)
                        && !scopes.isEmpty() && life.isPositive() && life.compareTo(LONGEST) <= 0,
                PeopleRefusal.CLIENT_MALFORMED, "client " + shown.length());
        String clientId = "C-" + HexFormat.of().withUpperCase().formatHex(bytes(5));
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
        return this.work.inOneTransaction(() -> {
            Instant now = this.clock.instant();
            this.jdbc.sql("""
                    INSERT INTO api_client (client_id, name, person_no, created_at)
                    VALUES (:clientId, :name, :personNo, :now)
                    """)
                .param("clientId", clientId)
                .param("name", shown)
                .param("personNo", actsAs.no())
                .param("now", Times.column(now))
                .update();
            this.jdbc.sql("""
                    INSERT INTO api_token (client_no, token_hash, hint, scopes, created_at, expires_at)
                    SELECT client_no, :hash, :hint, :scopes, :now, :until FROM api_client WHERE client_id = :clientId
                    """)
                .param("hash", Sha256.of(secret))
                .param("hint", secret.substring(0, PREFIX.length() + 4))
                .param("scopes", scopes.stream().map(Scope::code).sorted().collect(Collectors.joining(" ")))
                .param("now", Times.column(now))
                .param("until", Times.column(now.plus(life)))
                .param("clientId", clientId)
                .update();
            this.audit.append(actor, "API_TOKEN_CREATED", clientId, shown + ", acts as " + actsAs.id() + ", scopes "
                    + scopes.stream().map(Scope::code).sorted().collect(Collectors.joining(" ")));
            return new NewToken(secret, byHash(Sha256.of(secret)).orElseThrow());
        });
    }

    /** Finds a token that is good now. */
    public Optional<Token> find(String secret) {
        Instant now = this.clock.instant();
        return byHash(Sha256.of(secret)).filter(token -> token.isGoodAt(now));
    }

    /** Returns all tokens, the newest first. */
    public List<Token> all() {
        return this.jdbc.sql(SELECT + "ORDER BY t.token_no DESC").query(ApiClients::token).list();
    }

    /** Ends a token at once; does nothing when it is ended already. */
    public void revoke(String actor, long tokenNo) {
        this.work.inOneTransaction(() -> {
            int revoked = this.jdbc
                .sql("UPDATE api_token SET revoked_at = :now WHERE token_no = :no AND revoked_at IS NULL")
                .param("now", Times.column(this.clock.instant()))
                .param("no", tokenNo)
                .update();
            if (revoked > 0) {
                Token token = this.jdbc.sql(SELECT + "WHERE t.token_no = :no")
                    .param("no", tokenNo)
                    .query(ApiClients::token)
                    .single();
                this.audit.append(actor, "API_TOKEN_REVOKED", token.clientId(), token.clientName());
            }
            return revoked;
        });
    }

    private Optional<Token> byHash(String hash) {
        return this.jdbc.sql(SELECT + "WHERE t.token_hash = :hash")
            .param("hash", hash)
            .query(ApiClients::token)
            .optional();
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        this.random.nextBytes(bytes);
        return bytes;
    }

    private static Token token(ResultSet row, int n) throws SQLException {
        Set<Scope> scopes = Arrays.stream(row.getString("scopes").split(" "))
            .flatMap(code -> Scope.of(code).stream())
            .collect(Collectors.toUnmodifiableSet());
        return new Token(row.getLong("token_no"), row.getString("client_id"), row.getString("client_name"),
                row.getLong("person_no"), row.getString("person_name"), row.getString("hint"), scopes,
                Times.instant(row, "created_at"), Times.instant(row, "expires_at"),
                Times.instantOrNull(row, "revoked_at"));
    }

}
