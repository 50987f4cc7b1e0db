package org.prorata.db.importing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.prorata.proof.Sha256;
import org.prorata.table.Problem;
import org.prorata.table.Problems;
import org.prorata.table.Row;

/**
 * Microsoft's new-commerce reconciliation file, as Partner Center hands it out, read as
 * charges. Its columns are found by name whatever their case.
 *
 * @see <a href=
 * "https://learn.microsoft.com/partner-center/billing/invoice-reconciliation-file">the
 * file's columns</a>
 */
final class PartnerCenterSheet implements Sheet {

    private static final List<String> NEEDED = List.of("InvoiceNumber", "OrderId", "ProductId", "SkuId", "ChargeType",
            "Quantity", "Subtotal", "TaxTotal", "Total", "Currency", "SubscriptionId", "ChargeStartDate",
            "ChargeEndDate", "EffectiveUnitPrice", "BillableQuantity");

    private static final List<String> UNDERSTOOD = List.of("ReferenceId", "MeterDescription");

    /** Columns of the file that say nothing about a charge. */
    private static final List<String> KNOWN = List.of("PartnerId", "CustomerId", "CustomerName", "CustomerDomainName",
            "CustomerCountry", "MpnId", "ResellerMpnId", "OrderDate", "AvailabilityId", "SkuName", "ProductName",
            "UnitPrice", "PriceAdjustmentDescription", "PublisherName", "PublisherId", "SubscriptionDescription",
            "TermAndBillingCycle", "UnitType", "AlternateId", "BillingFrequency", "PricingCurrency",
            "PCToBCExchangeRate", "PCToBCExchangeRateDate", "ReservationOrderId", "CreditReasonCode",
            "SubscriptionStartDate", "SubscriptionEndDate", "ProductQualifiers", "PromotionID");

    private static final String CUSTOMER_CREDIT = "customercredit";

    private static final Set<String> CHARGE_TYPES = Set.of("new", "renew", "cyclecharge", "addquantity",
            "removequantity", "movequantity", "cancel", "cancelimmediate", "convert", "changebillingplan",
            CUSTOMER_CREDIT, "extendterm");

    private static final String ACCEPTED_TYPES = "new, renew, cycleCharge, addQuantity, removeQuantity, moveQuantity, "
            + "cancel, cancelImmediate, convert, changeBillingPlan, customerCredit, extendTerm";

    static final String NOTHING_CHARGED = "nothing was charged, as for a trial";

    static final String USAGE = "usage-based, without a whole number of licences";

    static final String NO_SUBSCRIPTION = "no SubscriptionId, as for a one-time purchase";

    static final String CREDIT_WITHOUT_SPAN = "customerCredit without a subscription and the days it is for";

    private static final int PRICE_DIGITS = 6;

    private final Map<String, String> spelling = new HashMap<>();

    private final SortedMap<String, Long> skipped = new TreeMap<>();

    private long roundedPrices;

    private long positiveReversals;

    private PartnerCenterSheet() {
    }

    /** Takes the file's own spelling of its columns. */
    static PartnerCenterSheet of(String file, List<String> header, Problems problems) {
        PartnerCenterSheet sheet = new PartnerCenterSheet();
        for (String column : header) {
            String before = sheet.spelling.put(column.toLowerCase(Locale.ROOT), column);
            if (before != null && !before.equals(column) && sheet.means(column)) {
                problems.add(Problem.of(file, 1, before, "stands twice in the header", column, "once, in any case"));
            }
        }
        return sheet;
    }

    private boolean means(String column) {
        return NEEDED.stream().anyMatch(column::equalsIgnoreCase)
                || UNDERSTOOD.stream().anyMatch(column::equalsIgnoreCase);
    }

    /** Returns how the file spells a column. */
    String column(String name) {
        return this.spelling.getOrDefault(name.toLowerCase(Locale.ROOT), name);
    }

    @Override
    public Set<String> columns() {
        return spelled(NEEDED);
    }

    @Override
    public Set<String> optionalColumns() {
        Set<String> optional = spelled(UNDERSTOOD);
        optional.addAll(spelled(KNOWN));
        return optional;
    }

    private Set<String> spelled(List<String> names) {
        Set<String> spelled = new LinkedHashSet<>();
        names.forEach(name -> spelled.add(column(name)));
        return spelled;
    }

    @Override
    public String insert() {
        return ChargeSheet.INSERT;
    }

    @Override
    public int width() {
        return ChargeSheet.WIDTH;
    }

    /** Returns how many lines were left out, by the reason. */
    SortedMap<String, Long> skipped() {
        return this.skipped;
    }

    /** Says what had to be assumed because the file does not say it. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("the file does not say what was paid: every line is taken as paid in full");
        if (this.roundedPrices > 0) {
            notes.add("EffectiveUnitPrice has more than 6 decimals and was rounded half up to 6 on "
                    + this.roundedPrices + " lines");
        }
        if (this.positiveReversals > 0) {
            notes.add("a negative Subtotal stands beside a positive quantity and was taken as a reversal on "
                    + this.positiveReversals + " lines");
        }
        return notes;
    }

    @Override
    public @Nullable StagedRow read(Row row) {
        String type = cell(row, "ChargeType").toLowerCase(Locale.ROOT);
        if (!CHARGE_TYPES.contains(type)) {
            row.problem(column("ChargeType"), "is not known", cell(row, "ChargeType"), ACCEPTED_TYPES);
        }
        BigDecimal net = EnglishCells.number(row, column("Subtotal"));
        BigDecimal tax = EnglishCells.number(row, column("TaxTotal"));
        BigDecimal total = EnglishCells.number(row, column("Total"));
        String quantityColumn = column(cell(row, "BillableQuantity").isEmpty() ? "Quantity" : "BillableQuantity");
        String reason = row.isBad() ? null : whyNot(row, type, net, tax, total, quantityColumn);
        if (reason != null) {
            this.skipped.merge(reason, 1L, Long::sum);
            return null;
        }
        return charge(row, type, net, tax, total, quantityColumn);
    }

    /**
     * Returns why a line is no charge of a subscription's days; {@code null} when it is
     * one.
     */
    private @Nullable String whyNot(Row row, String type, BigDecimal net, BigDecimal tax, BigDecimal total,
            String quantityColumn) {
        if (net.signum() == 0 && tax.signum() == 0 && total.signum() == 0) {
            return NOTHING_CHARGED;
        }
        boolean noSubscription = cell(row, "SubscriptionId").isEmpty();
        if (type.equals(CUSTOMER_CREDIT) && (noSubscription || cell(row, "ChargeStartDate").isEmpty()
                || cell(row, "ChargeEndDate").isEmpty() || row.raw(quantityColumn).isEmpty())) {
            return CREDIT_WITHOUT_SPAN;
        }
        if (noSubscription) {
            return NO_SUBSCRIPTION;
        }
        boolean metered = cell(row, "BillableQuantity").isEmpty() && !cell(row, "MeterDescription").isEmpty();
        String quantity = row.raw(quantityColumn);
        return (metered || quantity.isEmpty() || quantity.matches("[+-]?[0-9]+\\.[0-9]*[1-9][0-9]*")) ? USAGE : null;
    }

    private @Nullable StagedRow charge(Row row, String type, BigDecimal net, BigDecimal tax, BigDecimal total,
            String quantityColumn) {
        boolean readable = !row.isBad();
        String subscription = row.id(column("SubscriptionId"));
        String invoice = row.id(column("InvoiceNumber"));
        LocalDate from = EnglishCells.day(row, column("ChargeStartDate"));
        LocalDate to = EnglishCells.day(row, column("ChargeEndDate"));
        BigDecimal unitPrice = unitPrice(row);
        BigDecimal quantity = EnglishCells.number(row, quantityColumn);
        CurrencyUnit currency = row.currency(column("Currency"));
        if (readable && !row.isBad()) {
            checkSpan(row, from, to);
            checkAmounts(row, net, tax, total, currency);
            checkQuantity(row, quantityColumn, quantity, total.signum());
        }
        if (row.isBad()) {
            return null;
        }
        long signed = (total.signum() < 0) ? -quantity.abs().longValueExact() : quantity.longValueExact();
        if (signed < 0 && quantity.signum() > 0) {
            this.positiveReversals++;
        }
        int digits = currency.getDecimalPlaces();
        BigDecimal rate = (net.signum() == 0) ? BigDecimal.ZERO : tax.divide(net, PRICE_DIGITS, RoundingMode.HALF_UP);
        String id = id(row, type, from, to, quantity, net);
        return StagedRow.of(row, id, subscription, invoice, from, to, unitPrice, signed, net.setScale(digits), rate,
                tax.setScale(digits), total.setScale(digits), currency.getCode());
    }

    /** Reads the price of one licence, which a reversal may write as a negative one. */
    private BigDecimal unitPrice(Row row) {
        BigDecimal price = EnglishCells.number(row, column("EffectiveUnitPrice")).abs();
        BigDecimal rounded = price.setScale(PRICE_DIGITS, RoundingMode.HALF_UP);
        if (rounded.compareTo(price) != 0) {
            this.roundedPrices++;
        }
        return rounded;
    }

    private void checkSpan(Row row, LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            row.problem(column("ChargeEndDate"), "is before the charge starts", to.toString(),
                    "a date from " + from + " on");
        }
    }

    private void checkAmounts(Row row, BigDecimal net, BigDecimal tax, BigDecimal total, CurrencyUnit currency) {
        if (net.add(tax).compareTo(total) != 0) {
            row.problem(column("Total"), "is not Subtotal + TaxTotal", total.toPlainString(),
                    net.add(tax).toPlainString());
        }
        checkDigits(row, column("Subtotal"), net, currency);
        checkDigits(row, column("TaxTotal"), tax, currency);
        if (net.signum() * tax.signum() < 0) {
            row.problem(column("TaxTotal"), "has another sign than Subtotal", tax.toPlainString(),
                    "the sign of " + net.toPlainString() + ", or 0");
        }
        else if (net.signum() != 0 && tax.abs().compareTo(net.abs()) > 0) {
            row.problem(column("TaxTotal"), "is more than Subtotal", tax.toPlainString(),
                    "up to " + net.toPlainString());
        }
    }

    private static void checkDigits(Row row, String column, BigDecimal amount, CurrencyUnit currency) {
        if (amount.stripTrailingZeros().scale() > currency.getDecimalPlaces()) {
            row.problem(column, "has too many decimals", amount.toPlainString(),
                    "up to " + currency.getDecimalPlaces() + " decimals, as " + currency + " has");
        }
    }

    private static void checkQuantity(Row row, String column, BigDecimal quantity, int sign) {
        String accepted = "a whole number up to " + ChargeSheet.MOST_LICENCES + ", not 0";
        if (quantity.stripTrailingZeros().scale() > 0 || quantity.signum() == 0
                || quantity.abs().compareTo(BigDecimal.valueOf(ChargeSheet.MOST_LICENCES)) > 0) {
            row.problem(column, "is not a number of licences", quantity.toPlainString(), accepted);
        }
        else if (quantity.signum() < 0 && sign > 0) {
            row.problem(column, "is negative on a line that charges", quantity.toPlainString(),
                    "a positive number where Total is positive");
        }
    }

    /**
     * Names a line by what it says, so that it has the same name in every import. Lines
     * that say the same are told apart by {@link RepeatedLines}.
     */
    private String id(Row row, String type, LocalDate from, LocalDate to, BigDecimal quantity, BigDecimal net) {
        return id(Sha256.start()
            .add(cell(row, "InvoiceNumber"))
            .add(cell(row, "OrderId"))
            .add(cell(row, "ProductId"))
            .add(cell(row, "SkuId"))
            .add(cell(row, "SubscriptionId"))
            .add(type)
            .add(from.toString())
            .add(to.toString())
            .add(quantity.stripTrailingZeros().toPlainString())
            .add(net.stripTrailingZeros().toPlainString())
            .add(cell(row, "ReferenceId")));
    }

    /** Names the line that says the same as another for the n-th time. */
    static String repeated(String id, int occurrence) {
        return id(Sha256.start().add(id).add(Integer.toString(occurrence)));
    }

    private static String id(Sha256 hash) {
        return "PC-" + hash.hex().substring(0, 24);
    }

    private String cell(Row row, String name) {
        return row.raw(column(name));
    }

}
