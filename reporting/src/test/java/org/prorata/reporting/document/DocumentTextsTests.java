package org.prorata.reporting.document;

import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

import com.ibm.icu.text.MessageFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.detail.DetailTable.Column;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.language.Texts;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentTextsTests {

    /** Texts that are rightly the same in English and another language. */
    private static final Set<String> SAME_SOMEWHERE = Set.of("doc.period", "chart.promise.value");

    @ParameterizedTest
    @EnumSource
    void everyTextIsThereParsesAndTakesTheSameArguments(Language language) {
        Properties english = Texts.read(Documents.BUNDLE, Language.EN);
        Properties texts = Texts.read(Documents.BUNDLE, language);
        assertThat(texts.keySet()).isEqualTo(english.keySet());
        texts.forEach((key, text) -> {
            assertThat((String) text).as((String) key).isNotBlank().doesNotContainPattern("<[a-zA-Z/]|&[a-z]+;");
            assertThat(new MessageFormat((String) text, Locale.forLanguageTag(language.tag())).getArgumentNames())
                .as((String) key)
                .isEqualTo(new MessageFormat(english.getProperty((String) key), Locale.ENGLISH).getArgumentNames());
            if (language != Language.EN && !SAME_SOMEWHERE.contains(key)) {
                assertThat(text).as((String) key).isNotEqualTo(english.getProperty((String) key));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyLetterOfEveryTextIsInAFont(Language language) {
        Typefaces typefaces = new Typefaces();
        Texts.read(Documents.BUNDLE, language)
            .values()
            .forEach(text -> assertThat(typefaces.shown((String) text)).isEqualTo(text));
    }

    @ParameterizedTest
    @EnumSource
    void sheetsHaveShortNamesOfTheirOwn(Language language) {
        Properties texts = Texts.read(Documents.BUNDLE, language);
        assertThat(texts.stringPropertyNames()
            .stream()
            .filter(key -> key.startsWith("doc.sheet.") && !key.equals("doc.sheet.title")
                    && !key.equals("doc.sheet.runs"))
            .map(texts::getProperty)).doesNotHaveDuplicates().allSatisfy(name -> assertThat(name).hasSizeLessThan(28));
    }

    @Test
    void everyColumnOfDetailsHasALabel() {
        Properties texts = Texts.read(Documents.BUNDLE, Language.EN);
        assertThat(Arrays.stream(DetailTable.values())
            .map(DetailTable::columns)
            .flatMap(columns -> columns.stream().map(Column::name))
            .map("doc.column."::concat)).allSatisfy(key -> assertThat(texts).containsKey(key));
    }

    @Test
    void aLetterThatNoFontHasIsNamed() {
        Typefaces typefaces = new Typefaces();
        assertThat(typefaces.shown("Ān 臺灣 简体 Пловдив")).isEqualTo("Ān 臺灣 简体 Пловдив");
        assertThat(Stream.of("a\uD83D\uDE00b", "a\u202Eb", "a\u0000b", "a\uD800b").map(typefaces::shown))
            .containsExactly("aU+1F600b", "aU+202Eb", "aU+0000b", "aU+D800b");
    }

}
