package org.prorata.db;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProrataPropertiesTests {

    @Test
    void nothingHasToBeSet() {
        Path home = Path.of("/srv/prorata");
        assertThat(read(Map.of("PRORATA_HOME", home.toString())))
            .isEqualTo(new ProrataProperties(home, null, null, 4, 500, 30, 20, 20));
        assertThat(read(Map.of()).home()).isNotNull();
    }

    @Test
    void everythingIsReadFromTheEnvironment() {
        assertThat(read(Map.of("PRORATA_HOME", "/srv/prorata", "PRORATA_POLICIES", "/etc/policies.csv",
                "PRORATA_SETTLEMENTS", "/srv/files", "PRORATA_THREADS", "8", "PRORATA_CHUNK_SIZE", "1000",
                "PRORATA_DAYS_TO_APPROVE", "14", "PRORATA_MAX_BAD_PERCENT", "5", "PRORATA_MAX_BAD_ALWAYS", "3")))
            .isEqualTo(new ProrataProperties(Path.of("/srv/prorata"), Path.of("/etc/policies.csv"),
                    Path.of("/srv/files"), 8, 1000, 14, 5, 3));
    }

    @Test
    void settlementFilesGoToTheCheckoutUnlessAFolderIsNamed() {
        assertThat(read(Map.of("PRORATA_HOME", "/srv/prorata")).settlementsFolder())
            .isEqualTo(Path.of("/srv/prorata/var/settlements"));
        assertThat(read(Map.of("PRORATA_SETTLEMENTS", "/srv/files")).settlementsFolder())
            .isEqualTo(Path.of("/srv/files"));
    }

    @Test
    void aValueOfTheWrongKindIsNamedWithWhatIsAccepted() {
        assertThatThrownBy(() -> read(Map.of("PRORATA_CHUNK_SIZE", "many")))
            .satisfies(thrown -> assertThat(BadSettings.among(thrown))
                .hasValue("PRORATA_CHUNK_SIZE is \"many\", accepted: a whole number"));
        assertThatThrownBy(() -> read(Map.of("PRORATA_CHUNK_SIZE", "0")))
            .satisfies(thrown -> assertThat(BadSettings.among(thrown)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({ "PRORATA_THREADS, 1, 64", "PRORATA_CHUNK_SIZE, 1, 2000", "PRORATA_DAYS_TO_APPROVE, 1, 3650",
            "PRORATA_MAX_BAD_PERCENT, 0, 100", "PRORATA_MAX_BAD_ALWAYS, 0, 2147483647" })
    void aNumberOutOfItsBoundsIsRefusedByItsName(String name, int least, int most) {
        assertThat(read(Map.of(name, Integer.toString(least)))).isNotNull();
        assertThat(read(Map.of(name, Integer.toString(most)))).isNotNull();
        String message = ", accepted: " + least + " to " + most;
        assertThatThrownBy(() -> read(Map.of(name, Integer.toString(least - 1)))).isInstanceOf(BindException.class)
            .rootCause()
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(name + " is " + (least - 1) + message);
        if (most < Integer.MAX_VALUE) {
            assertThatThrownBy(() -> read(Map.of(name, Integer.toString(most + 1)))).rootCause()
                .hasMessage(name + " is " + (most + 1) + message);
        }
    }

    private static ProrataProperties read(Map<String, Object> variables) {
        return Binder.get(environment(variables)).bindOrCreate("prorata", ProrataProperties.class);
    }

    private static StandardEnvironment environment(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources()
            .stream()
            .toList()
            .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment.getPropertySources()
            .addFirst(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                    variables));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }

}
