package org.prorata.reporting.language;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import com.ibm.icu.util.LocaleMatcher;
import com.ibm.icu.util.LocalePriorityList;
import com.ibm.icu.util.ULocale;

/** A language of pages and documents. */
public enum Language {

    EN("en", "en", "English"), ZH_TW("zh-TW", "zh-Hant-TW", "繁體中文"), ZH_CN("zh-CN", "zh-Hans-CN", "简体中文"),
    LV("lv", "lv", "Latviešu"), SV("sv", "sv", "Svenska"), BG("bg", "bg", "Български");

    private static final LocaleMatcher MATCHER = LocaleMatcher.builder()
        .setSupportedULocales(Arrays.stream(values()).map(language -> ULocale.forLanguageTag(language.tag)).toList())
        .setDefaultULocale(ULocale.ENGLISH)
        .build();

    private final String tag;

    private final String htmlTag;

    private final String ownName;

    Language(String tag, String htmlTag, String ownName) {
        this.tag = tag;
        this.htmlTag = htmlTag;
        this.ownName = ownName;
    }

    /** Returns its tag, as profiles, cookies and file names have it: {@code zh-TW}. */
    public String tag() {
        return this.tag;
    }

    /** Returns the tag for {@code lang} in HTML, which also names the script. */
    public String htmlTag() {
        return this.htmlTag;
    }

    /** Returns what its speakers call it. */
    public String ownName() {
        return this.ownName;
    }

    public Locale locale() {
        return Locale.forLanguageTag(this.tag);
    }

    public static Optional<Language> ofTag(String tag) {
        return Arrays.stream(values()).filter(language -> language.tag.equals(tag)).findFirst();
    }

    /** Returns the language of a locale; English for any other. */
    public static Language of(Locale locale) {
        return ofTag(locale.toLanguageTag()).orElseGet(() -> nearest(ULocale.forLocale(locale)));
    }

    /**
     * Returns the language nearest to what a browser accepts; English when nothing is
     * near or the header cannot be read.
     */
    public static Language accepted(String header) {
        try {
            LocalePriorityList wanted = LocalePriorityList.add(header).build();
            return match(MATCHER.getBestMatch(wanted));
        }
        catch (IllegalArgumentException ex) {
            return EN;
        }
    }

    private static Language nearest(ULocale locale) {
        return match(MATCHER.getBestMatch(locale));
    }

    private static Language match(ULocale best) {
        return ofTag(best.toLanguageTag()).orElse(EN);
    }

}
