package org.prorata.batch.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.prorata.credit.Credit;
import org.prorata.credit.CreditLine;
import org.prorata.credit.Settlement;
import org.prorata.db.cancellation.JdbcCancellationRequests;
import org.prorata.db.run.ClaimedRequest;
import org.prorata.db.run.SettledRequest;
import org.prorata.db.run.Settling;
import org.prorata.db.subscription.AccountRows;
import org.prorata.policy.Policies;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.infrastructure.item.database.ItemPreparedStatementSetter;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.infrastructure.item.database.builder.JdbcCursorItemReaderBuilder;
import org.springframework.batch.infrastructure.item.support.CompositeItemWriter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The same work as a job that takes what Spring Batch and the driver give by themselves:
 * one thread, a cursor reader, batch writers, chunks of a hundred, no option in the URL.
 */
final class StockJob {

    private static final int CHUNK = 100;

    private StockJob() {
    }

    static Duration run(ScratchBooks books, JobRepository repository, JobOperator operator, Policies policies)
            throws SQLException {
        try (HikariDataSource dataSource = new HikariDataSource()) {
            dataSource.setJdbcUrl(
                    books.settings().url().replaceFirst("\\?.*", "?sslMode=PREFERRED&allowPublicKeyRetrieval=true"));
            dataSource.setUsername(books.settings().user());
            dataSource.setPassword(books.settings().password());
            long start = System.nanoTime();
            claim(dataSource);
            JobExecution execution = operator.start(job(dataSource, repository, new Settling(policies)),
                    new JobParameters());
            if (execution.getStatus() != BatchStatus.COMPLETED) {
                throw new SQLException(
                        "the stock job ended as " + execution.getStatus() + ": " + execution.getAllFailureExceptions());
            }
            return Duration.ofNanos(System.nanoTime() - start);
        }
        catch (JobExecutionException ex) {
            throw new SQLException("the stock job cannot be started", ex);
        }
    }

    private static void claim(DataSource dataSource) {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        jdbc.update(
                "INSERT INTO nightly_run (run_id, business_date, state, started_at) VALUES (1, '2024-12-31', 'OPEN', UTC_TIMESTAMP(6))");
        jdbc.update(SetBasedLimit.CLAIM);
        jdbc.update(SetBasedLimit.FREEZE);
    }

    private static Job job(DataSource dataSource, JobRepository repository, Settling settling) {
        Step step = new StepBuilder("credit", repository).<ClaimedRequest, SettledRequest>chunk(CHUNK)
            .transactionManager(new JdbcTransactionManager(dataSource))
            .reader(reader(dataSource))
            .processor(settling::settle)
            .writer(writer(dataSource))
            .build();
        return new JobBuilder("stock", repository).start(step).build();
    }

    private static JdbcCursorItemReader<ClaimedRequest> reader(DataSource dataSource) {
        return new JdbcCursorItemReaderBuilder<ClaimedRequest>().name("claimed")
            .dataSource(dataSource)
            .sql("SELECT r.request_no, q.place, c.charge_no, "
                    + JdbcCancellationRequests.STORED.replace("s.subscription_id, ", "")
                        .replace("r.state", "r.state AS request_state")
                    + ", " + AccountRows.SUBSCRIPTION + ", " + AccountRows.TENANT.replace("t.currency, ", "") + ", "
                    + AccountRows.CHARGE + """
                             , r.state
                            FROM claimed_request q
                            JOIN cancellation_request r ON r.request_no = q.request_no
                            JOIN subscription s ON s.subscription_no = r.subscription_no
                            JOIN tenant t ON t.tenant_no = s.tenant_no
                            JOIN charge c ON c.subscription_no = s.subscription_no AND c.service_to >= r.effective_date
                            WHERE q.run_id = 1 ORDER BY q.request_no
                            """)
            .rowMapper((row, n) -> new ClaimedRequest(row.getLong("request_no"), row.getInt("place"),
                    JdbcCancellationRequests.stored(row), AccountRows.tenant(row), AccountRows.subscription(row),
                    List.of(AccountRows.charge(row)), List.of(row.getLong("charge_no"))))
            .build();
    }

    private static ItemWriter<SettledRequest> writer(DataSource dataSource) {
        return new CompositeItemWriter<>(List.of(write(dataSource,
                """
                        INSERT INTO credit (request_no, credit_number, run_id, refund_share, cancel_effective, currency, net, tax, gross, cash,
                            on_account, return_method, return_on, due_by, state)
                        VALUES (?, CONCAT('CR-20241231-', LPAD(?, 7, '0')), 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'ISSUED')
                        """,
                (item, statement) -> {
                    Credit credit = credit(item);
                    statement.setLong(1, item.claimed().requestNo());
                    statement.setInt(2, item.claimed().place());
                    statement.setString(3, credit.share().name());
                    statement.setObject(4, credit.cancelEffective());
                    statement.setString(5, credit.gross().getCurrencyUnit().getCode());
                    statement.setBigDecimal(6, credit.net().getAmount());
                    statement.setBigDecimal(7, credit.tax().getAmount());
                    statement.setBigDecimal(8, credit.gross().getAmount());
                    statement.setBigDecimal(9, credit.cash().getAmount());
                    statement.setBigDecimal(10, credit.onAccount().getAmount());
                    statement.setString(11, credit.method().name());
                    statement.setObject(12, credit.returnOn());
                    statement.setObject(13, credit.dueBy());
                }),
                write(dataSource,
                        """
                                INSERT INTO credit_line (request_no, charge_no, days_in_period, days_unused, rounding, exact_numerator, exact_denominator,
                                    net, tax, capped, tax_remainder)
                                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                                """,
                        (item, statement) -> {
                            CreditLine line = credit(item).lines().getFirst();
                            statement.setLong(1, item.claimed().requestNo());
                            statement.setLong(2, item.claimed().chargeNos().getFirst());
                            statement.setInt(3, line.daysInPeriod());
                            statement.setInt(4, line.daysUnused());
                            statement.setString(5, line.rounding().name());
                            statement.setBigDecimal(6, line.exactNet().numerator());
                            statement.setLong(7, line.exactNet().denominator());
                            statement.setBigDecimal(8, line.net().getAmount());
                            statement.setBigDecimal(9, line.tax().getAmount());
                            statement.setBoolean(10, line.capped());
                            statement.setBoolean(11, line.taxRemainder());
                        }),
                write(dataSource,
                        """
                                INSERT INTO ledger_entry (request_no, kind, run_id, business_date, currency, deferred_revenue, tax_payable, refund_liability)
                                VALUES (?, 'ISSUE', 1, '2024-12-31', ?, ?, ?, ?)
                                """,
                        (item, statement) -> {
                            Credit credit = credit(item);
                            statement.setLong(1, item.claimed().requestNo());
                            statement.setString(2, credit.gross().getCurrencyUnit().getCode());
                            statement.setBigDecimal(3, credit.net().getAmount());
                            statement.setBigDecimal(4, credit.tax().getAmount());
                            statement.setBigDecimal(5, credit.gross().getAmount().negate());
                        }),
                write(dataSource,
                        "UPDATE charge SET credited_net = credited_net + ?, credited_tax = credited_tax + ? WHERE charge_no = ?",
                        (item, statement) -> {
                            CreditLine line = credit(item).lines().getFirst();
                            statement.setBigDecimal(1, line.net().getAmount());
                            statement.setBigDecimal(2, line.tax().getAmount());
                            statement.setLong(3, item.claimed().chargeNos().getFirst());
                        }),
                write(dataSource, """
                        UPDATE subscription s JOIN cancellation_request r ON r.subscription_no = s.subscription_no
                        SET s.state = 'DISABLED', s.state_since = r.effective_date WHERE r.request_no = ?
                        """, (item, statement) -> statement.setLong(1, item.claimed().requestNo())),
                write(dataSource,
                        "UPDATE cancellation_request SET state = 'CREDITED' WHERE request_no = ? AND state = 'CLAIMED'",
                        (item, statement) -> statement.setLong(1, item.claimed().requestNo()))));
    }

    private static JdbcBatchItemWriter<SettledRequest> write(DataSource dataSource, String sql,
            ItemPreparedStatementSetter<SettledRequest> setter) {
        JdbcBatchItemWriter<SettledRequest> writer = new JdbcBatchItemWriterBuilder<SettledRequest>()
            .dataSource(dataSource)
            .sql(sql)
            .itemPreparedStatementSetter(setter)
            .build();
        writer.afterPropertiesSet();
        return writer;
    }

    private static Credit credit(SettledRequest settled) {
        if (settled.settlement() instanceof Settlement.Credited(Credit credit)) {
            return credit;
        }
        throw new IllegalStateException("the bench has only requests with a credit, found " + settled.settlement());
    }

}
