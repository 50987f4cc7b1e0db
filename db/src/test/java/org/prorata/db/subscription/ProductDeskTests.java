package org.prorata.db.subscription;

import java.time.LocalDate;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.cancellation.Preview;
import org.prorata.cancellation.ProductDesk;
import org.prorata.cancellation.ProductDesk.Removal;
import org.prorata.cancellation.Route;
import org.prorata.cancellation.ScheduledChange;
import org.prorata.cancellation.TenantProducts;
import org.prorata.credit.Settlement;
import org.prorata.db.TestBooks;
import org.prorata.subscription.SubscriptionId;
import org.prorata.subscription.TenantId;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class ProductDeskTests {

    private static final TenantId T1 = TenantId.of("T1");

    private static final SubscriptionId S1 = SubscriptionId.of("S1");

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static TestBooks books;

    private final ProductDesk desk = books.productDesk();

    @BeforeAll
    static void open() {
        books = TestBooks.opened();
    }

    /** S1 has 31 licences, S2 ten, S3 is a trial with a card. */
    @BeforeEach
    void threeProducts() {
        books.emptied().tenant("T1", "EUR", 1).tenant("T2", "EUR", 1);
        books.charged("T1", 1, "100.00", "21.00").charged("T1", 2, "100.00", "21.00").subscription("S3", "T1");
        books.change("UPDATE subscription SET assigned_licences = 31 WHERE subscription_id = 'S1'");
        books.change("UPDATE subscription SET kind = 'TRIAL' WHERE subscription_id = 'S3'");
    }

    @Test
    void aTenantSeesItsProductsWithWhatIsScheduledAndWhatItMayDo() {
        books.cancel("R1", "S1", NIGHT).cancel("R2", "S2", NIGHT);
        TenantProducts products = this.desk.of(T1).orElseThrow();
        assertThat(products.products()).extracting(each -> each.gate().route().code())
            .containsExactly("APPROVAL", "SELF_SERVICE", "TRIAL_STOPPED");
        assertThat(products.products()).extracting(each -> each.changes().getFirst().kind())
            .containsExactly(ScheduledChange.Kind.CANCELLATION_IN_REVIEW, ScheduledChange.Kind.CANCELLATION,
                    ScheduledChange.Kind.TRIAL_CONVERTS);
        assertThat(products.products().getFirst().renewsOn()).isEqualTo(LocalDate.of(2024, 7, 1));
        assertThat(products.diagnosis().paid()).isEqualTo(2);
        assertThat(products.diagnosis().aboveSelfService()).isOne();
        assertThat(this.desk.of(TenantId.of("T2"))).isEmpty();
    }

    @Test
    void whatWasStoppedEndsWithItsTerm() {
        books.change("UPDATE subscription SET billing_stopped_on = '2024-06-15'");
        TenantProducts products = this.desk.of(T1).orElseThrow();
        assertThat(products.products()).extracting(each -> each.changes().getFirst().kind())
            .containsExactly(ScheduledChange.Kind.ENDS_WITH_TERM, ScheduledChange.Kind.ENDS_WITH_TERM,
                    ScheduledChange.Kind.TRIAL_ENDS);
        assertThat(products.products().getFirst().renewsOn()).isNull();
    }

    @Test
    void thirtyOneAssignedLessSevenOpensSelfService() {
        assertThat(books.desk().ask(S1).route()).isEqualTo(new Route.Approval(7));
        Removal removal = this.desk.removeLicences(T1, S1, 31, 7, "anna");
        assertThat(removal).isInstanceOfSatisfying(Removal.Removed.class, removed -> {
            assertThat(removed.left()).isEqualTo(24);
            assertThat(removed.gate().route()).isInstanceOf(Route.SelfService.class);
        });
        assertThat(books.value("SELECT revision FROM tenant WHERE tenant_id = 'T1'")).isEqualTo("2");
        assertThat(books.value("SELECT CONCAT(actor, ' ', action, ' ', subject, ': ', detail) FROM audit_event"))
            .isEqualTo("anna LICENCES_REMOVED subscription S1: 7 of 31 assigned licences, 24 left");
    }

    @Test
    void licencesAreRemovedFromWhatWasSeenAndNeverBelowNone() {
        assertThat(this.desk.removeLicences(T1, S1, 30, 7, "anna")).isEqualTo(new Removal.ChangedMeanwhile(31));
        assertThat(this.desk.removeLicences(T1, S1, 31, 32, "anna")).isEqualTo(new Removal.OutOfRange(31));
        assertThat(this.desk.removeLicences(T1, S1, 31, 0, "anna")).isEqualTo(new Removal.OutOfRange(31));
        assertThat(this.desk.removeLicences(T1, S1, 31, -1, "anna")).isEqualTo(new Removal.OutOfRange(31));
        assertThat(this.desk.removeLicences(TenantId.of("T2"), S1, 31, 7, "eve")).isEqualTo(new Removal.NotThere());
        assertThat(this.desk.removeLicences(T1, S1, 31, 31, "anna")).isInstanceOf(Removal.Removed.class);
        books.change("UPDATE subscription SET state = 'DISABLED'");
        assertThat(this.desk.removeLicences(T1, SubscriptionId.of("S2"), 10, 1, "anna"))
            .isEqualTo(new Removal.NotThere());
        assertThat(books.value("SELECT COUNT(*) FROM audit_event")).isEqualTo("1");
    }

    @Test
    void aRequestOfASmallerTenantPassesInTheNightWithoutItsApprovals() {
        books.cancel("R1", "S1", NIGHT).approve("R1");
        this.desk.removeLicences(T1, S1, 31, 7, "anna");
        books.night(NIGHT);
        assertThat(books.stateOf("R1")).isEqualTo("CREDITED");
    }

    @Test
    void aPreviewSaysWhatComesBackAndWhen() {
        Preview preview = books.desk().preview(S1, LocalDate.of(2024, 6, 20));
        assertThat(preview.serviceEndsOn()).isEqualTo(LocalDate.of(2024, 6, 19));
        assertThat(preview.undoUntil()).isEqualTo(LocalDate.of(2024, 6, 19));
        assertThat(preview.dataDeletedOn()).isEqualTo(LocalDate.of(2024, 9, 18));
        assertThat(preview.returnOn()).isEqualTo(LocalDate.of(2024, 7, 1));
        assertThat(preview.dueBy()).isEqualTo(LocalDate.of(2024, 7, 31));
        assertThat(preview.approvalsNeeded()).isOne();
        assertThat(preview.settlement()).isInstanceOfSatisfying(Settlement.Credited.class,
                credited -> assertThat(credited.credit().lines()).hasSize(1));
        Preview trial = books.desk().preview(SubscriptionId.of("S3"), LocalDate.of(2024, 6, 15));
        assertThat(trial.serviceEndsOn()).isEqualTo(LocalDate.of(2024, 6, 30));
        assertThat(trial.undoUntil()).isNull();
        assertThat(trial.approvalsNeeded()).isZero();
        assertThat(books.value("SELECT COUNT(*) FROM cancellation_request")).isEqualTo("0");
    }

}
