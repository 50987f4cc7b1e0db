package org.prorata.reporting.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The folder below which files are delivered, each into a folder of one plain name. What
 * is there is whole: a file comes in under another name and gets its own in one step.
 */
public final class DeliveryFolder {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,150}");

    private final Path base;

    public DeliveryFolder(Path base) {
        this.base = base.toAbsolutePath().normalize();
    }

    /**
     * Tells whether a folder may be called so: letters, digits, {@code -} and {@code _},
     * the first a letter or a digit, at most 64.
     */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Puts a file into a folder; one of the same name, which is the same delivery, is
     * replaced.
     * @param source what is put there
     * @throws IOException when it cannot be written, or the folder is not below the base
     */
    public void put(String folder, String fileName, Path source) throws IOException {
        if (!isName(folder) || !FILE.matcher(fileName).matches()) {
            throw new IllegalArgumentException(folder + "/" + fileName + " is no plain name of a folder and a file");
        }
        Files.createDirectories(this.base);
        Path target = this.base.resolve(folder);
        Files.createDirectories(target);
        // somebody may have put a link there
        if (!target.toRealPath().equals(this.base.toRealPath().resolve(folder))) {
            throw new IOException("the folder " + folder + " is a link: files are delivered into plain folders only");
        }
        Path coming = target.resolve(".coming-" + UUID.randomUUID() + ".part");
        try {
            // readable for whom the process makes files readable, unlike the source
            try (OutputStream out = Files.newOutputStream(coming, StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE)) {
                Files.copy(source, out);
            }
            Files.move(coming, target.resolve(fileName), StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        finally {
            Files.deleteIfExists(coming);
        }
    }

}
