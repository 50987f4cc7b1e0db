package org.prorata.web.language;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.prorata.reporting.document.Documents;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.language.Texts;
import org.springframework.context.support.AbstractMessageSource;

/**
 * The texts of the pages. Each area of the site has a bundle, and there are the words of
 * documents. A key that is missing is an error, not English.
 */
public final class IcuMessageSource extends AbstractMessageSource {

    /** The bundles of the pages; a new area adds its name here and six files. */
    public static final List<String> BUNDLES = List.of("approvals", "approvers", "audit", "callbacks", "common", "home",
            "people", "problem", "products", "profile", "reports", "runs", "webhooks");

    private final Texts texts = new Texts(Stream.concat(BUNDLES.stream(), Stream.of(Documents.BUNDLE)).toList());

    @Override
    protected @Nullable String getMessageInternal(@Nullable String code, Object @Nullable [] arguments,
            @Nullable Locale locale) {
        if (code == null) {
            return null;
        }
        Language language = Language.of((locale != null) ? locale : Locale.ENGLISH);
        return this.texts.find(language, code, (arguments != null) ? arguments : new Object[0]);
    }

    @Override
    protected java.text.@Nullable MessageFormat resolveCode(String code, Locale locale) {
        return null;
    }

}
