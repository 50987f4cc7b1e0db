package org.prorata.batch.machines;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;

import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.jspecify.annotations.Nullable;
import org.prorata.batch.nightly.RunFailedException;

/**
 * The broker within the manager's process. It keeps nothing on disk: the database knows
 * what is done, and a manager that starts again hands out anew what is not.
 */
final class EmbeddedBroker implements AutoCloseable {

    private static final long FIRST_REDELIVERY_MILLIS = 200;

    private static final long LAST_REDELIVERY_MILLIS = 10_000;

    /** Lets the one user in that manager and workers share, to send, take and look. */
    private record OneUser(String name, String secret) implements ActiveMQSecurityManager {

        @Override
        public boolean validateUser(@Nullable String user, @Nullable String password) {
            return this.name.equals(user) && password != null && MessageDigest
                .isEqual(this.secret.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean validateUserAndRole(@Nullable String user, @Nullable String password, Set<Role> roles,
                CheckType type) {
            return (type == CheckType.SEND || type == CheckType.CONSUME || type == CheckType.BROWSE)
                    && validateUser(user, password);
        }

    }

    private final BrokerSettings settings;

    private @Nullable EmbeddedActiveMQ server;

    EmbeddedBroker(BrokerSettings settings) {
        this.settings = settings;
    }

    /**
     * Opens it unless it is open.
     * @throws RunFailedException when its port cannot be had
     */
    synchronized void open() {
        if (this.server != null) {
            return;
        }
        EmbeddedActiveMQ opening = new EmbeddedActiveMQ();
        // Artemis starts without a port that it cannot have, and says so only in its log
        try (ServerSocket probe = new ServerSocket(this.settings.port(), 1,
                InetAddress.getByName(this.settings.address()))) {
            probe.close();
            opening.setConfiguration(configuration());
            opening.setSecurityManager(new OneUser(this.settings.user(), this.settings.password()));
            opening.start();
            this.server = opening;
        }
        catch (Exception ex) {
            stop(opening);
            throw new RunFailedException("no broker can be opened on " + this.settings.address() + ":"
                    + this.settings.port() + ": " + ex.getMessage()
                    + ". Choose another PRORATA_BROKER_ADDRESS or PRORATA_BROKER_PORT, here and for the workers");
        }
    }

    private ConfigurationImpl configuration() throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(false);
        configuration.setJMXManagementEnabled(false);
        configuration.setSecurityEnabled(true);
        configuration.addAcceptorConfiguration("workers",
                "tcp://" + this.settings.address() + ":" + this.settings.port() + "?protocols=CORE");
        configuration.addAddressSetting("#",
                new AddressSettings().setDeadLetterAddress(SimpleString.of(Broker.DEAD_LETTERS))
                    .setMaxDeliveryAttempts(this.settings.deliveries())
                    .setRedeliveryDelay(FIRST_REDELIVERY_MILLIS)
                    .setRedeliveryMultiplier(2)
                    .setMaxRedeliveryDelay(LAST_REDELIVERY_MILLIS)
                    .setAutoCreateQueues(false)
                    .setAutoCreateAddresses(false));
        for (String queue : Set.of(Broker.BUCKETS, Broker.DEAD_LETTERS)) {
            configuration.addQueueConfiguration(
                    QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST).setDurable(false));
        }
        return configuration;
    }

    private static void stop(EmbeddedActiveMQ server) {
        try {
            server.stop();
        }
        catch (Exception ex) {
            // it ends with the process at the latest
        }
    }

    @Override
    public synchronized void close() {
        if (this.server != null) {
            stop(this.server);
            this.server = null;
        }
    }

}
