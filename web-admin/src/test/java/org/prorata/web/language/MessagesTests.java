package org.prorata.web.language;

import java.util.Locale;
import java.util.Properties;
import java.util.Set;

import com.ibm.icu.text.MessageFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.language.Texts;

import static org.assertj.core.api.Assertions.assertThat;

class MessagesTests {

    /** Texts that are rightly the same in English and another language. */
    private static final Set<String> SAME_IN_ALL = Set.of("page.title", "approvals.more");

    private static final Set<String> SAME_SOMEWHERE = Set.of("clients.title", "role.SUPPORT", "people.name",
            "people.login", "people.roles", "products.licences", "products.status");

    @ParameterizedTest
    @EnumSource
    void everyTextIsThereParsesAndTakesTheSameArguments(Language language) {
        for (String bundle : IcuMessageSource.BUNDLES) {
            Properties english = Texts.read(bundle, Language.EN);
            Properties texts = Texts.read(bundle, language);
            assertThat(texts.keySet()).as(bundle).isEqualTo(english.keySet());
            texts.forEach((key, text) -> {
                assertThat((String) text).as((String) key).isNotBlank().doesNotContainPattern("<[a-zA-Z/]|&[a-z]+;");
                assertThat(new MessageFormat((String) text, Locale.forLanguageTag(language.tag())).getArgumentNames())
                    .as((String) key)
                    .isEqualTo(new MessageFormat(english.getProperty((String) key), Locale.ENGLISH).getArgumentNames());
                if (language != Language.EN && !SAME_IN_ALL.contains(key) && !SAME_SOMEWHERE.contains(key)) {
                    assertThat(text).as((String) key).isNotEqualTo(english.getProperty((String) key));
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | 1 | There is 1 problem
            lv | 0 | Ir 0 problēmu
            lv | 21 | Ir 21 problēma
            lv | 11 | Ir 11 problēmu
            lv | 2 | Ir 2 problēmas
            zh-TW | 2 | 有 2 個問題
            """)
    void pluralsAreThoseOfTheLanguage(String language, int count, String text) {
        assertThat(new IcuMessageSource().getMessage("form.problems", new Object[] { count },
                Locale.forLanguageTag(language)))
            .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zh-HK | ZH_TW
            zh-Hant | ZH_TW
            zh-SG | ZH_CN
            zh | ZH_CN
            sv-FI,en;q=0.5 | SV
            de-DE,bg;q=0.4 | BG
            lv | LV
            de | EN
            *;;q=x | EN
            """)
    void theNearestLanguageIsFound(String header, Language language) {
        assertThat(Language.accepted(header)).isEqualTo(language);
    }

}
