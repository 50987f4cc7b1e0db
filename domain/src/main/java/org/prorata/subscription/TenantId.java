package org.prorata.subscription;

/**
 * Names a tenant, as the billing system does.
 *
 * @param value 1 to 64 characters
 */
public record TenantId(String value) {

    public TenantId {
        if (value.isEmpty() || value.length() > 64) {
            throw new IllegalArgumentException("tenant id of " + value.length() + " characters, accepted: 1 to 64");
        }
    }

    public static TenantId of(String value) {
        return new TenantId(value);
    }

    @Override
    public String toString() {
        return this.value;
    }

}
