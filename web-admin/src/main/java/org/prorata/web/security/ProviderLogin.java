package org.prorata.web.security;

import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.web.WebProperties;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/**
 * Lets people in whom the identity provider has recognised and who have an account here:
 * at first by the login that a claim names, from then on only by the provider's subject.
 * Roles are those of the account, never the provider's. When somebody proved who he is is
 * the provider's word (the claim {@code auth_time}): signing in here may have cost no
 * more than a click.
 */
final class ProviderLogin implements OAuth2UserService<OidcUserRequest, OidcUser> {

    private final People people;

    private final AuditTrail audit;

    private final UnitOfWork work;

    private final WebProperties.Oidc oidc;

    ProviderLogin(People people, AuditTrail audit, UnitOfWork work, WebProperties.Oidc oidc) {
        this.people = people;
        this.audit = audit;
        this.work = work;
        this.oidc = oidc;
    }

    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        OidcIdToken token = request.getIdToken();
        String subject = token.getIssuer() + "#" + token.getSubject();
        String login = token.getClaimAsString(this.oidc.loginClaim());
        Person person = (subject.length() > 255) ? null
                : this.people.findBySubject(subject)
                    .or(() -> this.people.findByLogin((login != null) ? login : "")
                        .filter(found -> !found.disabled() && this.people.bind(found, subject)))
                    .filter(found -> !found.disabled())
                    .orElse(null);
        this.work.inOneTransaction(() -> {
            String shown = subject.replaceAll("\\p{C}", "?");
            this.audit.append((person != null) ? person.id().value() : "unknown",
                    (person != null) ? "LOGGED_IN" : "LOGIN_FAILED", (person != null) ? person.id().value() : "login",
                    "at the identity provider as " + shown.substring(0, Math.min(shown.length(), 300)));
            return subject;
        });
        if (person == null) {
            throw new OAuth2AuthenticationException(new OAuth2Error("access_denied"));
        }
        return PasswordLogin.principal(person, token.getAuthenticatedAt());
    }

}
