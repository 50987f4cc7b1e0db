package org.prorata.db.importing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.TestDatabase;
import org.prorata.db.approval.JdbcApprovalCases;
import org.prorata.db.approval.JdbcApprovalRuleBook;
import org.prorata.db.audit.JdbcAuditTrail;
import org.prorata.db.cancellation.JdbcCancellationRequests;
import org.prorata.db.outbox.JdbcOutbox;
import org.prorata.db.subscription.JdbcSubscriptions;
import org.prorata.policy.Policies;
import org.prorata.policy.PoliciesFile;
import org.prorata.table.BadTableException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A database, an importer into it, and a directory with files that a test writes. */
final class ImportWorld {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2024-06-15T12:00:00Z"), ZoneOffset.UTC);

    static final String TENANTS = """
            tenant_id,name,country,locale,time_zone,currency,billing_day
            T1,Zaļā birža SIA,LV,lv,Europe/Riga,EUR,5
            T2,"Acme, Inc.",US,en,America/New_York,USD,31
            T3,山田商事,JP,en,Asia/Tokyo,JPY,1
            """;

    static final String SUBSCRIPTIONS = """
            subscription_id,tenant_id,product,kind,channel,policy,payment_method,billing_frequency,term_start,term_end,purchased_licences,assigned_licences,auto_renew
            S1,T1,Basic,PAID,DIRECT,,CARD,MONTHLY,2024-06-01,2024-06-30,24,24,true
            S2,T2,Premium,PAID,DIRECT,mosa-2022,INVOICE,ANNUAL,2024-01-01,2024-12-31,40,31,true
            S3,T2,Premium,PAID,DIRECT,,BANK,ANNUAL,2024-01-01,2024-12-31,25,25,true
            S4,T3,Basic,TRIAL,DIRECT,,CARD,MONTHLY,2024-06-01,2024-06-30,0,5,true
            S5,T3,Basic,PAID,PARTNER,,NONE,MONTHLY,2024-06-01,2024-06-30,10,10,true
            S6,T3,Basic,TRIAL,DIRECT,,NONE,MONTHLY,2024-06-01,2024-06-30,5,5,true
            """;

    static final String CHARGES = """
            charge_id,subscription_id,invoice_number,service_from,service_to,unit_price,quantity,net,tax_rate,tax,paid,currency
            C1,S1,I1,2024-06-01,2024-06-30,10.5,26,273.00,0.21,57.33,330.33,EUR
            C2,S1,I2,2024-06-11,2024-06-30,7,-2,-14.00,0.21,-2.94,-16.94,EUR
            C3,S2,I3,2024-01-01,2024-12-31,100.123456,40,4004.94,0,0,0,USD
            C4,S3,I4,2024-01-01,2024-12-31,100,25,2500,0,0,2500,USD
            C5,S5,I5,2024-06-01,2024-06-30,1000,10,10000,0.1,1000,11000,JPY
            """;

    static final String CANCELLATIONS = """
            request_id,subscription_id,requested_at,requested_by,effective_date,reason
            R1,S1,2024-06-10T09:00:00+03:00,anna@t1.lv,2024-06-15,
            R2,S2,2024-06-10T09:00:00Z,bob@acme.com,2024-07-01,"too ""big"",
            really"
            R3,S4,2024-06-10T09:00:00Z,yamada@t3.jp,2024-06-15,trial
            R4,S5,2024-06-10T09:00:00Z,yamada@t3.jp,2024-06-15,partner
            R5,S6,2024-06-10T09:00:00Z,yamada@t3.jp,2024-06-15,nothing
            """;

    private static final List<String> TABLES = List.of("tenant", "subscription", "charge", "cancellation_request",
            "audit_event", "audit_head", "approval", "quarantine", "credit", "credit_line", "credit_return",
            "ledger_entry", "nightly_run", "run_total", "lease_holder");

    private final TestDatabase database;

    private final Path directory;

    private final Importer importer;

    private final JdbcAuditTrail audit;

    private ImportWorld(TestDatabase database, Path directory, Duration patience) {
        this.database = database;
        this.directory = directory;
        JdbcTemplate template = new JdbcTemplate(database.dataSource());
        Policies policies = PoliciesFile.shipped();
        this.audit = new JdbcAuditTrail(template, CLOCK);
        CancellationDesk desk = new CancellationDesk(policies, new JdbcSubscriptions(JdbcClient.create(template)),
                new JdbcCancellationRequests(template, CLOCK), new JdbcApprovalCases(template, CLOCK),
                new JdbcApprovalRuleBook(JdbcClient.create(template), this.audit), this.audit,
                new JdbcOutbox(JdbcClient.create(template), CLOCK), work(database.transactions()), CLOCK, 14);
        this.importer = new Importer(template, database.transactions(), desk, this.audit, policies, CLOCK, patience);
    }

    static ImportWorld in(Path directory) {
        return new ImportWorld(TestDatabase.migrated(), directory, Duration.ofSeconds(30));
    }

    /** Shares the database of another world, as a second process would. */
    ImportWorld other(Path directory, Duration patience) {
        return new ImportWorld(this.database, directory, patience);
    }

    private static UnitOfWork work(TransactionTemplate transactions) {
        return new UnitOfWork() {

            @Override
            public <T> T inOneTransaction(Supplier<T> work) {
                return transactions.execute(status -> work.get());
            }

        };
    }

    /** Writes all four files as they are given in this class. */
    ImportWorld withSet() throws IOException {
        return with("tenants.csv", TENANTS).with("subscriptions.csv", SUBSCRIPTIONS)
            .with("charges.csv", CHARGES)
            .with("cancellations.csv", CANCELLATIONS);
    }

    ImportWorld with(String file, String content) throws IOException {
        return with(file, content.getBytes(StandardCharsets.UTF_8));
    }

    ImportWorld with(String file, byte[] content) throws IOException {
        Files.write(this.directory.resolve(file), content);
        return this;
    }

    /** Replaces a part of a file, which has to be there. */
    ImportWorld replacing(String file, String part, String replacement) throws IOException {
        String content = Files.readString(this.directory.resolve(file));
        if (!content.contains(part)) {
            throw new IllegalArgumentException(file + " has no " + part);
        }
        return with(file, content.replace(part, replacement));
    }

    ImportWorld without(String file) throws IOException {
        Files.delete(this.directory.resolve(file));
        return this;
    }

    ImportReport imported() throws BadTableException, IOException {
        return this.importer.importSet(this.directory, ImportProgress.none());
    }

    ImportReport importedPartnerCenter(String file) throws BadTableException, IOException {
        return this.importer.importPartnerCenter(this.directory.resolve(file), ImportProgress.none());
    }

    /** Returns what is wrong with the set, line by line. */
    List<String> problems() throws IOException {
        try {
            imported();
            return List.of();
        }
        catch (BadTableException ex) {
            return ex.getMessage().lines().toList();
        }
    }

    Importer importer() {
        return this.importer;
    }

    Path directory() {
        return this.directory;
    }

    TestDatabase database() {
        return this.database;
    }

    JdbcAuditTrail audit() {
        return this.audit;
    }

    /** Counts the rows of every table, and shows the revisions of the tenants. */
    Map<String, Object> state() {
        Map<String, Object> state = new TreeMap<>();
        for (String table : TABLES) {
            state.put(table,
                    this.database.jdbc()
                        .sql("SELECT COUNT(*) FROM " + table)
                        .query((row, n) -> row.getLong(1))
                        .single());
        }
        state.put("revisions",
                this.database.jdbc()
                    .sql("SELECT COALESCE(SUM(revision), 0) FROM tenant")
                    .query((row, n) -> row.getLong(1))
                    .single());
        return state;
    }

    /** Returns one value as text, {@code null} as "null". */
    String value(String sql) {
        return this.database.jdbc().sql(sql).query((row, n) -> String.valueOf(row.getString(1))).single();
    }

    void change(String sql) {
        this.database.jdbc().sql(sql).update();
    }

}
