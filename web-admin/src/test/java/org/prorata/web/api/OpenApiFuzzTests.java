package org.prorata.web.api;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prorata.people.Role;
import org.prorata.web.TestWeb.Visitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads the OpenAPI document and sends every operation what it does not expect: a value
 * is missing, of another type, huge, or of letters nobody thought of. Whatever comes back
 * is a status that the document names for the operation, and below 500; what is no
 * success is a problem document.
 */
@Tag("database")
class OpenApiFuzzTests {

    private static final ApiWorld WORLD = ApiWorld.shared();

    private static final Logger LOGGER = LoggerFactory.getLogger(OpenApiFuzzTests.class);

    private static final int ROUNDS = Integer.getInteger("prorata.fuzz.rounds", 40);

    private static final JsonNode DOCUMENT = ApiWorld.json(WORLD.as(Role.AUDITOR).get("/api/v1/openapi.json"));

    private static final List<String> NASTY = List.of("", " ", "0", "-1", "9223372036854775807",
            "99999999999999999999999", "1e308", "NaN", "null", "true", "[]", "{}", "'", "\"", "\\", "' OR '1'='1", "%",
            "_", "../../etc/passwd", "<script>alert(1)</script>", "${jndi:ldap://x}", "#{7*7}", "a\r\nSet-Cookie: a=b",
            "2026-02-30", "2026-13-01", "0000-00-00", "9999-12-31", "+999999999-12-31", "2026-01-31", "\u0000",
            "\u0007\u001b[31m", "\ud800", "\ufeff", "\u202e\u2028\u2029", "😀".repeat(20), "Ā̂̃̄̅", "漢字",
            "x".repeat(65), "x".repeat(256), "é".repeat(600), "S-1 ", "OPEN", "open", "*");

    private static final List<String> SUBSCRIPTIONS = Stream.of(2, 5, 30, 60, 3, 4, 40)
        .map(licences -> WORLD.sell("T-NORD", licences))
        .toList();

    private static final List<String> REQUESTS = SUBSCRIPTIONS.stream()
        .limit(4)
        .map(subscription -> ApiWorld
            .json(WORLD.as(Role.TENANT_ADMIN)
                .send("POST", "/api/v1/cancellations",
                        "{\"subscription_id\":\"" + subscription + "\",\"effective_date\":\""
                                + ApiWorld.today().plusDays(2) + "\"}",
                        "Idempotency-Key", ApiWorld.key()))
            .path("request_id")
            .asString())
        .toList();

    record Call(String method, String path, JsonNode operation) {

        @Override
        public String toString() {
            return this.method + " " + this.path;
        }

    }

    static Stream<Call> operations() {
        List<Call> calls = new ArrayList<>();
        DOCUMENT.path("paths")
            .properties()
            .forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> calls.add(new Call(operation.getKey().toUpperCase(java.util.Locale.ROOT),
                        path.getKey(), operation.getValue()))));
        return calls.stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whateverIsSentIsAnsweredAsDocumented(Call call) {
        Random random = new Random(call.toString().hashCode());
        List<Visitor> all = Stream.of(Role.values()).map(WORLD::as).toList();
        List<Visitor> allowed = all.stream()
            .filter(each -> each.call(call.method(), call.path().replaceAll("\\{[^}]+}", "0")).statusCode() != 403)
            .toList();
        assertThat(allowed).isNotEmpty();
        Map<Integer, Integer> seen = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<Visitor> clients = (random.nextInt(10) == 0) ? all : allowed;
            Visitor client = clients.get(random.nextInt(clients.size()));
            // a third of the calls is as the document wants it
            boolean proper = round % 3 == 0;
            // headers hold printable letters only: others do not leave this side
            List<String> headers = new ArrayList<>();
            StringBuilder path = new StringBuilder(call.path());
            Map<String, String> query = new LinkedHashMap<>();
            call.operation().path("parameters").forEach(parameter -> {
                String name = parameter.path("name").asString();
                String value = value(random, proper, name, parameter.path("schema"));
                switch (parameter.path("in").asString()) {
                    case "path" -> {
                        int at = path.indexOf("{" + name + "}");
                        path.replace(at, at + name.length() + 2, encode(value.isEmpty() ? "%" : value));
                    }
                    case "query" -> {
                        if (proper ? !name.equals("cursor") : random.nextInt(3) > 0) {
                            query.put(name, value);
                        }
                    }
                    default -> {
                        String printable = value.replaceAll("[^ -~]", "?");
                        if (proper || random.nextInt(4) > 0) {
                            headers.addAll(List.of(name, printable));
                        }
                    }
                }
            });
            if (!proper && random.nextInt(10) == 0) {
                query.put(NASTY.get(random.nextInt(NASTY.size())), "x");
            }
            StringBuilder address = new StringBuilder(path);
            query.forEach((name, value) -> address.append((address.indexOf("?") < 0) ? '?' : '&')
                .append(encode(name))
                .append('=')
                .append(encode(value)));
            if (random.nextInt(15) == 0) {
                headers.addAll(List.of("Accept", "text/html"));
            }
            HttpResponse<String> answer = call.operation().has("requestBody")
                    ? client.send(call.method(), address.toString(), body(random, proper, call),
                            headers.toArray(String[]::new))
                    : client.call(call.method(), address.toString(), headers.toArray(String[]::new));
            String what = call + " as " + address + ": " + answer.statusCode() + " " + answer.body();
            int status = answer.statusCode();
            seen.merge(status, 1, Integer::sum);
            assertThat(status).as(what).isLessThan(500);
            assertThat(call.operation().path("responses").has(Integer.toString(status))).as(what).isTrue();
            if (status >= 400) {
                assertThat(answer.headers().firstValue("Content-Type").orElse("")).as(what)
                    .startsWith("application/problem+json");
                assertThat(ApiWorld.json(answer).path("status").asInt()).as(what).isEqualTo(status);
                assertThat(ApiWorld.json(answer).path("code").asString()).as(what).isNotEmpty();
            }
        }
        assertThat(seen.keySet()).as("only refused: " + call)
            .anyMatch(status -> status < 300 || status == 404 || status == 412);
        LOGGER.info("{} {}", call, seen);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String value(Random random, boolean proper, String name, JsonNode schema) {
        return (proper || random.nextInt(2) == 0) ? expected(random, name, schema)
                : NASTY.get(random.nextInt(NASTY.size()));
    }

    private static String expected(Random random, String name, JsonNode schema) {
        if (schema.has("enum")) {
            return schema.path("enum").path(random.nextInt(schema.path("enum").size())).asString();
        }
        if (schema.path("format").asString("").equals("date")) {
            return ApiWorld.today().plusDays(random.nextInt(5)).toString();
        }
        if (schema.path("type").asString("").equals("integer")) {
            return Integer.toString(1 + random.nextInt(50));
        }
        return switch (name) {
            case "subscription_id" -> SUBSCRIPTIONS.get(random.nextInt(SUBSCRIPTIONS.size()));
            case "request_id" -> REQUESTS.get(random.nextInt(REQUESTS.size()));
            case "tenant_id" -> "T-NORD";
            case "country" -> "SE";
            case "currency" -> "EUR";
            case "words" -> "because it is so";
            case "min_refund" -> "1.50";
            case "Idempotency-Key" -> "key-" + random.nextInt(5);
            case "If-Match" -> "\"v1." + "0".repeat(64) + "\"";
            case "phone" -> "+37167000000";
            case "language" -> "lv";
            default -> "word";
        };
    }

    private static String body(Random random, boolean proper, Call call) {
        switch (proper ? 2 : random.nextInt(12)) {
            case 0 -> {
                return "";
            }
            case 1 -> {
                return List
                    .of("{", "[]", "null", "7", "\"x\"", "{\"a\":1}", "{} {}", "[".repeat(2_000), "\ufeff{}",
                            "{\"reason\":\"" + "y".repeat(80_000) + "\"}")
                    .get(random.nextInt(10));
            }
            default -> {
                // a body that begins like the right one
            }
        }
        JsonNode schema = call.operation().path("requestBody").path("content").path("application/json").path("schema");
        String name = schema.path("$ref").asString("").replaceFirst(".*/", "");
        ObjectNode body = ApiWorld.JSON.createObjectNode();
        DOCUMENT.path("components").path("schemas").path(name).path("properties").properties().forEach(property -> {
            switch (proper ? 7 : random.nextInt(8)) {
                case 0 -> {
                    // left out
                }
                case 1 -> body.putNull(property.getKey());
                case 2 -> body.put(property.getKey(), random.nextLong());
                case 3 -> body.putArray(property.getKey()).add(random.nextInt());
                case 4 -> body.putObject(property.getKey()).put("x", true);
                default -> body.put(property.getKey(), value(random, proper, property.getKey(), property.getValue()));
            }
        });
        return body.toString();
    }

}
