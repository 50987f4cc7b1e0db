package org.prorata.web.paging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes cursors: the place in a list where the next page begins, opaque and signed. A
 * cursor is good for the list, the filters and the order it was made for; with others it
 * is refused, as is one that anybody made up.
 */
public final class Cursors {

    private static final int SIGNATURE = 16;

    private static final int LONGEST = 2000;

    private final byte[] key;

    /**
     * @param key known to the servers of this database only
     */
    public Cursors(byte[] key) {
        this.key = key.clone();
    }

    /**
     * Makes the cursor for what comes after a row.
     * @param list what is listed and how: its name, its order and its filters, in words
     * @param place the values of the row in the columns of the order
     */
    public String after(String list, List<String> place) {
        byte[] content = String.join("\u001f", place).getBytes(StandardCharsets.UTF_8);
        byte[] signature = sign(list, content);
        return Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(ByteBuffer.allocate(SIGNATURE + content.length).put(signature).put(content).array());
    }

    /**
     * Reads a cursor back.
     * @param parts how many values the order has
     * @return the values
     * @throws BadCursorException when it is not one of ours for this list
     */
    public List<String> place(String list, String cursor, int parts) {
        try {
            if (cursor.length() > LONGEST) {
                throw new BadCursorException();
            }
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length < SIGNATURE) {
                throw new BadCursorException();
            }
            byte[] content = Arrays.copyOfRange(bytes, SIGNATURE, bytes.length);
            if (!MessageDigest.isEqual(Arrays.copyOf(bytes, SIGNATURE), sign(list, content))) {
                throw new BadCursorException();
            }
            List<String> place = List.of(new String(content, StandardCharsets.UTF_8).split("\u001f", -1));
            if (place.size() != parts) {
                throw new BadCursorException();
            }
            return place;
        }
        catch (IllegalArgumentException ex) {
            throw new BadCursorException();
        }
    }

    private byte[] sign(String list, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(this.key, "HmacSHA256"));
            byte[] name = list.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(4).putInt(name.length).array());
            mac.update(name);
            return Arrays.copyOf(mac.doFinal(content), SIGNATURE);
        }
        catch (GeneralSecurityException ex) {
            throw new IllegalStateException("every JDK has HmacSHA256", ex);
        }
    }

}
