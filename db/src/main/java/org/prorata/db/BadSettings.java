package org.prorata.db;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.util.ClassUtils;

/** Says in an operator's words which setting has a value of the wrong kind. */
public final class BadSettings {

    private BadSettings() {
    }

    /**
     * Looks for such a setting among the causes of a failed start.
     * @return its name, its value and what is accepted; empty when something else failed
     */
    public static Optional<String> among(Throwable thrown) {
        String name = "";
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException ex && ex.getProperty() != null) {
                name = name(ex.getProperty());
            }
            // the server's own settings, whose conversion is told first and whose name
            // later
            if (cause.getCause() instanceof InvalidConfigurationPropertyValueException ex) {
                name = ex.getName();
            }
            if (!name.isEmpty() && cause instanceof ConversionFailedException ex) {
                return Optional.of(name + " is \"" + ex.getValue() + "\", accepted: "
                        + accepted(ClassUtils.resolvePrimitiveIfNecessary(ex.getTargetType().getType())));
            }
        }
        return Optional.empty();
    }

    private static String name(ConfigurationProperty property) {
        Origin origin = property.getOrigin();
        if (origin instanceof SystemEnvironmentOrigin environment) {
            return environment.getProperty();
        }
        return property.getName().toString().toUpperCase(Locale.ROOT).replace('.', '_').replace("-", "_");
    }

    private static String accepted(Class<?> type) {
        if (Number.class.isAssignableFrom(type)) {
            return "a whole number";
        }
        if (type == Duration.class) {
            return "a duration such as 90s, 2m or 26h";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
        }
        return "a " + type.getSimpleName();
    }

}
