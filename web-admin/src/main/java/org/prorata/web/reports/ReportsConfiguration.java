package org.prorata.web.reports;

import org.prorata.reporting.ReportingConfiguration;
import org.prorata.reporting.detail.Details;
import org.prorata.reporting.document.Documents;
import org.prorata.reporting.summary.RefundSummaries;
import org.prorata.reporting.summary.Snapshots;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Wires what reports are made of. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReportsProperties.class)
@Import(ReportingConfiguration.class)
class ReportsConfiguration {

    @Bean
    Documents documents() {
        return new Documents();
    }

    @Bean
    ReportDocuments reportDocuments(RefundSummaries summaries, Snapshots snapshots, Details details,
            Documents documents) {
        return new ReportDocuments(summaries, snapshots, details, documents);
    }

}
