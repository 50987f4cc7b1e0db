package org.prorata.batch.nightly;

import java.time.Clock;
import java.time.LocalDate;
import java.util.function.BiConsumer;

import javax.sql.DataSource;

import org.prorata.audit.AuditTrail;
import org.prorata.batch.settlement.SettlementFiles;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.DatabaseSettings;
import org.prorata.db.ProrataProperties;
import org.prorata.db.run.Certification;
import org.prorata.db.run.ClaimedRequest;
import org.prorata.db.run.ClaimedRequests;
import org.prorata.db.run.Claiming;
import org.prorata.db.run.NightlyRuns;
import org.prorata.db.run.Quarantine;
import org.prorata.db.run.Reconciliation;
import org.prorata.db.run.Returns;
import org.prorata.db.run.SettledRequest;
import org.prorata.db.run.SettlementWriter;
import org.prorata.db.run.Settling;
import org.prorata.reporting.summary.Snapshots;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.PartitionStepBuilder;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Wires the nightly job: age, claim, credit in 64 buckets, return, hand over, reconcile,
 * certify, publish.
 */
@Configuration(proxyBeanMethods = false)
class NightlyJobConfiguration {

    static final String JOB = "nightly";

    static final String BUSINESS_DATE = "businessDate";

    /** The parameter of the job that says which run it works for. */
    static final String RUN = "run";

    @Bean
    SettlementFiles settlementFiles(Returns returns, ProrataProperties properties) {
        return new SettlementFiles(returns, properties.settlementsFolder());
    }

    @Bean
    Stages stages(NightlyRuns runs, Claiming claiming, Returns returns, SettlementFiles files,
            Reconciliation reconciliation, Certification certification, Quarantine quarantine, AuditTrail audit) {
        return new Stages(runs, claiming, returns, files, reconciliation, certification, quarantine, audit);
    }

    @Bean
    RunProgressRelay runProgress() {
        return new RunProgressRelay();
    }

    @Bean
    Job nightlyJob(JobRepository repository, JdbcTransactionManager transactions, Stages stages, Step creditStep,
            ThreadPoolTaskExecutor bucketExecutor, Snapshots snapshots) {
        return new JobBuilder(JOB, repository).start(stage("age", stages::age, repository, transactions))
            .next(stage("claim", (run, date) -> stages.claim(run, date, bucketExecutor), repository, transactions))
            .next(creditStep)
            .next(stage("return", stages::orderReturns, repository, transactions))
            .next(stage("hand-over", (run, date) -> {
                stages.writeSettlementFiles(run, date);
                stages.confirmReturns(run, date);
            }, repository, transactions))
            .next(stage("reconcile", (run, date) -> stages.reconcile(run, bucketExecutor), repository, transactions))
            .next(stage("certify", (run, date) -> stages.certify(run, bucketExecutor), repository, transactions))
            .next(stage("publish", (run, date) -> snapshots.publish(run), repository, transactions))
            .build();
    }

    private static Step stage(String name, BiConsumer<Long, LocalDate> stage, JobRepository repository,
            JdbcTransactionManager transactions) {
        return new StepBuilder(name, repository).tasklet((contribution, context) -> {
            var parameters = context.getStepContext().getStepExecution().getJobParameters();
            Long run = parameters.getLong(RUN);
            LocalDate date = parameters.getLocalDate(BUSINESS_DATE);
            if (run == null || date == null) {
                throw new IllegalStateException("the job was started without a run and a business date");
            }
            stage.accept(run, date);
            return RepeatStatus.FINISHED;
        }, transactions).build();
    }

    @Bean
    NightlyJob nightly(JobOperator operator, JobRepository repository, Job nightlyJob, NightlyRuns runs,
            AuditTrail audit, UnitOfWork work, JdbcClient jdbc, DataSource dataSource, DatabaseSettings settings,
            Clock clock, RunProgressRelay progress) {
        return new NightlyJob(operator, repository, nightlyJob, runs, audit, work, jdbc, dataSource, settings, clock,
                progress);
    }

    @Bean
    DryRun dryRun(JdbcTransactionManager transactions, NightlyRuns runs, Stages stages, Claiming claiming,
            ClaimedRequests requests, Settling settling, SettlementWriter writer, Quarantine quarantine) {
        return new DryRun(new TransactionTemplate(transactions), runs, stages, claiming, requests, settling, writer,
                quarantine);
    }

    @Bean
    Step creditStep(JobRepository repository, Step bucketStep, Buckets buckets, ThreadPoolTaskExecutor bucketExecutor,
            ClaimedRequests requests, RunProgressRelay progress, @Value("${prorata.workers:local}") String workers,
            ObjectProvider<PartitionHandler> machines) {
        PartitionStepBuilder credit = new StepBuilder("credit", repository).partitioner("credit", buckets)
            .step(bucketStep)
            .gridSize(64);
        switch (Workers.of(workers)) {
            case LOCAL -> credit.taskExecutor(bucketExecutor);
            case REMOTE -> credit.partitionHandler(machines.getObject());
        }
        return credit.listener(new StepExecutionListener() {
            @Override
            public void beforeStep(StepExecution step) {
                Long run = step.getJobParameters().getLong(RUN);
                progress.stage("credit", (run != null) ? requests.left(run) : 0);
            }
        }).build();
    }

    @Bean
    Step bucketStep(JobRepository repository, JdbcTransactionManager transactions, ClaimedRequestReader bucketReader,
            Settling settling, SettledRequestWriter bucketWriter, ProrataProperties properties) {
        return new StepBuilder("bucket", repository).<ClaimedRequest, SettledRequest>chunk(properties.chunkSize())
            .transactionManager(transactions)
            .reader(bucketReader)
            .processor(settling::settle)
            .writer(bucketWriter)
            .build();
    }

    @Bean
    @StepScope
    Buckets buckets(Claiming claiming, @Value("#{jobParameters['run']}") long run) {
        return new Buckets(claiming, run);
    }

    @Bean
    @StepScope
    ClaimedRequestReader bucketReader(ClaimedRequests requests, ProrataProperties properties,
            @Value("#{jobParameters['run']}") long run, @Value("#{stepExecution.stepName}") String step) {
        return new ClaimedRequestReader(requests, run, Buckets.bucketOf(step), properties.chunkSize());
    }

    @Bean
    @StepScope
    SettledRequestWriter bucketWriter(SettlementWriter writer, Quarantine quarantine, RunProgressRelay progress,
            @Value("#{jobParameters['run']}") long run,
            @Value("#{jobParameters['businessDate']}") LocalDate businessDate) {
        return new SettledRequestWriter(writer, quarantine, run, businessDate, progress);
    }

    @Bean
    ThreadPoolTaskExecutor bucketExecutor(ProrataProperties properties) {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setThreadNamePrefix("bucket-");
        executor.setCorePoolSize(properties.threads());
        executor.setMaxPoolSize(properties.threads());
        return executor;
    }

}
