package org.prorata.web.reports;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.ibm.icu.util.ULocale;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.language.LanguageFormats;
import org.prorata.reporting.summary.RefundSummary.Dimension;
import org.springframework.context.MessageSource;

/** What the values of dimensions are called in the reader's language. */
final class ReportWords {

    /** What the summary's canonical names are called in documents. */
    private static final Map<String, String> LABELS = Map.ofEntries(Map.entry("opening_owed", "doc.opening"),
            Map.entry("credits", "doc.credits"), Map.entry("credited_net", "doc.net"),
            Map.entry("credited_tax", "doc.tax"), Map.entry("credited_gross", "doc.issued"),
            Map.entry("adjustments", "doc.adjustments"), Map.entry("returns", "doc.returns"),
            Map.entry("returned_by_card", "doc.returned.CARD"), Map.entry("returned_by_bank", "doc.returned.BANK"),
            Map.entry("returned_on_account", "doc.returned.NEXT_INVOICE"), Map.entry("returned_gross", "doc.returned"),
            Map.entry("failures", "doc.failures"), Map.entry("failed", "doc.failed"),
            Map.entry("closing_owed", "doc.closing"), Map.entry("balances", "doc.check"), Map.entry("net", "doc.net"),
            Map.entry("tax", "doc.tax"), Map.entry("gross", "doc.gross"), Map.entry("days_to_return", "doc.table.days"),
            Map.entry("average", "doc.days.average"), Map.entry("percentile_95", "doc.days.percentile"),
            Map.entry("kept", "doc.kept"), Map.entry("broken", "doc.broken"),
            Map.entry("breach_count", "doc.sheet.breaches"), Map.entry("breaches", "doc.sheet.breaches"),
            Map.entry("ageing", "doc.sheet.ageing"), Map.entry("owed", "doc.owed"),
            Map.entry("forecast", "doc.sheet.forecast"), Map.entry("daily", "doc.sheet.daily"),
            Map.entry("issued", "doc.issued"), Map.entry("returned", "doc.returned"),
            Map.entry("approvals", "doc.sheet.approvals"), Map.entry("exceptions", "doc.sheet.exceptions"),
            Map.entry("promises", "doc.sheet.promises"), Map.entry("requested", "doc.requested"),
            Map.entry("approved", "doc.approved"), Map.entry("rejected", "doc.rejected"),
            Map.entry("expired", "doc.expired"), Map.entry("withdrawn", "doc.withdrawn"),
            Map.entry("average_seconds", "doc.time"), Map.entry("pairs", "doc.sheet.pairs"),
            Map.entry("quarantined", "doc.sheet.quarantined"), Map.entry("waiting", "doc.waiting"),
            Map.entry("failed_returns", "doc.failures"), Map.entry("retries", "doc.retries"),
            Map.entry("requests", "doc.requests"), Map.entry("due_by", "doc.dueby"),
            Map.entry("returned_on", "doc.returnedon"), Map.entry("tenant_id", "doc.tenant"),
            Map.entry("request_id", "doc.request"), Map.entry("requested_by", "doc.requestedby"),
            Map.entry("decided_by", "doc.decidedby"));

    private static final Set<String> DIMENSIONS = Arrays.stream(Dimension.values())
        .map(Dimension::name)
        .collect(Collectors.toUnmodifiableSet());

    private final MessageSource messages;

    private final Locale locale;

    private final LanguageFormats formats;

    ReportWords(MessageSource messages, Locale locale) {
        this.messages = messages;
        this.locale = locale;
        this.formats = new LanguageFormats(Language.of(locale), java.time.ZoneOffset.UTC);
    }

    public String value(Dimension dimension, String value) {
        return switch (dimension) {
            case ROUTE, METHOD -> code(value);
            case REASON -> value.isBlank() ? this.messages.getMessage("doc.reason.none", null, this.locale) : value;
            case PRODUCT -> value;
            case COUNTRY -> value.matches("[A-Z]{2}")
                    ? new ULocale("", value).getDisplayCountry(ULocale.forLocale(this.locale)) : value;
            case TAX_RATE ->
                value.matches("[0-9]{1,3}(\\.[0-9]{1,12})?") ? this.formats.rate(new BigDecimal(value)) : value;
        };
    }

    /**
     * Says which figure of a summary a path such as {@code currencies/EUR/closing_owed}
     * names; what has no name of its own, such as a day, stays as it is.
     */
    public String figure(String path) {
        List<String> words = new ArrayList<>();
        Dimension dimension = null;
        for (String part : path.split("/", -1)) {
            if (dimension != null) {
                words.add(value(dimension, part));
                dimension = null;
            }
            else if (DIMENSIONS.contains(part)) {
                dimension = Dimension.valueOf(part);
                words.add(this.messages.getMessage("doc." + part, null, this.locale));
            }
            else if (!part.equals("currencies") && !part.equals("groups")) {
                String label = LABELS.get(part);
                words.add((label != null) ? this.messages.getMessage(label, null, this.locale) : code(part));
            }
        }
        return String.join(" · ", words);
    }

    /** Returns what a code such as {@code SELF_SERVICE} is called. */
    public String code(String code) {
        return String.valueOf(this.messages.getMessage("doc.value." + code, null, code, this.locale));
    }

}
