package org.prorata.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 over a sequence of texts, each fed with its length, so that no two sequences
 * look alike.
 */
public final class Sha256 {

    private final MessageDigest digest;

    private Sha256(MessageDigest digest) {
        this.digest = digest;
    }

    public static Sha256 start() {
        try {
            return new Sha256(MessageDigest.getInstance("SHA-256"));
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("every Java has SHA-256", ex);
        }
    }

    /** Returns the hash of a text's bytes alone, as any tool computes it. */
    public static String of(String text) {
        Sha256 hash = start();
        hash.digest.update(text.getBytes(StandardCharsets.UTF_8));
        return hash.hex();
    }

    public Sha256 add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        this.digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        this.digest.update(bytes);
        return this;
    }

    /** Ends the sequence and returns the hash in hexadecimal. */
    public String hex() {
        return HexFormat.of().formatHex(this.digest.digest());
    }

}
