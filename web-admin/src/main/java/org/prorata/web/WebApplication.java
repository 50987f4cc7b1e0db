package org.prorata.web;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.prorata.db.BooksConfiguration;
import org.prorata.db.DatabaseSettings;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The pages and the REST API, put together by Spring. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(BooksConfiguration.class)
@EnableConfigurationProperties(WebProperties.class)
public class WebApplication {

    /**
     * Starts the server on a database that is up to date.
     * @param settings what goes before the settings of the environment
     * @param database another database than the environment's, if any
     */
    public static ConfigurableApplicationContext start(Map<String, Object> settings,
            @Nullable DatabaseSettings database) {
        return new SpringApplicationBuilder(WebApplication.class).web(WebApplicationType.SERVLET)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
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
