package org.prorata.web.paging;

import org.prorata.db.people.SigningKeys;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the cursors with their key. */
@Configuration(proxyBeanMethods = false)
class PagingConfiguration {

    @Bean
    Cursors cursors(SigningKeys keys) {
        return new Cursors(keys.key("cursor"));
    }

}
