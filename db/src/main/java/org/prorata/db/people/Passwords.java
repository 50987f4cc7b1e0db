package org.prorata.db.people;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Hashes passwords with argon2id: 19 MiB, two passes, one lane. Each hash takes that much
 * memory, so that only some are worked on at a time; the others wait.
 */
public final class Passwords {

    private static final int AT_ONCE = 4;

    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private final PasswordEncoder encoder = new DelegatingPasswordEncoder("argon2", Map.of("argon2",
            new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2), "bcrypt", new BCryptPasswordEncoder(12)));

    private final Semaphore places = new Semaphore(AT_ONCE, true);

    private final SecureRandom random = new SecureRandom();

    /** What a password is compared with when there is no account. */
    private final String nobody = hash(random());

    public String hash(String password) {
        return withPlace(() -> java.util.Objects.requireNonNull(this.encoder.encode(password)));
    }

    /**
     * Compares a password with a hash; without a hash this takes the same time and is
     * never right.
     */
    public boolean matches(String password, @Nullable String hash) {
        boolean right = withPlace(() -> this.encoder.matches(password, (hash != null) ? hash : this.nobody));
        return right && hash != null;
    }

    /** Tells whether a hash was made in an older way than that of today. */
    public boolean isOutdated(String hash) {
        return this.encoder.upgradeEncoding(hash);
    }

    /** Makes a password of about 98 random bits, easy to read out and to type. */
    public String random() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            if (i > 0 && i % 5 == 0) {
                password.append('-');
            }
            password.append(LETTERS.charAt(this.random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    private <T> T withPlace(Supplier<T> work) {
        this.places.acquireUninterruptibly();
        try {
            return work.get();
        }
        finally {
            this.places.release();
        }
    }

}
