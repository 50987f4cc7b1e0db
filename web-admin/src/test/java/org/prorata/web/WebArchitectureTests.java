package org.prorata.web;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.stereotype.Service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

class WebArchitectureTests {

    private static final JavaClasses WEB = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("org.prorata.web");

    @Test
    void thePagesAndTheBatchMeetInTheDatabaseOnly() {
        noClasses().should().dependOnClassesThat().resideInAPackage("org.prorata.batch..").check(WEB);
    }

    @Test
    void everyPublicMethodOfAServiceSaysWhoMayCallIt() {
        methods().that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Service.class)
            .should()
            .beAnnotatedWith(PreAuthorize.class)
            .check(WEB);
    }

    @Test
    void controllersLeaveThatToTheServices() {
        noMethods().that()
            .areDeclaredInClassesThat()
            .areMetaAnnotatedWith(Controller.class)
            .should()
            .beAnnotatedWith(PreAuthorize.class)
            .check(WEB);
    }

}
