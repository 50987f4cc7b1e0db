package org.prorata.web.reports;

import java.util.Locale;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prorata.web.language.IcuMessageSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReportWordsTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | currencies/EUR/closing_owed             | EUR · Owed at the end
            en | currencies/EUR/groups/TAX_RATE/0.21/net | EUR · Tax rate · 21% · Net
            en | currencies/JPY/groups/REASON//credits   | JPY · Reason · (no reason given) · Credits
            en | currencies/EUR/daily/2024-06-15/issued  | EUR · Days · 2024-06-15 · Issued
            sv | currencies/SEK/groups/COUNTRY/SE/tax    | SEK · Land · Sverige · Skatt
            en | exceptions/failed_returns               | Exceptions · Returns sent back
            """)
    void aFigureIsCalledWhatDocumentsCallIt(String language, String path, String words) {
        assertThat(new ReportWords(new IcuMessageSource(), Locale.forLanguageTag(language)).figure(path))
            .isEqualTo(words);
    }

}
