package org.prorata.people;

import java.util.Locale;

/** Which passwords are good enough: long ones; what they are made of is free. */
public final class PasswordRule {

    public static final int SHORTEST = 12;

    public static final int LONGEST = 128;

    private PasswordRule() {
    }

    /** Tells whether somebody with a login may have a password. */
    public static boolean accepts(String password, String login) {
        int length = password.codePointCount(0, password.length());
        return length >= SHORTEST && length <= LONGEST && password.codePoints().distinct().count() >= 5
                && !password.toLowerCase(Locale.ROOT).contains(login.toLowerCase(Locale.ROOT));
    }

}
