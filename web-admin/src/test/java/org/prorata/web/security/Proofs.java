package org.prorata.web.security;

import java.time.Clock;
import java.time.Duration;

import org.prorata.people.Person;
import org.prorata.web.TestWeb;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

/** Makes people's last proof of who they are older than it is. */
public final class Proofs {

    private Proofs() {
    }

    /** Lets eleven minutes pass since a person last gave the password. */
    public static void grownOld(TestWeb web, String login) {
        grownOld((FindByIndexNameSessionRepository<?>) web.bean(FindByIndexNameSessionRepository.class),
                web.person(login));
    }

    private static <S extends Session> void grownOld(FindByIndexNameSessionRepository<S> sessions, Person person) {
        sessions.findByPrincipalName(person.id().value()).values().forEach(session -> {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(
                    PasswordLogin.signedIn(person, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-11))));
            session.setAttribute("SPRING_SECURITY_CONTEXT", context);
            sessions.save(session);
        });
    }

}
