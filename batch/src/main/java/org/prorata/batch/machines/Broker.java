package org.prorata.batch.machines;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityRuntimeException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.prorata.batch.nightly.PassingTroubleException;
import org.prorata.batch.nightly.RunFailedException;

/** The way to the broker, as manager and workers go it. */
final class Broker implements AutoCloseable {

    /** Holds a message for each bucket that nobody has finished yet. */
    static final String BUCKETS = "prorata.buckets";

    /**
     * Holds what was handed out too often, under the name that Artemis brokers give it
     * unless they are told otherwise.
     */
    static final String DEAD_LETTERS = "DLQ";

    private final BrokerSettings settings;

    private final ActiveMQConnectionFactory connections;

    Broker(BrokerSettings settings) {
        this.settings = settings;
        try {
            this.connections = new ActiveMQConnectionFactory(settings.reachedAt());
        }
        catch (RuntimeException ex) {
            throw new IllegalArgumentException(
                    "PRORATA_BROKER_URL is \"" + settings.reachedAt().replaceFirst("\\?.*", "…")
                            + "\", accepted: a URL of an Artemis broker such as tcp://broker.example.com:61616");
        }
        // a worker takes the next bucket when it has done one, and leaves the others
        // alone
        this.connections.setConsumerWindowSize(0);
        this.connections.setReconnectAttempts(0);
    }

    /**
     * Connects; what is received and sent counts when it is committed.
     * @throws RunFailedException when the broker refuses the user, which waiting does not
     * mend
     * @throws PassingTroubleException when the broker cannot be reached
     */
    JMSContext connect() {
        try {
            return this.connections.createContext(this.settings.user(), this.settings.password(),
                    JMSContext.SESSION_TRANSACTED);
        }
        catch (JMSSecurityRuntimeException ex) {
            throw new RunFailedException("the broker refuses the user " + this.settings
                    + ". PRORATA_BROKER_USER and PRORATA_BROKER_PASSWORD must be the same for manager and workers");
        }
        catch (JMSRuntimeException ex) {
            throw lost(String.valueOf(ex.getMessage()));
        }
    }

    PassingTroubleException lost(JMSException thrown) {
        return lost(String.valueOf(thrown.getMessage()));
    }

    PassingTroubleException lost(JMSRuntimeException thrown) {
        return lost(String.valueOf(thrown.getMessage()));
    }

    private PassingTroubleException lost(String why) {
        return new PassingTroubleException("the broker " + this.settings + " cannot be reached: " + why
                + ". Is it running, and are the broker and its port the right ones?");
    }

    @Override
    public String toString() {
        return this.settings.toString();
    }

    @Override
    public void close() {
        this.connections.close();
    }

}
