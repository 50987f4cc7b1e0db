package org.prorata.reporting.summary;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The refund summary of one period, as it was known at one moment. Amounts come from the
 * ledger; nothing is summed across currencies.
 *
 * @param heading what it is a summary of
 * @param currencies one for each currency with something owed, issued or returned, by
 * code
 * @param approvals what approvers did in the period
 * @param exceptions what could not be processed in the period
 * @param promises how the promise was kept, this period last, at most twelve
 */
public record RefundSummary(Heading heading, List<OfCurrency> currencies, Approvals approvals, Exceptions exceptions,
        List<Promise> promises) {

    /** What a period is made of. */
    public enum View {

        /** Each tenant's own billing cycle that starts in the month. */
        CYCLE,

        /** The business dates of the calendar month, for all tenants alike. */
        MONTH

    }

    /** Whether the figures may still change. */
    public enum Status {

        PROVISIONAL, CLOSED

    }

    /**
     * What makes two summaries the same request.
     *
     * @param view what the period is made of
     * @param month the month of the period
     * @param asOf what was known at this moment counts
     */
    public record Question(View view, YearMonth month, Instant asOf) {
    }

    /**
     * What every document of the summary names.
     *
     * @param question what was asked
     * @param status whether the figures may still change
     * @param firstDay the first business date of the period, of the earliest tenant cycle
     * @param lastDay the last one, of the latest tenant cycle
     * @param snapshot the snapshot that the figures are; null while provisional
     * @param replaces the snapshot that this one corrects; null for the first one
     * @param runs the runs of the period, by business date
     * @param policies the versions of policies that its credits follow, such as
     * {@code standard 2024-01-01}
     * @param hash the SHA-256 of the figures in their canonical form, as hexadecimal
     * digits
     */
    public record Heading(Question question, Status status, LocalDate firstDay, LocalDate lastDay,
            @Nullable Long snapshot, @Nullable Long replaces, List<Run> runs, List<String> policies, String hash) {
    }

    /**
     * @param certificate {@code sha256:} and its digits
     */
    public record Run(long id, LocalDate businessDate, String certificate) {
    }

    /**
     * One currency.
     *
     * @param rollForward from what was owed to what is owed
     * @param groups the credits issued in the period, once in each dimension, each
     * dimension complete
     * @param days how long returns took
     * @param breaches credits returned after, or not returned by, their last day, the
     * earliest due first, at most 1,000
     * @param breachCount how many those are altogether
     * @param ageing what is owed at the end of the period by its age
     * @param forecast what will break the promise in the next period unless somebody acts
     * @param daily one for each day on which something was issued or returned
     */
    public record OfCurrency(CurrencyUnit currency, RollForward rollForward, List<Group> groups, DaysToReturn days,
            List<Breach> breaches, long breachCount, List<Age> ageing, Forecast forecast, List<Day> daily) {

        public List<Group> by(Dimension dimension) {
            return this.groups.stream().filter(group -> group.dimension() == dimension).toList();
        }

    }

    /**
     * {@code opening + issued + adjustments - returned + failed = closing}.
     *
     * @param opening owed when the period began
     * @param credits how many credits were issued
     * @param net of those, before tax
     * @param tax of those, tax
     * @param adjustments other changes of what is owed; zero as long as the product makes
     * none
     * @param returns how many parts of credits were returned
     * @param returnedByCard by card
     * @param returnedByBank by bank transfer
     * @param returnedOnInvoice on the next invoice
     * @param failures how many returns came back
     * @param failed of those, what is owed again
     * @param closing owed when the period ended, summed on its own
     */
    public record RollForward(Money opening, long credits, Money net, Money tax, Money adjustments, long returns,
            Money returnedByCard, Money returnedByBank, Money returnedOnInvoice, long failures, Money failed,
            Money closing) {

        public Money gross() {
            return this.net.plus(this.tax);
        }

        public Money returned() {
            return this.returnedByCard.plus(this.returnedByBank).plus(this.returnedOnInvoice);
        }

        public boolean balances() {
            return this.opening.plus(gross())
                .plus(this.adjustments)
                .minus(returned())
                .plus(this.failed)
                .isEqual(this.closing);
        }

    }

    /** What credits are counted by. */
    public enum Dimension {

        ROUTE, REASON, PRODUCT, COUNTRY, TAX_RATE, METHOD

    }

    /**
     * Credits that have something in common. For {@link Dimension#TAX_RATE} a credit
     * counts once under each rate that its lines have, with those lines' amounts.
     *
     * @param value such as {@code SELF_SERVICE}, {@code SE}, {@code 0.25}, or the reason
     * in the customer's words, which may be empty
     */
    public record Group(Dimension dimension, String value, long credits, Money net, Money tax) {

        public Money gross() {
            return this.net.plus(this.tax);
        }

    }

    /**
     * How long it took from the day the cancellation took effect to the day the credit
     * was returned whole, over the credits returned in the period.
     *
     * @param returned how many credits
     * @param average in days, one decimal, half up; null without any
     * @param percentile95 the smallest number of days within which 95 of 100 were
     * returned; null without any
     * @param kept how many of them by their last day
     */
    public record DaysToReturn(long returned, @Nullable BigDecimal average, @Nullable Integer percentile95, long kept) {

        public long broken() {
            return this.returned - this.kept;
        }

    }

    /**
     * A credit over its promise.
     *
     * @param returnedOn when it was returned after all; null while it is owed
     */
    public record Breach(String creditNumber, String requestId, String tenantId, LocalDate dueBy,
            @Nullable LocalDate returnedOn, Money gross) {
    }

    /**
     * What is owed by days since the credit was issued.
     *
     * @param fromDays the youngest
     * @param toDays the oldest; null in the last band
     */
    public record Age(int fromDays, @Nullable Integer toDays, long credits, Money owed) {
    }

    /**
     * Credits owed at the end of the period whose last day is in the next one and whose
     * return stands still (it failed, and nobody has asked for another try).
     */
    public record Forecast(long credits, Money owed) {
    }

    /** One business date. */
    public record Day(LocalDate date, long credits, Money issued, long returns, Money returned) {
    }

    /**
     * How the promise was kept in one period, over all currencies, in counts.
     *
     * @param kept credits returned by their last day
     * @param broken credits returned later
     */
    public record Promise(YearMonth month, long kept, long broken) {
    }

    /**
     * What approvers did.
     *
     * @param requested cases opened in the period
     * @param approved decided in the period
     * @param rejected decided in the period
     * @param expired lapsed in the period
     * @param withdrawn in the period
     * @param averageTime from opening to decision; null without any
     * @param pairs who asked and who decided, the most frequent first, at most 100
     */
    public record Approvals(long requested, long approved, long rejected, long expired, long withdrawn,
            @Nullable Duration averageTime, List<Pair> pairs) {
    }

    public record Pair(String requestedBy, String decidedBy, long approved, long rejected) {
    }

    /**
     * What could not be processed.
     *
     * @param quarantined requests that went to quarantine in runs of the period, by code
     * @param waiting how many of them wait for a person at that moment
     * @param failedReturns returns that came back in the period
     * @param retries of those that were asked for again
     */
    public record Exceptions(List<Quarantined> quarantined, long waiting, long failedReturns, long retries) {
    }

    public record Quarantined(String code, long requests) {
    }

}
