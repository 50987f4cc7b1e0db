package org.prorata.db.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.cancellation.RequestId;
import org.prorata.db.TestBooks;
import org.prorata.db.outbox.Webhooks.Delivery;
import org.prorata.subscription.TenantId;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class WebhooksTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static TestBooks books;

    private final Webhooks webhooks = books.webhooks();

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    @BeforeEach
    void twoTenants() {
        books.emptied().tenant("T1", "EUR", 1).tenant("T2", "EUR", 1);
        books.charged("T1", 1, "100.00", "21.00")
            .charged("T1", 2, "100.00", "21.00")
            .charged("T2", 3, "100.00", "21.00");
        books.change("UPDATE subscription SET assigned_licences = 31 WHERE subscription_id = 'S2'");
    }

    @Test
    void nothingIsWrittenWhereNobodyListens() {
        books.cancel("R1", "S1", NIGHT).night(NIGHT);
        assertThat(types()).isEmpty();
    }

    @Test
    void everyChangeOfARequestIsAnEvent() {
        all();
        books.cancel("R1", "S1", NIGHT).cancel("R2", "S2", NIGHT).approve("R2");
        books.cancel("R3", "S3", NIGHT.plusDays(60));
        books.desk().withdraw(RequestId.of("R3"), "anna", TestBooks.TODAY);
        assertThat(types()).containsExactly("cancellation.queued R1", "cancellation.requires_review R2",
                "cancellation.approved R2", "cancellation.queued R2", "cancellation.queued R3",
                "cancellation.withdrawn R3");
        books.change("DELETE FROM outbox_event").change("UPDATE charge SET currency = 'USD' WHERE charge_id = 'C2'");
        books.night(NIGHT);
        assertThat(types()).containsExactly("cancellation.credited R1", "cancellation.quarantined R2",
                "run.completed run 2024-06-16");
        assertThat(books.value("SELECT data FROM outbox_event ORDER BY event_no LIMIT 1"))
            .contains("\"request_id\": \"R1\"", "\"amount\": \"60.5000\"", "\"tenant_id\": \"T1\"");
        books.desk().reject(RequestId.of("R2"), "bob", "no");
        books.night(LocalDate.of(2024, 7, 1));
        assertThat(types()).contains("cancellation.rejected R2", "cancellation.returned R1");
    }

    @Test
    void whatIsLateForApprovalOrSentBackIsAnEvent() {
        all();
        books.cancel("R2", "S2", NIGHT).approve("R2");
        books.change("DELETE FROM outbox_event").change("UPDATE approver SET enabled = FALSE");
        books.claimed(NIGHT);
        assertThat(types()).containsExactly("cancellation.requires_review R2");
        books.together(() -> books.claiming().lapseApprovals(NIGHT.plusDays(60)));
        assertThat(types()).contains("cancellation.expired R2");
    }

    @Test
    void aWebhookHearsOfItsTenantAndItsTypesOnly() {
        this.webhooks.add(TenantId.of("T2"), "https://two.example", "s", Set.of("cancellation.queued"), "people");
        assertThat(this.webhooks.add(TenantId.of("T9"), "https://x", "s", Set.of("*"), "people")).isZero();
        books.cancel("R1", "S1", NIGHT).cancel("R3", "S3", NIGHT);
        books.desk().withdraw(RequestId.of("R3"), "anna", TestBooks.TODAY);
        assertThat(types()).containsExactly("cancellation.queued R3");
        assertThat(this.webhooks.dispatch(10)).isOne();
        assertThat(this.webhooks.dispatch(10)).isZero();
        assertThat(this.webhooks.take(10, Duration.ofMinutes(1))).singleElement().satisfies(delivery -> {
            assertThat(delivery.url()).isEqualTo("https://two.example");
            assertThat(delivery.subject()).isEqualTo("R3");
        });
    }

    @Test
    void aDeliveryIsTakenByOneSenderAndComesAgainWhenThatOneDied() {
        long number = all();
        books.cancel("R1", "S1", NIGHT);
        this.webhooks.dispatch(10);
        List<Delivery> first = this.webhooks.take(10, Duration.ofMinutes(1));
        assertThat(first).hasSize(1);
        assertThat(this.webhooks.take(10, Duration.ofMinutes(1))).isEmpty();
        Webhooks later = new Webhooks(books.client(), books.audit(), books.work(),
                Clock.offset(TestBooks.CLOCK, Duration.ofMinutes(2)));
        List<Delivery> again = later.take(10, Duration.ofMinutes(1));
        assertThat(again).singleElement().satisfies(delivery -> assertThat(delivery.attempt()).isEqualTo(2));
        later.failed(again.getFirst(), 503, "busy".repeat(200), TestBooks.CLOCK.instant().plusSeconds(600));
        assertThat(later.log(number, Optional.empty(), 10)).singleElement().satisfies(line -> {
            assertThat(line.state()).isEqualTo("PENDING");
            assertThat(line.status()).isEqualTo(503);
            assertThat(line.problem()).hasSize(500);
        });
        assertThat(later.take(10, Duration.ofMinutes(1))).isEmpty();
        this.webhooks.delivered(first.getFirst(), 200);
        assertThat(later.log(number, Optional.empty(), 10)).singleElement()
            .satisfies(line -> assertThat(line.state()).isEqualTo("DELIVERED"));
        assertThat(later.sendAgain(first.getFirst().number(), "people")).isTrue();
        assertThat(later.take(10, Duration.ofMinutes(1))).singleElement()
            .satisfies(delivery -> assertThat(delivery.attempt()).isEqualTo(3));
    }

    @Test
    void aWebhookThatIsOffIsSentNothing() {
        long number = all();
        books.cancel("R1", "S1", NIGHT);
        this.webhooks.dispatch(10);
        assertThat(this.webhooks.enable(number, false, "people")).isTrue();
        assertThat(this.webhooks.take(10, Duration.ofMinutes(1))).isEmpty();
        this.webhooks.enable(number, true, "people");
        assertThat(this.webhooks.take(10, Duration.ofMinutes(1))).hasSize(1);
        assertThat(this.webhooks.all()).singleElement()
            .satisfies(webhook -> assertThat(webhook.toString()).doesNotContain("secret"));
    }

    private long all() {
        return this.webhooks.add(null, "https://all.example", "secret", Set.of(Webhooks.EVERYTHING), "people");
    }

    private static List<String> types() {
        return books.values("SELECT CONCAT(type, ' ', subject) FROM outbox_event ORDER BY event_no");
    }

}
