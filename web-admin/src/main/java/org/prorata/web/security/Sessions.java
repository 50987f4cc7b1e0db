package org.prorata.web.security;

import org.prorata.people.Person;
import org.springframework.session.FindByIndexNameSessionRepository;

/** The sessions of a person, on all servers. */
public final class Sessions {

    private final FindByIndexNameSessionRepository<?> sessions;

    Sessions(FindByIndexNameSessionRepository<?> sessions) {
        this.sessions = sessions;
    }

    public int count(Person person) {
        return this.sessions.findByPrincipalName(person.id().value()).size();
    }

    /** Ends all sessions of a person at once. */
    public void end(Person person) {
        this.sessions.findByPrincipalName(person.id().value()).keySet().forEach(this.sessions::deleteById);
    }

}
