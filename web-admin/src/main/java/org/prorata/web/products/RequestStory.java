package org.prorata.web.products;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.prorata.db.cancellation.Timelines.Entry;
import org.prorata.db.cancellation.Timelines.Kind;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.people.PersonId;
import org.prorata.people.Role;
import org.prorata.subscription.TenantId;
import org.prorata.web.language.Formats;
import org.prorata.web.layout.Happening;
import org.prorata.web.layout.Happening.State;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Tells the story of a request in the reader's language: what happened, and what is still
 * to come. A tenant reads the names of its own people; of ours it reads what they are,
 * and nothing of what they write to each other.
 */
@Component
class RequestStory {

    private final People people;

    private final Formats formats;

    private final MessageSource messages;

    RequestStory(People people, Formats formats, MessageSource messages) {
        this.people = people;
        this.formats = formats;
        this.messages = messages;
    }

    List<Happening> of(RequestService.SeenRequest request, Person reader) {
        List<Happening> story = new ArrayList<>();
        request.timeline().entries().forEach(entry -> story.add(happening(request, entry, reader)));
        story.addAll(ahead(request));
        return List.copyOf(story);
    }

    private Happening happening(RequestService.SeenRequest request, Entry entry, Person reader) {
        boolean inside = entry.kind() == Kind.QUARANTINED || entry.kind() == Kind.RESOLVED
                || entry.kind() == Kind.RETURN_FAILED || entry.kind() == Kind.CHANGED;
        String note = (inside && !reader.has(Role.SUPPORT)) ? "" : entry.text();
        return new Happening(state(entry), "products.story." + key(entry), List.of(entry.detail()), entry.at(),
                actor(request.seen().tenant(), entry, reader), note);
    }

    private static String key(Entry entry) {
        return switch (entry.kind()) {
            case ASKED, APPROVAL_DROPPED, QUARANTINED, CREDITED, RETURNED, RETURN_FAILED -> entry.kind().name();
            case FILED, CHANGED, RESOLVED, CLOSED -> entry.kind() + "." + entry.detail();
            // the code of a rejection follows after a blank
            case DECIDED -> "DECIDED." + entry.detail().split(" ", 2)[0];
        };
    }

    private static State state(Entry entry) {
        return switch (entry.kind()) {
            case ASKED, FILED, CHANGED, CREDITED, RETURNED, CLOSED -> State.DONE;
            case APPROVAL_DROPPED, QUARANTINED, RETURN_FAILED -> State.FAILED;
            case DECIDED, RESOLVED -> entry.detail().startsWith("REJECTED") ? State.FAILED : State.DONE;
        };
    }

    private String actor(TenantId tenant, Entry entry, Person reader) {
        String actor = entry.actor();
        if (actor.isEmpty()) {
            return "";
        }
        Optional<Person> person = (actor.length() > 40) ? Optional.empty() : this.people.find(PersonId.of(actor));
        if (reader.has(Role.SUPPORT) || person.filter(each -> ProductService.isMine(each, tenant)).isPresent()) {
            return person.map(Person::name).orElse(actor);
        }
        if (entry.kind() == Kind.ASKED && person.isEmpty()) {
            // it came with an import, from somebody of the tenant
            return actor;
        }
        return say((entry.kind() == Kind.DECIDED || entry.kind() == Kind.APPROVAL_DROPPED) ? "products.by.approver"
                : "products.by.staff");
    }

    private String say(String key) {
        return this.messages.getMessage(key, null, LocaleContextHolder.getLocale());
    }

    private List<Happening> ahead(RequestService.SeenRequest request) {
        LocalDate effective = request.request().cancellation().effectiveDate();
        List<Happening> ahead = new ArrayList<>();
        switch (request.request().state()) {
            case PENDING_APPROVAL -> {
                LocalDate by = request.approveBy();
                ahead.add(next(State.CURRENT, "decision", (by != null) ? by : effective));
                ahead.add(next(State.AHEAD, "night", effective));
            }
            case QUEUED -> ahead.add(next(State.CURRENT, "night", effective));
            case CLAIMED -> ahead.add(next(State.CURRENT, "run", effective));
            case QUARANTINED -> ahead.add(next(State.CURRENT, "look", effective));
            case EXPIRED -> ahead.add(next(State.FAILED, "lapsed", effective));
            case CREDITED, CLOSED_WITHOUT_CREDIT, REJECTED, WITHDRAWN -> {
            }
        }
        Promise promise = request.promise();
        if (promise != null && promise.returnedOn() == null) {
            ahead.add(next(ahead.isEmpty() ? State.CURRENT : State.AHEAD, "returned", promise.dueBy()));
        }
        return ahead;
    }

    private Happening next(State state, String key, LocalDate day) {
        return new Happening(state, "products.ahead." + key, List.of(this.formats.date(day)), null, "", "");
    }

}
