package org.prorata.web.delivery;

import java.time.Clock;
import java.util.Optional;

import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.people.People;
import org.prorata.reporting.delivery.Deliveries;
import org.prorata.reporting.delivery.DeliveryFolder;
import org.prorata.web.reports.ReportDocuments;
import org.prorata.web.reports.ReportsProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;

/** Wires what delivers summaries. */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    @Bean
    Deliveries deliveries(JdbcClient jdbc, UnitOfWork work, AuditTrail audit, Clock clock) {
        return new Deliveries(jdbc, work, audit, clock);
    }

    @Bean
    SummaryMail summaryMail(ObjectProvider<JavaMailSender> sender, ReportsProperties properties, MessageSource messages,
            Clock clock) {
        return new SummaryMail(sender.getIfAvailable(), properties, messages, clock);
    }

    @Bean
    SummarySender summarySender(Deliveries deliveries, ReportDocuments documents, People people, SummaryMail mail,
            ReportsProperties properties, Clock clock) {
        return new SummarySender(deliveries, documents, people,
                Optional.ofNullable(properties.folder()).map(DeliveryFolder::new), mail, clock, properties.pause());
    }

}
