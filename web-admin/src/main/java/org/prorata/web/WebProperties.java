package org.prorata.web;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator can set for the pages, as {@code PRORATA_WEB_...} and
 * {@code PRORATA_OIDC_...} in the environment.
 *
 * @param web the server
 * @param oidc the identity provider; without an issuer people sign in with a password
 */
@ConfigurationProperties("prorata")
public record WebProperties(@DefaultValue Web web, @DefaultValue Oidc oidc) {

    /**
     * The server.
     *
     * @param tls whether people reach it by https, here or at a proxy in front
     * @param loginsPerMinute how many sign-ins a minute one address may try
     * @param callsPerMinute how many calls a minute one API client may make
     */
    public record Web(@DefaultValue("false") boolean tls, @DefaultValue("20") int loginsPerMinute,
            @DefaultValue("1200") int callsPerMinute) {
    }

    /**
     * The identity provider.
     *
     * @param issuer its issuer URL
     * @param clientId what it knows Prorata as
     * @param clientSecret the secret that goes with it
     * @param loginClaim the claim that holds the login of a person's account
     * @param passwordLogin the one login that may still use its password, for the day the
     * provider is down
     */
    public record Oidc(@Nullable String issuer, @DefaultValue("prorata") String clientId,
            @DefaultValue("") String clientSecret, @DefaultValue("preferred_username") String loginClaim,
            @DefaultValue("") String passwordLogin) {

        public boolean isOn() {
            return this.issuer != null && !this.issuer.isBlank();
        }

        /**
         * Tells whether somebody proves by password who he is, and not at the provider.
         */
        public boolean takesPasswordOf(String login) {
            return !isOn() || (!login.isBlank() && login.strip().equalsIgnoreCase(this.passwordLogin.strip()));
        }

    }

}
