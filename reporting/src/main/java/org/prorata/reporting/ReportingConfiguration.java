package org.prorata.reporting;

import org.prorata.db.ProrataProperties;
import org.prorata.reporting.detail.Details;
import org.prorata.reporting.summary.RefundSummaries;
import org.prorata.reporting.summary.Snapshots;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires what reads the books for reports. */
@Configuration(proxyBeanMethods = false)
public class ReportingConfiguration {

    @Bean
    RefundSummaries refundSummaries(JdbcClient jdbc, JdbcTransactionManager transactions) {
        return new RefundSummaries(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    Snapshots snapshots(JdbcClient jdbc, JdbcTransactionManager transactions) {
        return new Snapshots(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    Details details(JdbcClient jdbc, JdbcTransactionManager transactions) {
        return new Details(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    Reconciled reconciled(JdbcClient jdbc, ProrataProperties properties) {
        return new Reconciled(jdbc, properties.settlementsFolder());
    }

}
