package org.prorata.web.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong in a form, in its order: the fragment {@code layout/parts :: errors}
 * shows it on top with links, {@code layout/parts :: problem} at the field.
 */
public final class FormErrors {

    /**
     * One thing that is wrong.
     *
     * @param field the id of the field, which is also its name
     * @param key the key of the message
     * @param arguments what the message is about
     */
    public record Problem(String field, String key, List<Object> arguments) {
    }

    private final List<Problem> errors = new ArrayList<>();

    public FormErrors add(String field, String key, Object... arguments) {
        this.errors.add(new Problem(field, key, List.of(arguments)));
        return this;
    }

    public boolean isEmpty() {
        return this.errors.isEmpty();
    }

    public List<Problem> all() {
        return List.copyOf(this.errors);
    }

    public Optional<Problem> of(String field) {
        return this.errors.stream().filter(error -> error.field().equals(field)).findFirst();
    }

}
