package org.prorata.reporting.language;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.util.ULocale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;

/**
 * Texts in ICU's message syntax, which knows the plurals of each language. They are in
 * bundles: {@code messages/BUNDLE_LANGUAGE.properties} in UTF-8, for all six languages.
 * May be used by many threads.
 */
public final class Texts {

    private record Key(Language language, String code) {
    }

    private final Map<Language, Map<String, String>> patterns = new HashMap<>();

    private final Map<Key, MessageFormat> formats = new ConcurrentHashMap<>();

    /**
     * Reads bundles; a key that is in two of them is an error.
     */
    public Texts(List<String> bundles) {
        Arrays.stream(Language.values()).forEach(language -> {
            Map<String, String> texts = new HashMap<>();
            bundles.forEach(bundle -> read(bundle, language).forEach((key, text) -> {
                if (texts.put((String) key, (String) text) != null) {
                    throw new IllegalStateException("message \"" + key + "\" is in two bundles, " + bundle + " is one");
                }
            }));
            this.patterns.put(language, Map.copyOf(texts));
        });
    }

    /** Reads one bundle in one language, as it is in the file. */
    public static Properties read(String bundle, Language language) {
        String file = "messages/" + bundle + "_" + language.tag() + ".properties";
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(new ClassPathResource(file).getInputStream(),
                StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(file + " cannot be read", ex);
        }
        return texts;
    }

    /** Returns a text with its arguments filled in; null where there is no such text. */
    public @Nullable String find(Language language, String code, Object... arguments) {
        MessageFormat format = format(new Key(language, code));
        if (format == null) {
            return null;
        }
        // ICU's formats keep a state while they work, and a copy costs more than to wait
        synchronized (format) {
            return format.format(arguments);
        }
    }

    /**
     * Returns a text with its arguments filled in.
     * @throws IllegalArgumentException where there is no such text: never English instead
     */
    public String get(Language language, String code, Object... arguments) {
        String text = find(language, code, arguments);
        if (text == null) {
            throw new IllegalArgumentException("there is no text \"" + code + "\" in " + language.tag());
        }
        return text;
    }

    private @Nullable MessageFormat format(Key key) {
        MessageFormat known = this.formats.get(key);
        if (known != null) {
            return known;
        }
        String pattern = this.patterns.getOrDefault(key.language(), Map.of()).get(key.code());
        if (pattern == null) {
            return null;
        }
        return this.formats.computeIfAbsent(key,
                missing -> new MessageFormat(pattern, ULocale.forLanguageTag(key.language().tag())));
    }

}
