package org.prorata.web.api;

import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.idempotency.IdempotencyKeys;
import org.prorata.proof.Sha256;
import org.prorata.web.problem.ProblemCode;
import org.prorata.web.problem.ProblemException;
import org.prorata.web.security.PersonAuthentication;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes calls that create something safe to repeat: a call with a key that was used
 * before gets the answer it got then. What was refused is not remembered, so that the
 * same key may try again.
 */
@Component
class Idempotency {

    /** The request header with the key. */
    static final String KEY = "Idempotency-Key";

    /**
     * After how many calls of this process the keys of the day before are cleared away.
     */
    private static final int CLEARING = 1000;

    /** The answer's header that says that it is an old one. */
    static final String REPLAYED = "Idempotent-Replayed";

    private final IdempotencyKeys keys;

    private final UnitOfWork work;

    private final JsonMapper json;

    private final AtomicLong calls = new AtomicLong();

    Idempotency(IdempotencyKeys keys, UnitOfWork work, JsonMapper json) {
        this.keys = keys;
        this.work = work;
        this.json = json;
    }

    /**
     * Something that was made.
     *
     * @param location its address
     * @param body what it is
     */
    record Created<T>(String location, T body) {
    }

    /**
     * Does the work once for a key, in one transaction with the note that it is done.
     * @param body what was sent
     * @param type what is answered
     */
    <T> ResponseEntity<T> once(HttpServletRequest request, String key, Object body, Class<T> type,
            Supplier<Created<T>> creation) {
        if (this.calls.incrementAndGet() % CLEARING == 0) {
            this.keys.forgetOld();
        }
        String client = client();
        String hash = Sha256.start()
            .add(request.getMethod() + " " + request.getRequestURI())
            .add(this.json.writeValueAsString(body))
            .hex();
        return switch (this.keys.begin(client, key, hash)) {
            case IdempotencyKeys.Begin.Started(String holder) -> start(client, key, holder, creation);
            case IdempotencyKeys.Begin.Replay(int status, @Nullable String location, String answer) ->
                answer(status, location).header(REPLAYED, "true").body(this.json.readValue(answer, type));
            case IdempotencyKeys.Begin.OtherBody() -> throw ProblemException.of(ProblemCode.IDEMPOTENCY_KEY_REUSED);
            case IdempotencyKeys.Begin.Running() -> throw ProblemException.of(ProblemCode.IDEMPOTENCY_KEY_RUNNING);
        };
    }

    private <T> ResponseEntity<T> start(String client, String key, String holder, Supplier<Created<T>> creation) {
        boolean done = false;
        try {
            Created<T> made = this.work.inOneTransaction(() -> {
                Created<T> created = creation.get();
                this.keys.complete(client, key, holder, 201, created.location(),
                        this.json.writeValueAsString(created.body()));
                return created;
            });
            done = true;
            return answer(201, made.location()).body(made.body());
        }
        finally {
            if (!done) {
                this.keys.giveUp(client, key, holder);
            }
        }
    }

    private static ResponseEntity.BodyBuilder answer(int status, @Nullable String location) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        return (location != null) ? answer.location(URI.create(location)) : answer;
    }

    private static String client() {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof PersonAuthentication who) {
            String client = who.clientId();
            return (client != null) ? client : who.getName();
        }
        throw new IllegalStateException("a call without a client came past the filters");
    }

}
