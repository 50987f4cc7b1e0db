package org.prorata.web.security;

import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/**
 * What a session keeps of who signed in: the person's key and name for ever, and nothing
 * that could grow old. What the person may do is read anew at each request.
 *
 * @param personNo the key
 * @param personId the name for ever
 * @param passwordChanged the state of the password that was used, in epoch microseconds;
 * another one ends the session
 * @param provedAt when the person proved who he is: gave the password, here or at the
 * identity provider; nothing when the provider does not say
 */
record SignedIn(long personNo, String personId, long passwordChanged,
        @Nullable Instant provedAt) implements OidcUser, Serializable {

    @Override
    public String getName() {
        return this.personId;
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return List.of();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }

    @Override
    public Map<String, Object> getClaims() {
        return Map.of();
    }

    @Override
    public @Nullable OidcUserInfo getUserInfo() {
        return null;
    }

    @Override
    public @Nullable OidcIdToken getIdToken() {
        return null;
    }

}
