package org.prorata.web.products;

import java.util.List;
import java.util.Locale;

import org.springframework.context.MessageSource;

/**
 * Something to say in the reader's language.
 *
 * @param key the key of the message
 * @param arguments what the message is about
 */
public record Text(String key, List<Object> arguments) {

    /** Says it in a language. */
    public String in(MessageSource messages, Locale language) {
        return messages.getMessage(this.key, this.arguments.toArray(), language);
    }

    static Text of(String key, Object... arguments) {
        return new Text(key, List.of(arguments));
    }

}
