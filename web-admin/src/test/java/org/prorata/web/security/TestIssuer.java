package org.prorata.web.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * A small identity provider that speaks OpenID Connect over HTTP: discovery, keys, and
 * the code flow with a client secret and PKCE. Whoever comes is who {@link #nowSignedIn}
 * said last. It is at {@code 127.0.0.1}, which is another site than the {@code localhost}
 * of the pages.
 */
public final class TestIssuer implements AutoCloseable {

    public static final String CLIENT_ID = "prorata-in-tests";

    public static final String CLIENT_SECRET = "only for tests: ü";

    /** Who is signed in at the provider. */
    private record Who(String subject, String login, @Nullable Instant at) {
    }

    private record Code(Who who, String redirectUri, String challenge, @Nullable String nonce) {
    }

    private final HttpServer server;

    private final RSAKey key;

    private final Map<String, Code> codes = new ConcurrentHashMap<>();

    private final List<Map<String, String>> asked = new java.util.concurrent.CopyOnWriteArrayList<>();

    private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();

    private volatile Who who = new Who("nobody", "nobody", null);

    private volatile @Nullable RSAKey forgedWith;

    private TestIssuer(HttpServer server, RSAKey key) {
        this.server = server;
        this.key = key;
    }

    public static TestIssuer started() {
        try {
            HttpServer server = HttpServer
                .create(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), 0), 0);
            TestIssuer issuer = new TestIssuer(server, newKey());
            server.createContext("/realm/.well-known/openid-configuration", issuer::discovery);
            server.createContext("/realm/keys",
                    exchange -> json(exchange, 200, new JWKSet(issuer.key.toPublicJWK()).toJSONObject()));
            server.createContext("/realm/authorize", issuer::authorize);
            server.createContext("/realm/token", issuer::token);
            server.start();
            return issuer;
        }
        catch (IOException | JOSEException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static RSAKey newKey() throws JOSEException {
        return new RSAKeyGenerator(2048).keyID("k1").algorithm(JWSAlgorithm.RS256).generate();
    }

    public String issuer() {
        return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/realm";
    }

    public String origin() {
        return issuer().replace("/realm", "");
    }

    /** Returns the settings of a server whose people sign in here. */
    public Map<String, Object> settings() {
        return Map.of("prorata.oidc.issuer", issuer(), "prorata.oidc.client-id", CLIENT_ID,
                "prorata.oidc.client-secret", CLIENT_SECRET, "prorata.oidc.password-login", "user.admin");
    }

    /** Says who is signed in, and since when; without a time its tokens do not say it. */
    public void nowSignedIn(String subject, String login, @Nullable Instant at) {
        this.who = new Who(subject, login, at);
    }

    /** From now on signs with a key that its key document does not have. */
    public void forge() {
        try {
            this.forgedWith = newKey();
        }
        catch (JOSEException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Returns the parameters of the last request for a sign-in. */
    public Map<String, String> lastAsked() {
        return this.asked.getLast();
    }

    /** Returns what clients did that OpenID Connect forbids. */
    public List<String> problems() {
        return List.copyOf(this.problems);
    }

    private void discovery(HttpExchange exchange) throws IOException {
        json(exchange, 200,
                Map.of("issuer", issuer(), "authorization_endpoint", issuer() + "/authorize", "token_endpoint",
                        issuer() + "/token", "jwks_uri", issuer() + "/keys", "response_types_supported",
                        List.of("code"), "subject_types_supported", List.of("public"),
                        "id_token_signing_alg_values_supported", List.of("RS256"), "scopes_supported",
                        List.of("openid", "profile"), "token_endpoint_auth_methods_supported",
                        List.of("client_secret_basic"), "code_challenge_methods_supported", List.of("S256")));
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
        this.asked.add(query);
        if (!CLIENT_ID.equals(query.get("client_id")) || !"code".equals(query.get("response_type"))
                || !Arrays.asList(query.getOrDefault("scope", "").split(" ")).contains("openid")
                || !"S256".equals(query.get("code_challenge_method")) || query.get("state") == null) {
            refuse(exchange, "authorize " + query);
            return;
        }
        String code = UUID.randomUUID().toString();
        this.codes.put(code,
                new Code(this.who, query.get("redirect_uri"), query.get("code_challenge"), query.get("nonce")));
        exchange.getResponseHeaders()
            .add("Location", query.get("redirect_uri") + "?code=" + code + "&state="
                    + URLEncoder.encode(query.get("state"), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = parameters(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String secret = "Basic "
                + Base64.getEncoder()
                    .encodeToString((URLEncoder.encode(CLIENT_ID, StandardCharsets.UTF_8) + ":"
                            + URLEncoder.encode(CLIENT_SECRET, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
        Code code = this.codes.remove(form.getOrDefault("code", ""));
        if (!secret.equals(exchange.getRequestHeaders().getFirst("Authorization")) || code == null
                || !code.redirectUri().equals(form.get("redirect_uri"))
                || !code.challenge().equals(challenge(form.getOrDefault("code_verifier", "")))) {
            refuse(exchange, "token " + form);
            return;
        }
        json(exchange, 200, Map.of("access_token", UUID.randomUUID().toString(), "token_type", "Bearer", "expires_in",
                300, "scope", "openid profile", "id_token", idToken(code)));
    }

    private String idToken(Code code) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer(issuer())
            .subject(code.who().subject())
            .audience(CLIENT_ID)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .claim("nonce", code.nonce())
            .claim("preferred_username", code.who().login());
        Instant at = code.who().at();
        if (at != null) {
            claims.claim("auth_time", at.getEpochSecond());
        }
        RSAKey forged = this.forgedWith;
        try {
            SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(),
                    claims.build());
            token.sign(new RSASSASigner((forged != null) ? forged : this.key));
            return token.serialize();
        }
        catch (JOSEException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private void refuse(HttpExchange exchange, String problem) throws IOException {
        this.problems.add(problem);
        json(exchange, 400, Map.of("error", "invalid_request"));
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        }
        catch (java.security.NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static Map<String, String> parameters(@Nullable String encoded) {
        return Arrays.stream(((encoded != null) ? encoded : "").split("&"))
            .filter(pair -> pair.contains("="))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                    pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static void json(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = JSONObjectUtils.toJSONString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /**
     * Returns the path and query of where it sends a browser that came from the pages.
     */
    public String visit(String authorization, java.net.http.HttpClient client) {
        try {
            var answer = client.send(java.net.http.HttpRequest.newBuilder(URI.create(authorization)).build(),
                    java.net.http.HttpResponse.BodyHandlers.ofString());
            URI back = URI.create(answer.headers().firstValue("Location").orElseThrow());
            return back.getRawPath() + "?" + back.getRawQuery();
        }
        catch (IOException ex) {
            throw new java.io.UncheckedIOException(ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public void close() {
        this.server.stop(0);
    }

}
