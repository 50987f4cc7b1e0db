package org.prorata.batch.machines;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the manager of a run and its workers reach each other, as
 * {@code PRORATA_BROKER_...} in the environment.
 *
 * @param url an Artemis broker that is there already; without it the manager starts one
 * of its own, and a worker looks for it at the address and port
 * @param address where the manager's broker listens
 * @param port the port it listens on
 * @param user the user that manager and workers share
 * @param password their password; a broker is never open without one
 * @param deliveries how often the manager's broker hands out a bucket whose worker dies
 * before it goes to the dead-letter queue
 * @param patience how long the manager waits while no bucket makes progress
 * @param absence how long a worker looks for a broker that is not there
 */
record BrokerSettings(@Nullable String url, @DefaultValue("127.0.0.1") String address, @DefaultValue("61616") int port,
        @DefaultValue("prorata") String user, @DefaultValue("") String password, @DefaultValue("5") int deliveries,
        @DefaultValue("2m") Duration patience, @DefaultValue("26h") Duration absence) {

    BrokerSettings {
        if (url != null && url.isBlank()) {
            url = null;
        }
        require("PRORATA_BROKER_PORT", port, 1, 65_535);
        require("PRORATA_BROKER_DELIVERIES", deliveries, 1, 1000);
        require("PRORATA_BROKER_PATIENCE", patience);
        require("PRORATA_BROKER_ABSENCE", absence);
        if (user.isBlank()) {
            throw new IllegalArgumentException(
                    "PRORATA_BROKER_USER is empty, accepted: the user that manager and workers share");
        }
        if (password.isBlank()) {
            throw new IllegalArgumentException(
                    "PRORATA_BROKER_PASSWORD is not set, accepted: the password that manager and workers share");
        }
    }

    /** Tells whether the manager starts a broker of its own. */
    boolean embedded() {
        return this.url == null;
    }

    /** Returns where the broker is reached from here. */
    String reachedAt() {
        if (this.url != null) {
            return this.url;
        }
        return "tcp://" + (this.address.equals("0.0.0.0") ? "127.0.0.1" : this.address) + ":" + this.port;
    }

    /** Tells everything but the password. */
    @Override
    public String toString() {
        return this.user + " at " + reachedAt().replaceFirst("\\?.*", "");
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", accepted: " + least + " to " + most);
        }
    }

    private static void require(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " is " + value + ", accepted: a time such as 2m or PT2M");
        }
    }

}
