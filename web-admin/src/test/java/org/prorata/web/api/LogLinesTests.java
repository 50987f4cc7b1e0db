package org.prorata.web.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogLinesTests {

    @Test
    void whatSomebodySentNeverBeginsALineOfItsOwn() throws Exception {
        String forged = "2026-01-01T00:00:00.000Z WARN  [] forged";
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new ch.qos.logback.classic.util.LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(getClass().getResource("/logback.xml"));
        ConsoleAppender<?> appender = (ConsoleAppender<?>) context.getLogger("ROOT").getAppender("STDERR");
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        LayoutWrappingEncoder<?> encoder = (LayoutWrappingEncoder<?>) appender.getEncoder();
        PatternLayout layout = (PatternLayout) encoder.getLayout();
        for (String end : new String[] { "\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029" }) {
            ILoggingEvent event = new ch.qos.logback.classic.spi.LoggingEvent("x", context.getLogger("x"),
                    ch.qos.logback.classic.Level.WARN, "asked for " + end + forged,
                    new IllegalStateException("found " + end + forged,
                            new IllegalArgumentException("in " + end + forged)),
                    new Object[0]);
            lines.writeBytes(layout.doLayout(event).getBytes(StandardCharsets.UTF_8));
        }
        String log = lines.toString(StandardCharsets.UTF_8);
        assertThat(log).contains("IllegalStateException");
        assertThat(log.split("\\R")).hasSizeGreaterThan(12).noneMatch(line -> line.startsWith("2026-01-01T00"));
        assertThat(log.lines().filter(line -> line.contains("asked for"))).hasSize(6);
    }

}
