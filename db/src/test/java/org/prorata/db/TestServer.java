package org.prorata.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import org.prorata.db.embedded.EmbeddedDatabase;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mysql.MySQLContainer;

/**
 * A database server for tests, with the data of many: MySQL in a container where Docker
 * answers, the embedded MariaDB where it does not. It can be stopped and started again
 * under the same address and with the same data.
 */
public final class TestServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String url;

    private final String rootPassword;

    private final Runnable stopping;

    private final Runnable starting;

    private final Runnable ending;

    private TestServer(String url, String rootPassword, Runnable stopping, Runnable starting, Runnable ending) {
        this.url = url;
        this.rootPassword = rootPassword;
        this.stopping = stopping;
        this.starting = starting;
        this.ending = ending;
    }

    /**
     * Starts a server.
     * @param home where the embedded one is unpacked and keeps its data
     */
    public static TestServer started(Path home) {
        return isContainer() ? container(mysql()) : embedded(home);
    }

    /** Starts a server that has the same address when it is stopped and started again. */
    public static TestServer startedToBeStopped(Path home) {
        if (!isContainer()) {
            return embedded(home);
        }
        // a port that Docker chooses is another one after a restart
        PortBinding binding = new PortBinding(Ports.Binding.bindPort(freePort()), ExposedPort.tcp(3306));
        return container(mysql().withCreateContainerCmdModifier(
                command -> Objects.requireNonNull(command.getHostConfig()).withPortBindings(binding)));
    }

    private static boolean isContainer() {
        String wanted = System.getProperty("prorata.test.database", "auto");
        return wanted.equals("mysql") || (wanted.equals("auto") && DockerClientFactory.instance().isDockerAvailable());
    }

    private static MySQLContainer mysql() {
        return new MySQLContainer("mysql:9.7").withUsername("root")
            .withPassword("root-in-tests")
            .withDatabaseName("prorata")
            .withCommand("--innodb-buffer-pool-size=512M", "--max-connections=300");
    }

    private static TestServer container(MySQLContainer container) {
        container.start();
        String id = container.getContainerId();
        return new TestServer("jdbc:mysql://" + container.getHost() + ":" + container.getMappedPort(3306) + "/",
                "root-in-tests", () -> container.getDockerClient().stopContainerCmd(id).withTimeout(30).exec(),
                () -> container.getDockerClient().startContainerCmd(id).exec(), container::stop);
    }

    private static TestServer embedded(Path home) {
        EmbeddedDatabase database = EmbeddedDatabase.of(home);
        DatabaseSettings root = database.asRoot();
        return new TestServer(root.url().substring(0, root.url().indexOf('/', "jdbc:mysql://".length()) + 1),
                root.password(), database::stop, database::start, database::stop);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns where its databases are, up to their names. */
    String url() {
        return this.url;
    }

    String rootPassword() {
        return this.rootPassword;
    }

    /** Stops it in good order, as an operator would. */
    public void stop() {
        this.stopping.run();
    }

    /** Starts it again and waits until it answers. */
    public void start() {
        this.starting.run();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the server at " + this.url + " does not answer");
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private boolean answers() {
        try (Connection connection = connection()) {
            return connection.isValid(5);
        }
        catch (SQLException ex) {
            return false;
        }
    }

    Connection connection() throws SQLException {
        return DriverManager.getConnection(this.url + "?allowPublicKeyRetrieval=true&sslMode=DISABLED", "root",
                this.rootPassword);
    }

    @Override
    public void close() {
        this.ending.run();
    }

}
