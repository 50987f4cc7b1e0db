package org.prorata.web.language;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.SimpleTimeZoneAwareLocaleContext;

import static org.assertj.core.api.Assertions.assertThat;

/** In the expected texts {@code _} is a space that does not break. */
class FormatsTests {

    private final Formats formats = new Formats();

    @AfterEach
    void forget() {
        LocaleContextHolder.resetLocaleContext();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en    | Jan 31, 2026
            zh-TW | 2026年1月31日
            zh-CN | 2026年1月31日
            lv    | 2026. gada 31. janv.
            sv    | 31 jan. 2026
            bg    | 31.01.2026_г.
            """)
    void aDay(String language, String text) {
        read(language, "Pacific/Apia");
        assertThat(shown(this.formats.date(LocalDate.of(2026, 1, 31)))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en    | Europe/Riga      | Jan 31, 2026 23:30 GMT+2
            en    | America/New_York | Jan 31, 2026 16:30 EST
            zh-TW | Asia/Taipei      | 2026年2月1日 05:30 GMT+8
            zh-CN | Asia/Shanghai    | 2026年2月1日 05:30 GMT+8
            lv    | Europe/Riga      | 2026. g. 31. janv. 23:30 EET
            sv    | Europe/Stockholm | 31 jan. 2026 22:30 CET
            bg    | Europe/Sofia     | 31.01.2026_г. 23:30 ч. Гринуич+2
            """)
    void aMomentInTheZoneOfTheReader(String language, String zone, String text) {
        read(language, zone);
        assertThat(shown(this.formats.time(Instant.parse("2026-01-31T21:30:00Z")))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en    | 1,234,567 | €1,234.50      | SEK_1,234.50   | ¥1,235    | BHD_1,234.567
            zh-TW | 1,234,567 | €1,234.50      | SEK_1,234.50   | ¥1,235    | BHD_1,234.567
            zh-CN | 1,234,567 | €1,234.50      | SEK_1,234.50   | JP¥1,235  | BHD_1,234.567
            lv    | 1_234_567 | 1_234,50_€     | 1_234,50_SEK   | 1_235_¥   | 1_234,567_BHD
            sv    | 1_234_567 | 1_234,50_€     | 1_234,50_kr    | 1_235_JPY | 1_234,567_BHD
            bg    | 1_234_567 | 1_234,50_€     | 1_234,50_SEK   | 1_235_JPY | 1_234,567_BHD
            """)
    void numbersAndMoneyWithTheDigitsOfTheCurrency(String language, String number, String euro, String krona,
            String yen, String dinar) {
        read(language, "UTC");
        assertThat(List.of(this.formats.number(1_234_567), this.formats.money(Money.parse("EUR 1234.5")),
                this.formats.money(Money.parse("SEK 1234.5")), this.formats.money(Money.parse("JPY 1235")),
                this.formats.money(Money.parse("BHD 1234.567"))))
            .map(FormatsTests::shown)
            .containsExactly(number, euro, krona, yen, dinar);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en    | in 3 hours    | 2 days ago      | in 0 minutes
            zh-TW | 3 小時後        | 2 天前            | 0 分鐘後
            zh-CN | 3小时后         | 2天前             | 0分钟后
            lv    | pēc 3 stundām | pirms 2 dienām  | pēc 0 minūtēm
            sv    | om 3 timmar   | för 2 dagar sedan | om 0 minuter
            bg    | след 3 часа   | преди 2 дни     | след 0 минути
            """)
    void howFarAwayAMomentIs(String language, String hours, String days, String now) {
        read(language, "UTC");
        Instant moment = Instant.parse("2026-01-31T21:30:00Z");
        assertThat(List.of(this.formats.relative(moment.plusSeconds(3 * 3600 + 5), moment),
                this.formats.relative(moment.minusSeconds(2 * 86_400 + 5), moment),
                this.formats.relative(moment, moment)))
            .map(FormatsTests::shown)
            .containsExactly(hours, days, now);
    }

    @Test
    void moneyWithMoreDigitsThanItsCurrencyLosesNone() {
        read("en", "UTC");
        assertThat(this.formats.money(new BigDecimal("0.1250"), "EUR")).isEqualTo("€0.125");
        assertThat(this.formats.money(new BigDecimal("-12.5"), "EUR")).isEqualTo("-€12.50");
    }

    @Test
    void machinesReadUtc() {
        read("bg", "Europe/Sofia");
        assertThat(this.formats.utc(Instant.parse("2026-01-31T21:30:59.999Z"))).isEqualTo("2026-01-31T21:30:59Z");
    }

    private static void read(String language, String zone) {
        LocaleContextHolder.setLocaleContext(
                new SimpleTimeZoneAwareLocaleContext(Locale.forLanguageTag(language), TimeZone.getTimeZone(zone)));
    }

    private static String shown(String text) {
        return text.replaceAll("[\\u00a0\\u202f]", "_");
    }

}
