package org.prorata.web.security;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.people.ApiClients;
import org.prorata.db.people.Logins;
import org.prorata.db.people.People;
import org.prorata.people.Scope;
import org.prorata.web.WebProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.session.autoconfigure.DefaultCookieSerializerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.security.SpringSessionBackedSessionRegistry;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Wires who may do what, and refuses the rest: one chain for assets, one without sessions
 * for the API, one with sessions for the pages, one for the management port. Paths and
 * roles come from {@link Area}, paths and scopes of the API from {@link ApiPath};
 * services ask again with {@code @PreAuthorize}.
 */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
@EnableScheduling
class SecurityConfiguration {

    /** The name of the one identity provider, as it is in addresses. */
    static final String PROVIDER = "provider";

    private static final Logger LOG = LoggerFactory.getLogger(SecurityConfiguration.class);

    private static final String PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
            + "interest-cohort=()";

    @Bean
    @Order(0)
    SecurityFilterChain managementChain(HttpSecurity http) {
        // reachable on the management port only, which is on loopback
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
            .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
            .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
            .requestCache(cache -> cache.disable())
            .build();
    }

    @Bean
    @Order(1)
    SecurityFilterChain assetsChain(HttpSecurity http, WebProperties properties) {
        return http.securityMatcher("/assets/**", "/webjars/**", "/favicon.ico")
            .headers(headers -> headers(headers, properties))
            .authorizeHttpRequests(
                    requests -> requests.requestMatchers(HttpMethod.GET).permitAll().anyRequest().denyAll())
            .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
            .requestCache(cache -> cache.disable())
            .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain apiChain(HttpSecurity http, ApiClients clients, People people, Refusals refusals,
            WebProperties properties) {
        return http.securityMatcher("/api/**")
            .headers(headers -> headers(headers, properties))
            .csrf(csrf -> csrf.disable())
            .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
            .requestCache(cache -> cache.disable())
            .logout(logout -> logout.disable())
            .addFilterBefore(new ApiTokenFilter(clients, people, new RateLimits(properties.web().callsPerMinute())),
                    UsernamePasswordAuthenticationFilter.class)
            .exceptionHandling(errors -> errors.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
            .authorizeHttpRequests(requests -> {
                requests.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
                requests.requestMatchers(HttpMethod.GET, "/api/v1/openapi.json", "/api/v1/openapi.json.yaml")
                    .authenticated();
                for (ApiPath path : ApiPath.values()) {
                    requests.requestMatchers(path.method(), path.pattern())
                        .access(AuthorizationManagers.allOf(
                                AuthorityAuthorizationManager.hasAuthority("SCOPE_" + path.scope().code()),
                                AuthorityAuthorizationManager.hasAnyRole(path.roles())));
                }
                requests.anyRequest().denyAll();
            })
            .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pagesChain(HttpSecurity http, People people, Clock clock, Refusals refusals,
            RateLimits loginLimits, AuthenticationManager passwords, ProviderLogin providerLogin,
            WebProperties properties, ObjectProvider<ClientRegistrationRepository> registrations,
            FindByIndexNameSessionRepository<?> sessionRepository) {
        // as the parent: as the manager itself it would shut out the identity provider
        http.getSharedObject(AuthenticationManagerBuilder.class).parentAuthenticationManager(passwords);
        http.headers(headers -> headers(headers, properties))
            .addFilterAfter(new PersonFilter(people, properties.oidc(), clock), SecurityContextHolderFilter.class)
            .addFilterBefore(new LoginRateFilter(loginLimits), UsernamePasswordAuthenticationFilter.class)
            .requestCache(cache -> cache.requestCache(pagesOnly()))
            .exceptionHandling(errors -> errors.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
            .formLogin(form -> form.loginPage("/login").failureUrl("/login?refused").permitAll())
            .logout(logout -> logout.logoutSuccessUrl("/login?goodbye").deleteCookies(cookieName(properties, false)))
            .sessionManagement(sessions -> sessions.maximumSessions(2)
                .sessionRegistry(new SpringSessionBackedSessionRegistry<>(sessionRepository))
                .expiredUrl("/login?elsewhere"))
            .authorizeHttpRequests(requests -> {
                requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD).permitAll();
                requests.requestMatchers("/login").permitAll();
                requests.requestMatchers(HttpMethod.POST, "/preferences/*").permitAll();
                requests.requestMatchers("/", "/profile", "/profile/**", "/confirm").authenticated();
                for (Area area : Area.values()) {
                    requests.requestMatchers(HttpMethod.GET, area.path(), area.path() + "/**")
                        .hasAnyRole(area.readers());
                    requests.requestMatchers(area.path(), area.path() + "/**").hasAnyRole(area.writers());
                }
                requests.anyRequest().denyAll();
            });
        if (properties.oidc().isOn()) {
            ClientRegistrationRepository provider = registrations.getObject();
            http.oauth2Login(login -> login.loginPage("/login")
                .failureHandler(SecurityConfiguration::providerFailed)
                .clientRegistrationRepository(provider)
                .authorizedClientRepository(new ForgottenTokens())
                .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(askAgain(provider)))
                .userInfoEndpoint(endpoint -> endpoint.oidcUserService(providerLogin))
                .withObjectPostProcessor(providerDown()));
        }
        return http.build();
    }

    /**
     * What the firewall rejects reaches no chain, and its error page needs the headers
     * too.
     */
    @Bean
    RequestRejectedHandler rejectedAddresses(WebProperties properties) {
        Map<String, String> headers = Map.of("Content-Security-Policy", contentSecurityPolicy(properties.oidc()),
                "X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY", "Referrer-Policy", "same-origin",
                "Permissions-Policy", PERMISSIONS_POLICY, "Cross-Origin-Opener-Policy", "same-origin",
                "Cross-Origin-Resource-Policy", "same-origin", "Cache-Control", "no-store");
        return (request, response, rejected) -> {
            headers.forEach(response::setHeader);
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        };
    }

    @Bean
    Refusals refusals(AuditTrail audit, UnitOfWork work) {
        return new Refusals(audit, work);
    }

    @Bean
    RateLimits loginLimits(WebProperties properties) {
        return new RateLimits(properties.web().loginsPerMinute());
    }

    @Bean
    AuthenticationManager passwordLogins(Logins logins, WebProperties properties, Clock clock) {
        return new ProviderManager(List.of(new PasswordLogin(logins, properties.oidc(), clock)));
    }

    @Bean
    ProviderLogin providerLogin(People people, AuditTrail audit, UnitOfWork work, WebProperties properties) {
        return new ProviderLogin(people, audit, work, properties.oidc());
    }

    @Bean
    Confirmation confirmation(Logins logins, RateLimits loginLimits, WebProperties properties, Clock clock) {
        return new Confirmation(logins, loginLimits, properties.oidc(), clock);
    }

    @Bean
    Sessions sessions(FindByIndexNameSessionRepository<?> repository) {
        return new Sessions(repository);
    }

    /**
     * A session is read and written by single statements: a transaction around each of
     * them would ask the server four times instead of once, at every page. What half a
     * sign-in leaves behind is a session of nobody.
     */
    @Bean(defaultCandidate = false)
    @Qualifier("springSessionTransactionOperations")
    TransactionOperations springSessionTransactionOperations() {
        return TransactionOperations.withoutTransaction();
    }

    @Bean
    ExpiredSessions expiredSessions(JdbcClient jdbc, Clock clock) {
        return new ExpiredSessions(jdbc, clock);
    }

    /** The provider is asked for its addresses when somebody first signs in with it. */
    @Bean
    @ConditionalOnProperty("prorata.oidc.issuer")
    ClientRegistrationRepository clientRegistrations(WebProperties properties) {
        WebProperties.Oidc oidc = properties.oidc();
        return new SupplierClientRegistrationRepository(() -> {
            ClientRegistration registration = ClientRegistrations
                .fromIssuerLocation(java.util.Objects.requireNonNull(oidc.issuer()))
                .registrationId(PROVIDER)
                .clientId(oidc.clientId())
                .clientSecret(oidc.clientSecret())
                .scope("openid", "profile")
                .build();
            return new org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository(
                    registration);
        });
    }

    @Bean
    DefaultCookieSerializerCustomizer sessionCookie(WebProperties properties, Environment environment) {
        boolean tls = properties.web().tls() || environment.containsProperty("server.ssl.bundle");
        return (DefaultCookieSerializer cookie) -> {
            cookie.setCookieName(cookieName(properties, tls));
            cookie.setUseHttpOnlyCookie(true);
            cookie.setUseSecureCookie(tls);
            cookie.setCookiePath("/");
            // coming back from the provider is a request from another site
            cookie.setSameSite(properties.oidc().isOn() ? "Lax" : "Strict");
        };
    }

    private static String cookieName(WebProperties properties, boolean tls) {
        return (tls || properties.web().tls()) ? "__Host-SESSION" : "SESSION";
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers, WebProperties properties) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(contentSecurityPolicy(properties.oidc())))
            // with TLS in front this server sees plain requests
            .httpStrictTransportSecurity(
                    transport -> transport.requestMatcher(request -> properties.web().tls() || request.isSecure()))
            .frameOptions(frames -> frames.deny())
            .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
            .permissionsPolicyHeader(permissions -> permissions.policy(PERMISSIONS_POLICY))
            .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
            .crossOriginResourcePolicy(resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN));
    }

    private static String contentSecurityPolicy(WebProperties.Oidc oidc) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                + "connect-src 'self'; form-action 'self'" + (oidc.isOn() ? " " + origin(oidc) : "")
                + "; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";
    }

    /**
     * Where a form may lead in the end: a browser follows redirects of a form only there.
     */
    private static String origin(WebProperties.Oidc oidc) {
        URI issuer = URI.create(java.util.Objects.requireNonNull(oidc.issuer()).strip());
        if (issuer.getScheme() == null || !issuer.getScheme().matches("https?") || issuer.getHost() == null) {
            throw new IllegalArgumentException("PRORATA_OIDC_ISSUER is \"" + issuer
                    + "\", accepted: a URL such as https://login.example.com/realm");
        }
        return issuer.getScheme() + "://" + issuer.getHost() + ((issuer.getPort() < 0) ? "" : ":" + issuer.getPort());
    }

    /** Only a page that was asked for is a place to come back to after signing in. */
    private static HttpSessionRequestCache pagesOnly() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        PathPatternRequestMatcher gets = PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/**");
        cache.setRequestMatcher(request -> gets.matches(request) && !Refusals.isPieceOfAPage(request)
                && accepts(request.getHeader("Accept")) && !request.getServletPath().equals("/error"));
        return cache;
    }

    private static boolean accepts(@Nullable String accept) {
        return accept != null && accept.contains("text/html");
    }

    /** Shows the login page when the provider cannot even be asked for its addresses. */
    private static ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter> providerDown() {
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(SecurityConfiguration::providerFailed);
                return filter;
            }
        };
    }

    /** Tells the log why; the browser learns no more than that it did not work. */
    private static void providerFailed(HttpServletRequest request, HttpServletResponse response,
            AuthenticationException failure) throws IOException {
        LOG.warn("no sign-in through the identity provider: {}",
                String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage())
                    .replaceAll("\\p{C}", "?"));
        response.sendRedirect(request.getContextPath() + "/login?unknown");
    }

    /**
     * Who signs in at the provider while signed in does so to prove himself again; with a
     * {@code max_age} the provider must say when he did.
     */
    private static DefaultOAuth2AuthorizationRequestResolver askAgain(ClientRegistrationRepository registrations) {
        DefaultOAuth2AuthorizationRequestResolver resolver = new DefaultOAuth2AuthorizationRequestResolver(
                registrations);
        resolver.setAuthorizationRequestCustomizer(request -> {
            if (SecurityContextHolder.getContext().getAuthentication() instanceof PersonAuthentication) {
                request.additionalParameters(parameters -> parameters
                    .putAll(Map.of("prompt", "login", "max_age", Confirmation.GOOD_FOR.toSeconds())));
            }
        });
        return resolver;
    }

}
