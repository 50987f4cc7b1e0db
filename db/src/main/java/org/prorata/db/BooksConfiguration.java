package org.prorata.db;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.prorata.approval.ApprovalRuleBook;
import org.prorata.approval.Approvers;
import org.prorata.audit.AuditTrail;
import org.prorata.cancellation.ApprovalCases;
import org.prorata.cancellation.ApprovalDesk;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.CancellationRequests;
import org.prorata.cancellation.Outbox;
import org.prorata.cancellation.ProductDesk;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.approval.ApprovalLists;
import org.prorata.db.approval.JdbcApprovalCases;
import org.prorata.db.approval.JdbcApprovalRuleBook;
import org.prorata.db.approval.JdbcApprovers;
import org.prorata.db.audit.AuditSearch;
import org.prorata.db.audit.JdbcAuditTrail;
import org.prorata.db.callback.CallbackDesk;
import org.prorata.db.cancellation.JdbcCancellationRequests;
import org.prorata.db.cancellation.RequestList;
import org.prorata.db.cancellation.RequestRegister;
import org.prorata.db.cancellation.Timelines;
import org.prorata.db.credit.CreditList;
import org.prorata.db.credit.CreditRegister;
import org.prorata.db.credit.CreditReplay;
import org.prorata.db.credit.IssuedCredits;
import org.prorata.db.credit.ReturnDesk;
import org.prorata.db.idempotency.IdempotencyKeys;
import org.prorata.db.importing.Importer;
import org.prorata.db.outbox.JdbcOutbox;
import org.prorata.db.outbox.Webhooks;
import org.prorata.db.people.ApiClients;
import org.prorata.db.people.Logins;
import org.prorata.db.people.Passwords;
import org.prorata.db.people.People;
import org.prorata.db.people.SigningKeys;
import org.prorata.db.run.Certification;
import org.prorata.db.run.ClaimedRequests;
import org.prorata.db.run.Claiming;
import org.prorata.db.run.NightlyRuns;
import org.prorata.db.run.Outlooks;
import org.prorata.db.run.Quarantine;
import org.prorata.db.run.Reconciliation;
import org.prorata.db.run.Returns;
import org.prorata.db.run.RunRequests;
import org.prorata.db.run.SettlementWriter;
import org.prorata.db.run.Settling;
import org.prorata.db.run.Verification;
import org.prorata.db.subscription.JdbcSubscriptions;
import org.prorata.db.subscription.Tenants;
import org.prorata.policy.Policies;
import org.prorata.policy.PoliciesFile;
import org.prorata.subscription.Subscriptions;
import org.prorata.table.BadTableException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Wires the books: one pool, one transaction manager, and what reads and writes through
 * them.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProrataProperties.class)
public class BooksConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DatabaseSettings databaseSettings(ProrataProperties properties) {
        return DatabaseSettings.fromEnvironment(System.getenv(), properties.home());
    }

    @Bean
    HikariDataSource dataSource(DatabaseSettings settings, ProrataProperties properties) {
        return DataSources.pooled(settings, properties.threads() + 4);
    }

    @Bean
    @Primary
    JdbcTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    @Primary
    JdbcTemplate jdbcTemplate(DataSource dataSource) {
        return DataSources.template(dataSource);
    }

    /** Reads results row by row, so that a large one does not have to fit into memory. */
    @Bean
    JdbcTemplate streaming(DataSource dataSource) {
        JdbcTemplate streaming = DataSources.template(dataSource);
        streaming.setFetchSize(Integer.MIN_VALUE);
        return streaming;
    }

    @Bean
    JdbcClient jdbcClient(JdbcTemplate jdbcTemplate) {
        return JdbcClient.create(jdbcTemplate);
    }

    @Bean
    UnitOfWork unitOfWork(JdbcTransactionManager transactionManager) {
        TransactionTemplate transactions = new TransactionTemplate(transactionManager);
        return new UnitOfWork() {
            @Override
            public <T> T inOneTransaction(Supplier<T> work) {
                return transactions.execute(status -> work.get());
            }
        };
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Passwords passwords() {
        return new Passwords();
    }

    @Bean
    People people(JdbcClient jdbc, UnitOfWork work, AuditTrail audit, Passwords passwords, Clock clock) {
        return new People(jdbc, work, audit, passwords, clock);
    }

    @Bean
    Logins logins(JdbcClient jdbc, UnitOfWork work, AuditTrail audit, Passwords passwords, People people, Clock clock) {
        return new Logins(jdbc, work, audit, passwords, people, clock);
    }

    @Bean
    ApiClients apiClients(JdbcClient jdbc, UnitOfWork work, AuditTrail audit, Clock clock) {
        return new ApiClients(jdbc, work, audit, clock);
    }

    @Bean
    SigningKeys signingKeys(JdbcClient jdbc) {
        return new SigningKeys(jdbc);
    }

    @Bean
    Policies policies(ProrataProperties properties) throws BadTableException, IOException {
        Path file = properties.policies();
        return (file != null) ? PoliciesFile.read(file) : PoliciesFile.shipped();
    }

    @Bean
    Subscriptions subscriptions(JdbcClient jdbc) {
        return new JdbcSubscriptions(jdbc);
    }

    @Bean
    CancellationRequests cancellationRequests(JdbcTemplate jdbcTemplate, Clock clock) {
        return new JdbcCancellationRequests(jdbcTemplate, clock);
    }

    @Bean
    AuditTrail auditTrail(@Qualifier("streaming") JdbcTemplate streaming, Clock clock) {
        return new JdbcAuditTrail(streaming, clock);
    }

    @Bean
    AuditSearch auditSearch(JdbcClient jdbc, @Qualifier("streaming") JdbcTemplate streaming) {
        return new AuditSearch(jdbc, streaming);
    }

    @Bean
    ApprovalRuleBook approvalRuleBook(JdbcClient jdbc, AuditTrail audit) {
        return new JdbcApprovalRuleBook(jdbc, audit);
    }

    @Bean
    Approvers approvers(JdbcClient jdbc, AuditTrail audit, Clock clock) {
        return new JdbcApprovers(jdbc, audit, clock);
    }

    @Bean
    ApprovalCases approvalCases(JdbcTemplate jdbcTemplate, Clock clock) {
        return new JdbcApprovalCases(jdbcTemplate, clock);
    }

    @Bean
    Outbox outbox(JdbcClient jdbc, Clock clock) {
        return new JdbcOutbox(jdbc, clock);
    }

    @Bean
    CancellationDesk cancellationDesk(Policies policies, Subscriptions subscriptions, CancellationRequests requests,
            ApprovalCases cases, ApprovalRuleBook rules, AuditTrail audit, Outbox outbox, UnitOfWork work, Clock clock,
            ProrataProperties properties) {
        return new CancellationDesk(policies, subscriptions, requests, cases, rules, audit, outbox, work, clock,
                properties.daysToApprove());
    }

    @Bean
    ApprovalDesk approvalDesk(Policies policies, Subscriptions subscriptions, CancellationRequests requests,
            ApprovalCases cases, Approvers approvers, ApprovalRuleBook rules, AuditTrail audit, Outbox outbox,
            UnitOfWork work, Clock clock) {
        return new ApprovalDesk(policies, subscriptions, requests, cases, approvers, rules, audit, outbox, work, clock);
    }

    @Bean
    ProductDesk productDesk(Policies policies, Subscriptions subscriptions, CancellationRequests requests,
            AuditTrail audit, UnitOfWork work, Clock clock) {
        return new ProductDesk(policies, subscriptions, requests, audit, work, clock);
    }

    @Bean
    NightlyRuns nightlyRuns(JdbcClient jdbc, Clock clock) {
        return new NightlyRuns(jdbc, clock);
    }

    @Bean
    Claiming claiming(JdbcClient jdbc, Subscriptions subscriptions, CancellationDesk desk) {
        return new Claiming(jdbc, subscriptions, desk);
    }

    @Bean
    ClaimedRequests claimedRequests(JdbcClient jdbc, Policies policies) {
        return new ClaimedRequests(jdbc, policies);
    }

    @Bean
    Settling settling(Policies policies) {
        return new Settling(policies);
    }

    @Bean
    Outlooks outlooks(JdbcClient jdbc, Claiming claiming, ClaimedRequests requests, Settling settling,
            Subscriptions subscriptions, CancellationDesk desk, Clock clock) {
        return new Outlooks(jdbc, claiming, requests, settling, subscriptions, desk, clock);
    }

    @Bean
    Quarantine quarantine(JdbcClient jdbc, ProrataProperties properties) {
        return new Quarantine(jdbc, properties.maxBadPercent(), properties.maxBadAlways());
    }

    @Bean
    SettlementWriter settlementWriter(JdbcTemplate jdbcTemplate, JdbcTransactionManager transactions,
            Quarantine quarantine) {
        return new SettlementWriter(jdbcTemplate, transactions, quarantine);
    }

    @Bean
    Returns returns(@Qualifier("streaming") JdbcTemplate streaming) {
        return new Returns(streaming);
    }

    @Bean
    Reconciliation reconciliation(JdbcClient jdbc) {
        return new Reconciliation(jdbc);
    }

    @Bean
    Certification certification(@Qualifier("streaming") JdbcTemplate streaming) {
        return new Certification(streaming);
    }

    @Bean
    Verification verification(JdbcClient jdbc, AuditTrail audit, NightlyRuns runs, Certification certification) {
        return new Verification(jdbc, audit, runs, certification);
    }

    @Bean
    CreditRegister creditRegister(@Qualifier("streaming") JdbcTemplate streaming) {
        return new CreditRegister(streaming);
    }

    @Bean
    Importer importer(JdbcTemplate jdbcTemplate, JdbcTransactionManager transactionManager, CancellationDesk desk,
            AuditTrail audit, Policies policies, Clock clock) {
        return new Importer(jdbcTemplate, new TransactionTemplate(transactionManager), desk, audit, policies, clock);
    }

    @Bean
    ApprovalLists approvalLists(JdbcClient jdbc, Approvers approvers, Clock clock) {
        return new ApprovalLists(jdbc, approvers, clock);
    }

    @Bean
    RequestRegister requestRegister(JdbcClient jdbc) {
        return new RequestRegister(jdbc);
    }

    @Bean
    CreditReplay creditReplay(JdbcClient jdbc, Policies policies) {
        return new CreditReplay(jdbc, policies);
    }

    @Bean
    CreditList creditList(JdbcClient jdbc) {
        return new CreditList(jdbc);
    }

    @Bean
    Timelines timelines(JdbcClient jdbc) {
        return new Timelines(jdbc);
    }

    @Bean
    Tenants tenants(JdbcClient jdbc) {
        return new Tenants(jdbc);
    }

    @Bean
    RequestList requestList(JdbcClient jdbc) {
        return new RequestList(jdbc);
    }

    @Bean
    IssuedCredits issuedCredits(JdbcClient jdbc, Policies policies) {
        return new IssuedCredits(jdbc, policies);
    }

    @Bean
    CallbackDesk callbackDesk(JdbcClient jdbc, CancellationDesk desk, AuditTrail audit, UnitOfWork work, Clock clock) {
        return new CallbackDesk(jdbc, desk, audit, work, clock);
    }

    @Bean
    ReturnDesk returnDesk(JdbcClient jdbc, AuditTrail audit, Outbox outbox, UnitOfWork work, Clock clock) {
        return new ReturnDesk(jdbc, audit, outbox, work, clock);
    }

    @Bean
    Webhooks webhooks(JdbcClient jdbc, AuditTrail audit, UnitOfWork work, Clock clock) {
        return new Webhooks(jdbc, audit, work, clock);
    }

    @Bean
    IdempotencyKeys idempotencyKeys(JdbcClient jdbc, JdbcTransactionManager transactionManager, Clock clock) {
        return new IdempotencyKeys(jdbc, transactionManager, clock);
    }

    @Bean
    RunRequests runRequests(JdbcClient jdbc, NightlyRuns runs, AuditTrail audit, UnitOfWork work, Clock clock) {
        return new RunRequests(jdbc, runs, audit, work, clock);
    }

}
