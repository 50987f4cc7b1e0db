package org.prorata.batch.nightly;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.cancellation.Cancellation;
import org.prorata.db.TestDatabase;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.batch.core.job.parameters.JobParametersIncrementer;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.support.JdbcTransactionManager;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the code must keep to, so that Spring Batch loses nothing and the house stays in
 * order.
 */
class BatchRulesTests {

    /** The stock configuration that {@code bench} compares with is made to be worse. */
    private static final String STOCK = "org.prorata.batch.bench..";

    private static final Pattern TEST = Pattern.compile(".*(test-classes|-tests\\.jar).*");

    private static final ArchRule NO_TOLERANCE = noClasses().that()
        .resideOutsideOfPackage(STOCK)
        .should()
        .callCodeUnitWhere(call("org\\.springframework\\.batch\\..*Builder",
                "faultTolerant|retry.*|skip.*|noRetry|noSkip|noRollback"))
        .because("reference/spring-batch.md, 0.2: Batch 6.0.4 loses chunks then");

    private static final ArchRule NO_EXECUTOR = noClasses().that()
        .resideOutsideOfPackage(STOCK)
        .should()
        .callCodeUnitWhere(
                call("org\\.springframework\\.batch\\.(?!.*PartitionStepBuilder).*StepBuilder", "taskExecutor"))
        .because("a chunk step with a task executor works outside the transaction of its chunk");

    private static final ArchRule TRANSACTIONS = methods().that()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackage(STOCK)
        .should(new ArchCondition<JavaMethod>("set a transaction manager where they build a chunk step") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                if (calls(method, "StepBuilder", "chunk")) {
                    events.add(new SimpleConditionEvent(method,
                            calls(method, "ChunkOrientedStepBuilder", "transactionManager"), method.getFullName()));
                }
            }
        })
        .because("without one, Batch uses one that does nothing");

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        String own = BatchRulesTests.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        ImportOption withoutTests = (Location location) -> !location.matches(TEST) && !location.contains(own);
        classes = new ClassFileImporter().withImportOption(withoutTests).importPackages("org.prorata");
        assertThat(classes.contain(NightlyJob.class)).isTrue();
        assertThat(classes.contain(Cancellation.class)).isTrue();
    }

    private static DescribedPredicate<JavaCall<?>> call(String owners, String names) {
        return DescribedPredicate.describe("call " + names + " of " + owners,
                call -> call.getTargetOwner().getFullName().matches(owners) && call.getName().matches(names));
    }

    /** Breaks the rules, to show that they see it. */
    private static final class Forbidden {

        Step step(JobRepository repository, JdbcTransactionManager transactions) {
            return new StepBuilder("forbidden", repository).<String, String>chunk(1)
                .transactionManager(transactions)
                .faultTolerant()
                .retry(IllegalStateException.class)
                .skipLimit(1)
                .taskExecutor(Runnable::run)
                .build();
        }

        Step stepOfItsOwn(JobRepository repository) {
            return new StepBuilder("forbidden", repository).<String, String>chunk(1).build();
        }

    }

    @Test
    void theRulesSeeWhatBreaksThem() {
        JavaClasses forbidden = new ClassFileImporter().importClasses(Forbidden.class);
        assertThat(NO_TOLERANCE.evaluate(forbidden).getFailureReport().getDetails()).hasSize(3);
        assertThat(NO_EXECUTOR.evaluate(forbidden).getFailureReport().getDetails()).hasSize(1);
        assertThat(TRANSACTIONS.evaluate(forbidden).getFailureReport().getDetails()).singleElement()
            .asString()
            .contains("stepOfItsOwn");
    }

    @Test
    void noStepToleratesRetriesOrSkips() {
        NO_TOLERANCE.check(classes);
    }

    @Test
    void onlyPartitionsRunBesideEachOther() {
        NO_EXECUTOR.check(classes);
    }

    @Test
    void noJobIncrementsItsParameters() {
        noClasses().should()
            .dependOnClassesThat()
            .areAssignableTo(JobParametersIncrementer.class)
            .because("with one, Batch ignores the parameters it is given")
            .check(classes);
    }

    @Test
    void everyChunkStepIsGivenItsTransactionManager() {
        TRANSACTIONS.check(classes);
    }

    private static boolean calls(JavaMethod method, String owner, String name) {
        return method.getMethodCallsFromSelf()
            .stream()
            .anyMatch(call -> call.getTargetOwner().getSimpleName().equals(owner) && call.getName().equals(name));
    }

    @Test
    void importsRunOneWay() {
        String[] db = { "org.prorata.db.." };
        String[] above = { "org.prorata.reporting..", "org.prorata.batch..", "org.prorata.web.." };
        noClasses().that()
            .resideOutsideOfPackages("org.prorata.db..", "org.prorata.reporting..", "org.prorata.batch..",
                    "org.prorata.web..")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("org.prorata.db..", "org.prorata.reporting..",
                    "org.prorata.batch..", "org.prorata.web..", "org.springframework..", "java.sql..", "javax.sql.."))
            .check(classes);
        noClasses().that()
            .resideInAnyPackage(db)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(above)
            .check(classes);
        noClasses().that()
            .resideInAPackage("org.prorata.reporting..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.prorata.batch..", "org.prorata.web..")
            .check(classes);
        noClasses().that()
            .resideInAPackage("org.prorata.batch..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.prorata.web..")
            .check(classes);
    }

    @Test
    void noNameIsAnExcuse() {
        noClasses().should()
            .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)")
            .orShould()
            .haveSimpleNameStartingWith("Abstract")
            .check(classes);
    }

    @Test
    void noFieldIsInjected() {
        noFields().should().beAnnotatedWith(Autowired.class).orShould().beAnnotatedWith(Value.class).check(classes);
    }

    @Test
    void theDomainKnowsNeitherTheClockNorBinaryFractions() {
        noClasses().that()
            .resideOutsideOfPackages("org.prorata.db..", "org.prorata.reporting..", "org.prorata.batch..",
                    "org.prorata.web..")
            .should()
            .callMethodWhere(DescribedPredicate.describe("ask the time of the machine",
                    call -> call.getName().equals("now") && call.getTargetOwner().getPackageName().equals("java.time")
                            && call.getTarget().getRawParameterTypes().isEmpty()))
            .check(classes);
        noFields().should().haveRawType(double.class).orShould().haveRawType(float.class).check(classes);
    }

    @Test
    @Tag("database")
    void theBucketsAndTheirBookkeepingShareOneJdbcTransaction() throws ReflectiveOperationException {
        try (TestBooks books = TestBooks.open()) {
            JdbcTransactionManager transactions = books.get(JdbcTransactionManager.class);
            assertThat(field(books.bean("bucketStep", Step.class), "transactionManager")).isSameAs(transactions);
            Object repository = AopProxyUtils.getSingletonTarget(books.get(JobRepository.class));
            assertThat(field(repository, "stepExecutionDao").getClass().getSimpleName())
                .isEqualTo("JdbcStepExecutionDao");
            books.add(TestSale.of("S1").charged("2024-03-01", "2024-03-31", "100.00", "21.00"));
            books.file("S1", "2024-03-15");
            books.run("2024-03-15");
            assertThat(books.count("BATCH_STEP_EXECUTION WHERE STATUS = 'COMPLETED'")).isEqualTo(9);
        }
    }

    private static Object field(Object object, String name) throws ReflectiveOperationException {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(object);
                }
            }
        }
        throw new NoSuchFieldException(name);
    }

    /**
     * One chunk: two statements that read the requests and their charges; three inserts
     * of credits, lines and ledger entries; three updates of charges, subscriptions and
     * requests; two updates of subscriptions and requests for each reason why nothing is
     * due, of which there is one here; and three of Batch's bookkeeping, which asks
     * whether the job is to stop and writes the step and its context.
     */
    @Test
    @Tag("database")
    void aChunkTakesTheSameFewStatementsHoweverLargeItIs() {
        Map<String, List<String>> open = Collections.synchronizedMap(new HashMap<>());
        List<List<String>> chunks = Collections.synchronizedList(new ArrayList<>());
        try (TestBooks books = TestBooks.open(TestDatabase.migrated(), Map.of("prorata.threads", "1"),
                DatabaseCalls.watchedBy(call -> {
                    if (call.answered() || !Thread.currentThread().getName().startsWith("bucket-")) {
                        return;
                    }
                    List<String> statements = open.computeIfAbsent(Thread.currentThread().getName(),
                            thread -> new ArrayList<>());
                    if (call.what().equals("commit")) {
                        if (statements.stream().anyMatch(each -> each.startsWith("INSERT INTO credit "))) {
                            chunks.add(List.copyOf(statements));
                        }
                        statements.clear();
                    }
                    else {
                        statements.add(call.what());
                    }
                }))) {
            int small = mostStatements(books, chunks, 64 * 2);
            int large = mostStatements(books, chunks, 64 * 20);
            assertThat(large).as("%s", chunks.getFirst()).isEqualTo(small).isLessThanOrEqualTo(13);
        }
    }

    private static int mostStatements(TestBooks books, List<List<String>> chunks, int requests) {
        books.clear();
        chunks.clear();
        List<TestSale> sales = new ArrayList<>();
        List<Cancellation> cancellations = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            TestSale sale = TestSale.of("S%05d".formatted(i)).charged("2024-03-01", "2024-03-31", "100.00", "21.00");
            sales.add((i % 2 == 1) ? sale.under("mca-2022") : sale);
            cancellations.add(TestBooks.cancellation(sale.id, "2024-03-15"));
        }
        books.add(sales);
        books.file(cancellations);
        books.run("2024-03-15");
        assertThat(chunks).hasSize(64);
        return chunks.stream().mapToInt(List::size).max().orElseThrow();
    }

}
