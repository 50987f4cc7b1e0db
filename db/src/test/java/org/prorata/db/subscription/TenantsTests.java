package org.prorata.db.subscription;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.db.TestBooks;
import org.prorata.subscription.TenantId;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class TenantsTests {

    private static Tenants tenants;

    @BeforeAll
    static void threeTenants() {
        TestBooks books = TestBooks.opened().tenant("T1", "EUR", 1).tenant("T2", "EUR", 1).tenant("T3", "EUR", 1);
        books.subscription("S1", "T1").subscription("S2", "T1");
        books.change("UPDATE tenant SET name = 'Zaļā birža' WHERE tenant_id = 'T1'");
        books.change("UPDATE tenant SET name = 'The T1 Shop 100%' WHERE tenant_id = 'T2'");
        books.change("UPDATE tenant SET name = 'A T1 Bakery' WHERE tenant_id = 'T3'");
        tenants = new Tenants(books.client());
    }

    @Test
    void aTenantIsFoundByPartOfItsNameInWhateverCase() {
        assertThat(tenants.search("ZAĻĀ", 10)).extracting(Tenants.Found::id).containsExactly(TenantId.of("T1"));
        assertThat(tenants.search("shop", 10)).extracting(Tenants.Found::id).containsExactly(TenantId.of("T2"));
    }

    @Test
    void whoseIdItIsComesFirstAndTheOthersByName() {
        assertThat(tenants.search("T1", 10)).extracting(each -> each.id().value()).containsExactly("T1", "T3", "T2");
        assertThat(tenants.search("T1", 2)).hasSize(2);
    }

    @Test
    void aPercentSignIsAPercentSign() {
        assertThat(tenants.search("%", 10)).extracting(each -> each.id().value()).containsExactly("T2");
        assertThat(tenants.search("_", 10)).isEmpty();
    }

    @Test
    void aTenantWithoutASubscriptionIsThereToo() {
        assertThat(tenants.find(TenantId.of("T1"))).get().extracting(Tenants.Found::subscriptions).isEqualTo(2);
        assertThat(tenants.find(TenantId.of("T2"))).get().extracting(Tenants.Found::subscriptions).isEqualTo(0);
        assertThat(tenants.find(TenantId.of("T9"))).isEmpty();
    }

}
