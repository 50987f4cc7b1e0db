package org.prorata.web.approvals;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.prorata.approval.FigureChange;
import org.prorata.db.cancellation.Timelines.Entry;
import org.prorata.db.cancellation.Timelines.Timeline;
import org.prorata.web.language.Formats;
import org.prorata.web.layout.Happening;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Tells in the reader's language what happened to a request and to its figures. */
@Component
public class Telling {

    /**
     * A figure that is not what it was.
     *
     * @param figure its name
     * @param before what it was
     * @param now what it is
     */
    public record Change(String figure, String before, String now) {
    }

    private static final Pattern REFUND = Pattern.compile("(-?[0-9.]+) ([A-Z]{3}) \\+ (-?[0-9.]+) [A-Z]{3}");

    private final MessageSource messages;

    private final Formats formats;

    Telling(MessageSource messages, Formats formats) {
        this.messages = messages;
        this.formats = formats;
    }

    List<Change> changes(List<FigureChange> changes) {
        return changes.stream()
            .map(change -> new Change(text("approvals.figure." + change.figure()),
                    figure(change.figure(), change.before()), figure(change.figure(), change.now())))
            .toList();
    }

    private String figure(String name, String value) {
        if (name.equals("effective_date")) {
            return this.formats.date(LocalDate.parse(value));
        }
        if (!name.equals("refund")) {
            return value;
        }
        Matcher refund = REFUND.matcher(value);
        return refund.matches() ? text("approvals.refund.net_and_tax", money(refund.group(1), refund.group(2)),
                money(refund.group(3), refund.group(2))) : text("approvals.refund." + value);
    }

    private String money(String amount, String currency) {
        return this.formats.money(new BigDecimal(amount), currency);
    }

    /**
     * Tells the story of a request.
     * @param names what to call who did something
     */
    public List<Happening> happenings(Timeline timeline, UnaryOperator<String> names) {
        return timeline.entries().stream().map(entry -> happening(entry, names)).toList();
    }

    private Happening happening(Entry entry, UnaryOperator<String> names) {
        String key = "approvals.happened." + entry.kind();
        String note = entry.text();
        Object about = entry.detail();
        Happening.State state = Happening.State.DONE;
        switch (entry.kind()) {
            case ASKED, CREDITED, RETURNED -> {
                // the words and the number speak for themselves
            }
            case FILED, CLOSED -> about = "";
            case DECIDED -> {
                String[] said = entry.detail().split(" ", 2);
                key += "." + said[0];
                about = (said.length > 1) ? text("approvals.reason." + said[1]) : "";
                state = said[0].equals("APPROVED") ? state : Happening.State.FAILED;
            }
            case APPROVAL_DROPPED -> key += "." + entry.detail();
            case CHANGED -> {
                key += "." + entry.detail();
                note = "";
            }
            case QUARANTINED, RETURN_FAILED -> state = Happening.State.FAILED;
            case RESOLVED -> about = "";
        }
        return new Happening(state, key, List.of(about), entry.at(), names.apply(entry.actor()), note);
    }

    String text(String key, Object... arguments) {
        return this.messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }

}
