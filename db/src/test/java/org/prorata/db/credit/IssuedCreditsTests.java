package org.prorata.db.credit;

import java.time.LocalDate;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.cancellation.RequestId;
import org.prorata.credit.Credit;
import org.prorata.credit.CreditExplanation;
import org.prorata.credit.CreditState;
import org.prorata.db.TestBooks;
import org.prorata.policy.Policies;
import org.prorata.policy.Policy;
import org.prorata.subscription.SubscriptionId;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class IssuedCreditsTests {

    private static final LocalDate NIGHT = LocalDate.of(2024, 6, 16);

    private static final RequestId R1 = RequestId.of("R1");

    private static TestBooks books;

    @BeforeAll
    static void aNight() {
        books = TestBooks.opened().tenant("T1", "EUR", 1).charged("T1", 1, "100.00", "21.00");
        books.cancel("R1", "S1", NIGHT).night(NIGHT);
    }

    @Test
    void aCreditIsFoundByItsRequestAndItsSubscription() {
        IssuedCredits credits = new IssuedCredits(books.client(), books.policies());
        IssuedCredits.Issued issued = credits.of(R1).orElseThrow();
        assertThat(issued.number()).isEqualTo("CR-20240616-0000001");
        assertThat(issued.gross()).hasToString("EUR 60.50");
        assertThat(issued.state()).isEqualTo(CreditState.ISSUED);
        assertThat(issued.dueBy()).isEqualTo(LocalDate.of(2024, 7, 31));
        assertThat(credits.of(SubscriptionId.of("S1"))).containsExactly(issued);
        assertThat(credits.of(RequestId.of("R9"))).isEmpty();
    }

    @Test
    void itExplainsItselfAsWhenItIsWorkedOutAgain() {
        Credit whole = new IssuedCredits(books.client(), books.policies()).whole(R1).orElseThrow();
        Credit again = new CreditReplay(books.client(), books.policies()).replay("CR-20240616-0000001")
            .orElseThrow()
            .credit();
        assertThat(new CreditExplanation(whole).text()).isEqualTo(new CreditExplanation(again).text());
        assertThat(new CreditExplanation(whole).steps(whole.lines().getFirst())).hasSize(1);
    }

    @Test
    void whereThePolicyIsGoneFromTheFileThereAreNoLines() {
        Policy other = books.policies().inForce("csp-nce", NIGHT);
        IssuedCredits credits = new IssuedCredits(books.client(), new Policies("csp-nce", java.util.List.of(other)));
        assertThat(credits.whole(R1)).isEmpty();
        assertThat(credits.of(R1)).isPresent();
    }

}
