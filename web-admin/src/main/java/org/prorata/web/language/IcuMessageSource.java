package org.prorata.web.language;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.util.ULocale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.AbstractMessageSource;
import org.springframework.core.io.ClassPathResource;

/**
 * Texts in ICU's message syntax, which knows the plurals of each language. Each area of
 * the site has a bundle: {@code messages/AREA_LANGUAGE.properties} in UTF-8, for all six
 * languages. A key that is missing is an error, not English.
 */
public final class IcuMessageSource extends AbstractMessageSource {

    /** The bundles; a new area adds its name here and six files. */
    public static final List<String> BUNDLES = List.of("approvals", "approvers", "audit", "callbacks", "common", "home",
            "people", "problem", "products", "profile", "reports", "runs", "webhooks");

    private record Key(Language language, String code) {
    }

    private final Map<Language, Map<String, String>> patterns = new HashMap<>();

    private final Map<Key, MessageFormat> formats = new ConcurrentHashMap<>();

    public IcuMessageSource() {
        Arrays.stream(Language.values()).forEach(language -> {
            Map<String, String> texts = new HashMap<>();
            BUNDLES.forEach(bundle -> read(bundle, language).forEach((key, text) -> {
                if (texts.put((String) key, (String) text) != null) {
                    throw new IllegalStateException("message \"" + key + "\" is in two bundles, " + bundle + " is one");
                }
            }));
            this.patterns.put(language, Map.copyOf(texts));
        });
    }

    static Properties read(String bundle, Language language) {
        String file = "messages/" + bundle + "_" + language.tag() + ".properties";
        Properties texts = new Properties();
        try (Reader reader = new java.io.InputStreamReader(new ClassPathResource(file).getInputStream(),
                StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(file + " cannot be read", ex);
        }
        return texts;
    }

    @Override
    protected @Nullable String getMessageInternal(@Nullable String code, Object @Nullable [] arguments,
            @Nullable Locale locale) {
        if (code == null) {
            return null;
        }
        Language language = Language.of((locale != null) ? locale : Locale.ENGLISH);
        MessageFormat format = format(new Key(language, code));
        if (format == null) {
            return null;
        }
        // ICU's formats keep a state while they work
        MessageFormat own = format.clone();
        return own.format((arguments != null) ? arguments : new Object[0]);
    }

    @Override
    protected java.text.@Nullable MessageFormat resolveCode(String code, Locale locale) {
        return null;
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
