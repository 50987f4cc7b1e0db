package org.prorata.web.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.prorata.web.problem.ProblemCode;
import org.prorata.web.problem.ProblemException;

/**
 * What an approver saw, as its ETag names it.
 *
 * @param version of the case
 * @param figures the hash of the figures
 */
record Seen(long version, String figures) {

    private static final Pattern TAG = Pattern.compile("\"v([0-9]{1,18})\\.([0-9a-f]{64})\"");

    static String tag(long version, String figures) {
        return "\"v" + version + "." + figures + "\"";
    }

    /**
     * Reads {@code If-Match}: only a tag that was given counts, because who has not seen
     * the figures cannot decide about them.
     */
    static Seen of(String ifMatch) {
        Matcher tag = TAG.matcher(ifMatch.strip());
        if (!tag.matches()) {
            throw ProblemException.of(ProblemCode.PRECONDITION_FAILED);
        }
        return new Seen(Long.parseLong(tag.group(1)), tag.group(2));
    }

}
