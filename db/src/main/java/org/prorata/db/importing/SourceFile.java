package org.prorata.db.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.prorata.table.BadTableException;
import org.prorata.table.Problem;
import org.prorata.table.Problems;
import org.prorata.table.Table;

/** A file that is imported; it knows the hash of what was last read from it. */
final class SourceFile implements Table.Source {

    private final Path path;

    private MessageDigest read = sha256();

    private SourceFile(Path path) {
        this.path = path;
    }

    /** Names a file, which has to be there. */
    static SourceFile of(Path path) throws BadTableException {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw refusal(path, "is not a file that can be read");
        }
        return new SourceFile(path);
    }

    static BadTableException refusal(Path path, String wrong) {
        Problems problems = new Problems();
        problems.add(new Problem(nameOf(path), 0, "-", wrong));
        return new BadTableException(problems);
    }

    static String nameOf(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return ((name != null) ? name : path).toString().replaceAll("\\p{Cntrl}", "?");
    }

    String name() {
        return nameOf(this.path);
    }

    @Override
    public InputStream open() throws IOException {
        this.read = sha256();
        return new DigestInputStream(Files.newInputStream(this.path), this.read);
    }

    /**
     * Ends the reading and returns the hash of the bytes that were read, in hexadecimal.
     */
    String hash() {
        return HexFormat.of().formatHex(this.read.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("every Java has SHA-256", ex);
        }
    }

}
