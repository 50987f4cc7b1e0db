package org.prorata.web;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class ProrataWebTests {

    /** The bind error below it, which knows no port, once had the last word. */
    @ParameterizedTest
    @ValueSource(strings = { "server.port", "management.server.port" })
    @Tag("database")
    void aPortThatIsTakenIsNamed(String setting) throws IOException {
        TestWeb web = TestWeb.shared();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Throwable thrown = catchThrowable(
                    () -> TestWeb.started(web.database(), Map.of(setting, other.getLocalPort())).close());
            ProrataWeb.Failure failure = ProrataWeb.explain(thrown);
            assertThat(failure.message()).startsWith("port " + other.getLocalPort() + " is taken by another program");
            assertThat(failure.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void aPortThatIsNoneIsBadUsage() {
        StringWriter err = new StringWriter();
        assertThat(ProrataWeb.commandLine().setErr(new PrintWriter(err, true)).execute("--port", "70000")).isEqualTo(2);
        assertThat(err.toString()).isEqualToNormalizingNewlines("prorata: --port is 70000, accepted: 0 to 65535\n");
    }

}
