package org.prorata.subscription;

/**
 * Names a subscription, as the billing system does.
 *
 * @param value 1 to 64 characters
 */
public record SubscriptionId(String value) {

    public SubscriptionId {
        if (value.isEmpty() || value.length() > 64) {
            throw new IllegalArgumentException(
                    "subscription id of " + value.length() + " characters, accepted: 1 to 64");
        }
    }

    public static SubscriptionId of(String value) {
        return new SubscriptionId(value);
    }

    @Override
    public String toString() {
        return this.value;
    }

}
