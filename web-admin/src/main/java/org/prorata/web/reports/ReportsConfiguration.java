package org.prorata.web.reports;

import org.prorata.reporting.detail.Details;
import org.prorata.reporting.document.Documents;
import org.prorata.reporting.summary.RefundSummaries;
import org.prorata.reporting.summary.Snapshots;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires what reports are made of. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReportsProperties.class)
class ReportsConfiguration {

    @Bean
    RefundSummaries refundSummaries(JdbcClient jdbc, JdbcTransactionManager transactions) {
        return new RefundSummaries(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    Snapshots snapshots(JdbcClient jdbc, JdbcTransactionManager transactions) {
        return new Snapshots(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    Details details(JdbcClient jdbc) {
        return new Details(jdbc);
    }

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
