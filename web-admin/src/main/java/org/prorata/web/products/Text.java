package org.prorata.web.products;

import java.util.List;

/**
 * Something to say in the reader's language.
 *
 * @param key the key of the message
 * @param arguments what the message is about
 */
public record Text(String key, List<Object> arguments) {

    static Text of(String key, Object... arguments) {
        return new Text(key, List.of(arguments));
    }

}
