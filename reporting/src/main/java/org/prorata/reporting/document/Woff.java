package org.prorata.reporting.document;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks a font of the Web Open Font Format 1.0: tables, each deflated by itself. */
final class Woff {

    private static final int SIGNATURE = 0x774f4646;

    private Woff() {
    }

    /** Returns the same font as a TrueType file. */
    static byte[] unpack(byte[] packed) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(packed);
        if (in.getInt() != SIGNATURE) {
            throw new IOException("the font is not in WOFF 1.0");
        }
        int flavor = in.getInt();
        in.getInt();
        int tables = in.getShort();
        in.position(16);
        ByteBuffer out = ByteBuffer.allocate(in.getInt());
        int largest = Integer.highestOneBit(tables);
        out.putInt(flavor)
            .putShort((short) tables)
            .putShort((short) (largest * 16))
            .putShort((short) Integer.numberOfTrailingZeros(largest))
            .putShort((short) ((tables - largest) * 16));
        int at = 12 + 16 * tables;
        for (int table = 0; table < tables; table++) {
            in.position(44 + 20 * table);
            int tag = in.getInt();
            int offset = in.getInt();
            int packedLength = in.getInt();
            int length = in.getInt();
            int checksum = in.getInt();
            out.putInt(tag).putInt(checksum).putInt(at).putInt(length);
            inflate(packed, offset, packedLength, out.array(), at, length);
            at += (length + 3) / 4 * 4;
        }
        return out.array();
    }

    private static void inflate(byte[] in, int offset, int packedLength, byte[] out, int at, int length)
            throws IOException {
        if (packedLength == length) {
            System.arraycopy(in, offset, out, at, length);
            return;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(in, offset, packedLength);
            if (inflater.inflate(out, at, length) != length) {
                throw new IOException("a table of the font ends early");
            }
        }
        catch (DataFormatException ex) {
            throw new IOException("a table of the font cannot be read", ex);
        }
        finally {
            inflater.end();
        }
    }

}
