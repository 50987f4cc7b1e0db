package org.prorata.web.language;

import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.LocaleResolver;

/** Wires the languages. */
@Configuration(proxyBeanMethods = false)
class LanguageConfiguration {

    @Bean
    MessageSource messageSource() {
        return new IcuMessageSource();
    }

    @Bean
    LocaleResolver localeResolver() {
        return new ReaderLocale();
    }

    @Bean
    Formats formats() {
        return new Formats();
    }

}
