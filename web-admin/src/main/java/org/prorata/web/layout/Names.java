package org.prorata.web.layout;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.people.PersonId;
import org.springframework.stereotype.Component;

/**
 * What people are called whom the books name by an id; templates call it as
 * {@code ${@names.of(...)}}.
 */
@Component
public class Names {

    private final LoadingCache<String, String> names;

    Names(People people) {
        this.names = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build(id -> people.find(PersonId.of(id)).map(Person::name).orElse(id));
    }

    /** Returns the name, or what the books hold where that is nobody with an account. */
    public String of(String actor) {
        return (actor.isEmpty() || actor.length() > 40) ? actor : this.names.get(actor);
    }

}
