package org.prorata.db.importing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prorata.table.BadTableException;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class ImportPartnerCenterTests {

    private static final String FILE = "recon.csv";

    private static final List<String> COLUMNS = List.of("PartnerId", "CustomerId", "CustomerName", "CustomerDomainName",
            "CustomerCountry", "InvoiceNumber", "MpnId", "ResellerMpnId", "OrderId", "OrderDate", "ProductId", "SkuId",
            "AvailabilityId", "SkuName", "ProductName", "ChargeType", "UnitPrice", "Quantity", "Subtotal", "TaxTotal",
            "Total", "Currency", "PriceAdjustmentDescription", "PublisherName", "PublisherId",
            "SubscriptionDescription", "SubscriptionId", "ChargeStartDate", "ChargeEndDate", "TermAndBillingCycle",
            "EffectiveUnitPrice", "UnitType", "AlternateId", "BillableQuantity", "BillingFrequency", "PricingCurrency",
            "PCToBCExchangeRate", "PCToBCExchangeRateDate", "MeterDescription", "ReservationOrderId",
            "CreditReasonCode", "SubscriptionStartDate", "SubscriptionEndDate", "ReferenceID", "ProductQualifiers",
            "PromotionID");

    @TempDir
    Path directory;

    private ImportWorld world;

    @BeforeEach
    void putSubscriptionsIntoTheBooks() throws Exception {
        this.world = ImportWorld.in(this.directory)
            .with("tenants.csv", ImportWorld.TENANTS)
            .with("subscriptions.csv", ImportWorld.SUBSCRIPTIONS);
        this.world.imported();
    }

    /** The line that Microsoft publishes, with some of its cells replaced. */
    private static Map<String, String> line(String... replaced) {
        Map<String, String> cells = new LinkedHashMap<>();
        COLUMNS.forEach(column -> cells.put(column, ""));
        cells.putAll(Map.of("InvoiceNumber", "G016907411", "OrderId", "o1", "ProductId", "CFQ7TTC0LH16", "SkuId",
                "0001", "ChargeType", "new", "UnitPrice", "16", "EffectiveUnitPrice", "14.4", "Quantity", "50",
                "BillableQuantity", "50", "Subtotal", "720"));
        cells.putAll(Map.of("TaxTotal", "73", "Total", "793", "Currency", "USD", "SubscriptionId", "S2",
                "ChargeStartDate", "5/20/2021", "ChargeEndDate", "6/19/2021", "PriceAdjustmentDescription",
                "[\"10% partner earned, \"\"credit\"\"\"]"));
        for (int i = 0; i < replaced.length; i += 2) {
            assertThat(cells).containsKey(replaced[i]);
            cells.put(replaced[i], replaced[i + 1]);
        }
        return cells;
    }

    @SafeVarargs
    private ImportWorld file(Map<String, String>... lines) throws IOException {
        StringBuilder content = new StringBuilder(String.join(",", COLUMNS)).append("\r\n");
        for (Map<String, String> line : lines) {
            content
                .append(line.values()
                    .stream()
                    .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                    .collect(Collectors.joining(",")))
                .append("\r\n");
        }
        return this.world.with(FILE, content.toString());
    }

    private List<String> problems() throws IOException {
        Map<String, Object> before = this.world.state();
        try {
            this.world.importedPartnerCenter(FILE);
            return List.of();
        }
        catch (BadTableException ex) {
            assertThat(this.world.state()).as("nothing was written").isEqualTo(before);
            return ex.getMessage().lines().toList();
        }
    }

    @Test
    void thePublishedLinesAreCharges() throws Exception {
        file(line(),
                line("SubscriptionId", "S3", "EffectiveUnitPrice", "16", "Quantity", "1", "BillableQuantity", "",
                        "Subtotal", "16", "TaxTotal", "1.61", "Total", "17.61", "ChargeStartDate", "1/29/2021 0:00",
                        "ChargeEndDate", "2021-02-27T23:59:59Z"));
        ImportReport report = this.world.importedPartnerCenter(FILE);
        assertThat(report.file(FILE).added()).isEqualTo(2);
        assertThat(report.file(FILE).skipped()).isEmpty();
        assertThat(report.file(FILE).ignoredColumns()).isEmpty();
        assertThat(report.notes())
            .containsExactly("the file does not say what was paid: every line is taken as paid in full");
        assertThat(this.world
            .value("""
                    SELECT GROUP_CONCAT(CONCAT_WS(' ', subscription_id, invoice_number, service_from, service_to, unit_price,
                        quantity, net, tax_rate, tax, paid, currency) ORDER BY subscription_id SEPARATOR '; ')
                    FROM charge JOIN subscription USING (subscription_no)
                    """))
            .isEqualTo("S2 G016907411 2021-05-20 2021-06-19 14.400000 50 720.0000 0.101389 73.0000 793.0000 USD; "
                    + "S3 G016907411 2021-01-29 2021-02-27 16.000000 1 16.0000 0.100625 1.6100 17.6100 USD");
        assertThat(this.world.value("SELECT revision FROM tenant WHERE tenant_id = 'T2'")).isEqualTo("2");
        assertThat(this.world.value("SELECT CONCAT(action, subject) FROM audit_event WHERE sequence = 2"))
            .isEqualTo("IMPORTEDrecon.csv");
    }

    @Test
    void theSameFileAgainChangesNothing() throws Exception {
        file(line(), line(), line("ReferenceID", "r"), line());
        assertThat(this.world.importedPartnerCenter(FILE).file(FILE).added()).isEqualTo(4);
        Map<String, Object> before = this.world.state();
        ImportReport again = this.world.importedPartnerCenter(FILE);
        assertThat(again.file(FILE).unchanged()).isEqualTo(4);
        assertThat(again.changedAnything()).isFalse();
        assertThat(this.world.state()).isEqualTo(before);
        file(line("ReferenceID", "r"), line("ChargeStartDate", "2021-05-20"), line(), line(), line());
        ImportReport more = this.world.importedPartnerCenter(FILE);
        assertThat(more.file(FILE).unchanged()).isEqualTo(4);
        assertThat(more.file(FILE).added()).as("the same line a fourth time").isEqualTo(1);
    }

    @Test
    void aCancelledSeatIsANegativeLine() throws Exception {
        file(line(),
                line("ChargeType", "removeQuantity", "Quantity", "-10", "BillableQuantity", "-10", "Subtotal", "-144",
                        "TaxTotal", "-14.6", "Total", "-158.6"),
                line("ChargeType", "cancelImmediate", "BillableQuantity", "5", "Subtotal", "-72", "TaxTotal", "0",
                        "Total", "-72"),
                line("ChargeType", "customerCredit", "BillableQuantity", "1", "EffectiveUnitPrice", "-9.99", "Subtotal",
                        "-9.99", "TaxTotal", "0", "Total", "-9.99"));
        ImportReport report = this.world.importedPartnerCenter(FILE);
        assertThat(this.world
            .value("""
                    SELECT GROUP_CONCAT(CONCAT_WS(' ', quantity, unit_price, net, paid) ORDER BY net SEPARATOR '; ') FROM charge
                    """))
            .isEqualTo("-10 14.400000 -144.0000 -158.6000; -5 14.400000 -72.0000 -72.0000; "
                    + "-1 9.990000 -9.9900 -9.9900; 50 14.400000 720.0000 793.0000");
        assertThat(report.notes())
            .contains("a negative Subtotal stands beside a positive quantity and was taken as a reversal on 2 lines");
    }

    @Test
    void whatIsNoChargeIsSkippedAndCounted() throws Exception {
        file(line(), line("Subtotal", "0", "TaxTotal", "0.00", "Total", "0", "ProductQualifiers", "[\"Trial\"]"),
                line("ChargeType", "customerCredit", "SubscriptionId", ""), line("SubscriptionId", ""),
                line("BillableQuantity", "", "Quantity", "3.25", "MeterDescription", "compute hours"),
                line("BillableQuantity", "3.25"), line("BillableQuantity", "", "Quantity", ""));
        ImportReport report = this.world.importedPartnerCenter(FILE);
        assertThat(report.file(FILE).added()).isEqualTo(1);
        assertThat(report.file(FILE).skipped())
            .isEqualTo(Map.of(PartnerCenterSheet.NOTHING_CHARGED, 1L, PartnerCenterSheet.CREDIT_WITHOUT_SPAN, 1L,
                    PartnerCenterSheet.NO_SUBSCRIPTION, 1L, PartnerCenterSheet.USAGE, 3L));
    }

    @Test
    void aLongPriceIsRoundedAndSaysSo() throws Exception {
        file(line("EffectiveUnitPrice", "14.3999995"));
        assertThat(this.world.importedPartnerCenter(FILE).notes())
            .contains("EffectiveUnitPrice has more than 6 decimals and was rounded half up to 6 on 1 lines");
        assertThat(this.world.value("SELECT unit_price FROM charge")).isEqualTo("14.400000");
    }

    @Test
    void theHeaderMayBeSpelledInAnyCase() throws Exception {
        file(line()).replacing(FILE, "ReferenceID", "referenceid")
            .replacing(FILE, "MpnId,ResellerMpnId", "MPNID,ResellerMPNID")
            .replacing(FILE, "ChargeStartDate", "chargestartdate")
            .replacing(FILE, "PromotionID", "PromotionId");
        ImportReport report = this.world.importedPartnerCenter(FILE);
        assertThat(report.file(FILE).added()).isEqualTo(1);
        assertThat(report.file(FILE).ignoredColumns()).isEmpty();
    }

    @Test
    void anotherLocaleIsRefused() throws Exception {
        file(line("EffectiveUnitPrice", "14,4"), line("ChargeEndDate", "19.6.2021"),
                line("ChargeStartDate", "20/5/2021"));
        String rest = "the file is needed as downloaded, in en-US format";
        assertThat(problems()).containsExactly(
                "recon.csv:2: EffectiveUnitPrice: is not a number in en-US format, found \"14,4\", accepted: a number such as 1234.56 with a decimal point and no other mark; "
                        + rest,
                "recon.csv:3: ChargeEndDate: is not a date in en-US format, found \"19.6.2021\", accepted: a date such as 12/31/2024, month first, or 2024-12-31; "
                        + rest,
                "recon.csv:4: ChargeStartDate: is not a date in en-US format, found \"20/5/2021\", accepted: a date such as 12/31/2024, month first, or 2024-12-31; "
                        + rest);
    }

    @Test
    void everyRuleOfALineIsHeld() throws Exception {
        file(line("Total", "792"), line("ChargeType", "gift"), line("SubscriptionId", "S99"), line("Currency", "EUR"),
                line("Subtotal", "720.001", "Total", "793.001"), line("TaxTotal", "-73", "Total", "647"),
                line("ChargeEndDate", "5/19/2021"), line("BillableQuantity", "-50"), line("BillableQuantity", "0"),
                line("InvoiceNumber", ""));
        assertThat(problems()).containsExactly(
                "recon.csv:2: Total: is not Subtotal + TaxTotal, found \"792\", accepted: 793",
                "recon.csv:3: ChargeType: is not known, found \"gift\", accepted: new, renew, cycleCharge, addQuantity, removeQuantity, moveQuantity, cancel, cancelImmediate, convert, changeBillingPlan, customerCredit, extendTerm",
                "recon.csv:6: Subtotal: has too many decimals, found \"720.001\", accepted: up to 2 decimals, as USD has",
                "recon.csv:7: TaxTotal: has another sign than Subtotal, found \"-73\", accepted: the sign of 720, or 0",
                "recon.csv:8: ChargeEndDate: is before the charge starts, found \"2021-05-19\", accepted: a date from 2021-05-20 on",
                "recon.csv:9: BillableQuantity: is negative on a line that charges, found \"-50\", accepted: a positive number where Total is positive",
                "recon.csv:10: BillableQuantity: is not a number of licences, found \"0\", accepted: a whole number up to 10000000, not 0",
                "recon.csv:11: InvoiceNumber: is missing, found \"\", accepted: 1 to 64 characters",
                "recon.csv:4: SubscriptionId: is not known, found \"S99\", accepted: a subscription that was imported",
                "recon.csv:5: Currency: CHARGE_CURRENCY_MISMATCH charge " + "PC-" + idOf(line("Currency", "EUR"))
                        + ": its tenant T2 is billed in USD, found \"EUR\", accepted: USD");
    }

    private static String idOf(Map<String, String> line) {
        return org.prorata.proof.Sha256.start()
            .add(line.get("InvoiceNumber"))
            .add(line.get("OrderId"))
            .add(line.get("ProductId"))
            .add(line.get("SkuId"))
            .add(line.get("SubscriptionId"))
            .add(line.get("ChargeType"))
            .add("2021-05-20")
            .add("2021-06-19")
            .add(line.get("BillableQuantity"))
            .add(line.get("Subtotal"))
            .add(line.get("ReferenceID"))
            .hex()
            .substring(0, 24);
    }

    @Test
    void aMissingColumnIsNamed() throws Exception {
        file(line()).replacing(FILE, "EffectiveUnitPrice", "Price");
        assertThat(problems()).hasSize(1)
            .first()
            .asString()
            .startsWith("recon.csv:1: EffectiveUnitPrice: is missing from the header");
    }

}
