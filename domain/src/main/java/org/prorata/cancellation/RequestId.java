package org.prorata.cancellation;

/**
 * Names a cancellation request; filing the same one twice is the same request.
 *
 * @param value 1 to 64 characters
 */
public record RequestId(String value) {

    public RequestId {
        if (value.isEmpty() || value.length() > 64) {
            throw new IllegalArgumentException("request id of " + value.length() + " characters, accepted: 1 to 64");
        }
    }

    public static RequestId of(String value) {
        return new RequestId(value);
    }

    @Override
    public String toString() {
        return this.value;
    }

}
