package org.prorata.web.exports;

import java.nio.file.Path;
import java.time.Clock;

import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.ProrataProperties;
import org.prorata.reporting.export.Exports;
import org.prorata.web.reports.ReportDocuments;
import org.prorata.web.reports.ReportsProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires what writes large files. */
@Configuration(proxyBeanMethods = false)
class ExportConfiguration {

    @Bean
    Exports exports(JdbcClient jdbc, UnitOfWork work, AuditTrail audit, Clock clock) {
        return new Exports(jdbc, work, audit, clock);
    }

    @Bean
    ExportFolder exportFolder(ReportsProperties properties, ProrataProperties home) {
        Path named = properties.exports();
        return new ExportFolder((named != null) ? named : home.home().resolve("var/exports"));
    }

    @Bean
    ExportRunner exportRunner(Exports exports, ReportDocuments documents, ExportFolder folder, Clock clock,
            ReportsProperties properties) {
        return new ExportRunner(exports, documents, folder, clock, properties.pause());
    }

}
