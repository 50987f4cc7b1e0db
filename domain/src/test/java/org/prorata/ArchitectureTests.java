package org.prorata;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

    private static final JavaClasses DOMAIN = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("org.prorata");

    private static final List<String> FLOATING = List.of("double", "float", "java.lang.Double", "java.lang.Float");

    @Test
    void thereIsADomainToLookAt() {
        assertThat(DOMAIN).hasSizeGreaterThan(60);
        assertThat(DOMAIN.contain(ArchitectureTests.class)).isFalse();
    }

    @Test
    void theDomainIsPureJavaWithMoneyAndTables() {
        classes().should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.joda.money..", "de.siegmar.fastcsv..", "org.jspecify..", "org.prorata..")
            .check(DOMAIN);
        noClasses().should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "java.net..", "org.prorata.db..", "org.prorata.batch..")
            .check(DOMAIN);
    }

    @Test
    void nothingIsAFloatingPointNumber() {
        fields().should().notHaveRawType(isFloating()).check(DOMAIN);
        codeUnits().should(neitherTakeNorReturnFloating()).check(DOMAIN);
    }

    @Test
    void timeComesInFromOutside() {
        noClasses().should().callMethodWhere(looksAtTheClock()).check(DOMAIN);
    }

    @Test
    void everyPackageSaysWhyItExistsAndIsNullMarked() {
        List<String> packages = DOMAIN.stream().map(JavaClass::getPackageName).distinct().sorted().toList();
        assertThat(packages).contains("org.prorata.credit").allSatisfy(name -> {
            Class<?> info = Class.forName(name + ".package-info");
            assertThat(info.isAnnotationPresent(NullMarked.class)).as(name).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "Impl", "Util", "Utils", "Helper", "Manager" })
    void noClassIsNamedAfterNothing(String suffix) {
        noClasses().should().haveSimpleNameEndingWith(suffix).check(DOMAIN);
    }

    private static DescribedPredicate<JavaClass> isFloating() {
        return DescribedPredicate.describe("is a floating-point number",
                type -> FLOATING.contains(type.getBaseComponentType().getFullName()));
    }

    private static ArchCondition<JavaCodeUnit> neitherTakeNorReturnFloating() {
        return new ArchCondition<>("neither take nor return a floating-point number") {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                boolean floating = Stream
                    .concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream())
                    .anyMatch(isFloating());
                if (floating) {
                    events.add(SimpleConditionEvent.violated(unit, unit.getFullName()));
                }
            }
        };
    }

    private static DescribedPredicate<JavaMethodCall> looksAtTheClock() {
        List<String> readers = Stream.of(LocalDate.class, LocalDateTime.class, ZonedDateTime.class, Instant.class)
            .map(type -> type.getName() + ".now")
            .toList();
        return DescribedPredicate.describe("looks at the clock", call -> {
            String owner = call.getTargetOwner().getName();
            String method = call.getTarget().getName();
            return readers.contains(owner + "." + method)
                    || (owner.equals(Clock.class.getName()) && method.startsWith("system"))
                    || (owner.equals(System.class.getName())
                            && List.of("currentTimeMillis", "nanoTime").contains(method));
        });
    }

}
