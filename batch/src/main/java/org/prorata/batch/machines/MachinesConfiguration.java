package org.prorata.batch.machines;

import org.prorata.batch.nightly.RunProgressRelay;
import org.prorata.db.run.Quarantine;
import org.prorata.policy.Policies;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.batch.core.step.Step;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires manager and worker; a run without remote workers does not even load it. */
@Configuration(proxyBeanMethods = false)
@Lazy
@ConditionalOnProperty(name = "prorata.workers", havingValue = "remote")
class MachinesConfiguration {

    @Bean
    BrokerSettings brokerSettings(Environment environment) {
        return Binder.get(environment).bindOrCreate("prorata.broker", BrokerSettings.class);
    }

    @Bean
    EmbeddedBroker embeddedBroker(BrokerSettings settings) {
        return new EmbeddedBroker(settings);
    }

    @Bean
    Broker broker(BrokerSettings settings) {
        return new Broker(settings);
    }

    @Bean
    Terms terms(JdbcClient jdbc, Policies policies) {
        return Terms.of(jdbc, policies);
    }

    @Bean
    RemoteBuckets remoteBuckets(EmbeddedBroker embedded, Broker broker, BrokerSettings settings, Terms terms,
            JdbcClient jdbc, JobRepository repository, Quarantine quarantine, RunProgressRelay progress) {
        return new RemoteBuckets(embedded, broker, settings, terms, new BucketExecutions(jdbc), repository, quarantine,
                progress);
    }

    @Bean
    BucketWorker bucketWorker(Broker broker, BrokerSettings settings, Terms terms, JobRepository repository,
            Step bucketStep, JdbcClient jdbc) {
        return new BucketWorker(broker, settings, terms, repository, (AbstractStep) bucketStep, jdbc);
    }

}
