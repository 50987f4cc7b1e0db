package org.prorata.batch;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.prorata.db.BooksConfiguration;
import org.prorata.db.DatabaseSettings;
import org.prorata.reporting.ReportingConfiguration;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The parts of the program, put together by Spring. */
@SpringBootApplication(proxyBeanMethods = false)
@Import({ BooksConfiguration.class, ReportingConfiguration.class })
public class ProrataApplication {

    /**
     * Puts the parts together; without a web server each part is made only when it is
     * asked for.
     * @param settings what goes before the settings of the environment
     * @param database another database than the environment's, if any
     */
    public static ConfigurableApplicationContext start(WebApplicationType type, Map<String, Object> settings,
            @Nullable DatabaseSettings database) {
        return new SpringApplicationBuilder(ProrataApplication.class).web(type)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .lazyInitialization(type == WebApplicationType.NONE)
            .registerShutdownHook(false)
            .initializers(context -> {
                context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("command", settings));
                if (database != null) {
                    ((GenericApplicationContext) context).registerBean(DatabaseSettings.class, () -> database);
                }
            })
            .run();
    }

}
