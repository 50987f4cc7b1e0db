package org.prorata.db;

import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;

import static org.assertj.core.api.Assertions.assertThat;

class BooksConfigurationTests {

    /**
     * The name of a parameter does not choose a bean where another one is primary:
     * whatever asked for the streaming template in that way got the one that keeps a
     * whole result in memory, and a run of a million credits ended at its certificate.
     */
    @Test
    void whoReadsRowByRowSaysSoByAQualifier() {
        List<Parameter> streaming = Arrays.stream(BooksConfiguration.class.getDeclaredMethods())
            .flatMap(method -> Arrays.stream(method.getParameters()))
            .filter(parameter -> parameter.getName().equals("streaming"))
            .toList();
        assertThat(streaming).hasSizeGreaterThanOrEqualTo(4).allSatisfy(parameter -> {
            Qualifier qualifier = parameter.getAnnotation(Qualifier.class);
            assertThat(qualifier).isNotNull();
            assertThat(qualifier.value()).isEqualTo("streaming");
        });
    }

}
