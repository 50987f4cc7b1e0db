package org.prorata.reporting.summary;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A credit whose return came back, with all that happened to its return, in order.
 *
 * @param billingDay of the tenant when the credit was issued
 * @param method by which the part that came back was returned
 * @param returnedOn the first time
 */
public record CorrectedCredit(long requestNo, String creditNumber, String requestId, String tenantId, int billingDay,
        LocalDate issuedOn, LocalDate effective, LocalDate dueBy, String method, Money gross, LocalDate returnedOn,
        List<Event> events) {

    /**
     * A return came back, or was made again.
     *
     * @param askedAgainAt when somebody asked for another try after it came back; null
     * when nobody has
     */
    public record Event(boolean failed, LocalDate date, Money amount, @Nullable Instant askedAgainAt) {

        boolean isAskedAgain(Instant asOf, LocalDate lastDay) {
            return this.askedAgainAt != null && !this.askedAgainAt.isAfter(asOf)
                    && !LocalDate.ofInstant(this.askedAgainAt, ZoneOffset.UTC).isAfter(lastDay);
        }

    }

    private List<Event> until(LocalDate day) {
        return this.events.stream().filter(event -> !event.date().isAfter(day)).toList();
    }

    /** Returns what the corrections up to a day add to what is owed. */
    Money correctedUntil(LocalDate day) {
        Money zero = Money.zero(this.gross.getCurrencyUnit());
        return until(day).stream()
            .map(event -> event.failed() ? event.amount() : event.amount().negated())
            .reduce(zero, Money::plus);
    }

    /** Returns what is owed at the end of a day. */
    public Money owedOn(LocalDate day) {
        Money zero = Money.zero(this.gross.getCurrencyUnit());
        if (this.issuedOn.isAfter(day)) {
            return zero;
        }
        return (isReturnedBy(day) ? zero : this.gross).plus(correctedUntil(day));
    }

    boolean isReturnedBy(LocalDate day) {
        return !this.returnedOn.isAfter(day);
    }

    /**
     * Returns when the credit was last returned whole, as it stands at the end of a day;
     * null while it is owed.
     */
    public @Nullable LocalDate lastReturnedOn(LocalDate day) {
        List<Event> known = until(day);
        if (known.isEmpty()) {
            return isReturnedBy(day) ? this.returnedOn : null;
        }
        return known.getLast().failed() ? null : known.getLast().date();
    }

    /**
     * Returns the failure that keeps the credit owed at the end of a day; null when there
     * is none.
     */
    public @Nullable Event standing(LocalDate day) {
        List<Event> known = until(day);
        return (!known.isEmpty() && known.getLast().failed()) ? known.getLast() : null;
    }

}
