package org.prorata.charge;

/**
 * Names a charge line, as the billing system does.
 *
 * @param value 1 to 64 characters
 */
public record ChargeId(String value) {

    public ChargeId {
        if (value.isEmpty() || value.length() > 64) {
            throw new IllegalArgumentException("charge id of " + value.length() + " characters, accepted: 1 to 64");
        }
    }

    public static ChargeId of(String value) {
        return new ChargeId(value);
    }

    @Override
    public String toString() {
        return this.value;
    }

}
