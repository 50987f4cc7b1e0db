package org.prorata.batch.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import org.joda.money.Money;
import org.prorata.db.run.Quarantine;
import org.prorata.run.CurrencyTotals;
import org.prorata.run.NightlyRun;
import org.prorata.run.RunCounts;
import org.prorata.run.RunState;

/**
 * Shows a run: as the document of the contract, and as a certificate that a finance
 * person reads.
 */
final class RunView {

    private RunView() {
    }

    static Map<String, Object> tree(NightlyRun run, String state, Duration took) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("run", run.id());
        tree.put("business_date", run.businessDate().toString());
        tree.put("state", state);
        tree.put("balanced", isBalanced(run));
        tree.put("counts", counts(run.counts()));
        tree.put("credited", credited(run.totals()));
        tree.put("returned", returned(run.totals()));
        tree.put("certificate", run.certificate());
        tree.put("seconds", seconds(took));
        return tree;
    }

    static String state(NightlyRun run) {
        return (run.state() == RunState.CERTIFIED) ? "COMPLETED" : run.state().name();
    }

    static boolean isBalanced(NightlyRun run) {
        return (run.state() == RunState.CERTIFIED || run.state() == RunState.BALANCED) && run.counts().balance();
    }

    static double seconds(Duration took) {
        return Math.round(took.toMillis() / 100.0) / 10.0;
    }

    static Map<String, Object> counts(RunCounts counts) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("claimed", counts.claimed());
        tree.put("credited", counts.credited());
        tree.put("nothing_due", counts.nothingDue());
        tree.put("quarantined", counts.quarantined());
        tree.put("returned", counts.returned());
        tree.put("trials_expired", counts.trialsExpired());
        tree.put("trials_converted", counts.trialsConverted());
        tree.put("approvals_lapsed", counts.approvalsLapsed());
        return tree;
    }

    static Map<String, Object> credited(SortedMap<String, CurrencyTotals> totals) {
        Map<String, Object> tree = new LinkedHashMap<>();
        totals.forEach((currency, total) -> {
            Map<String, Object> amounts = new LinkedHashMap<>();
            amounts.put("net", amount(total.net()));
            amounts.put("tax", amount(total.tax()));
            amounts.put("gross", amount(total.gross()));
            tree.put(currency, amounts);
        });
        return tree;
    }

    static Map<String, Object> returned(SortedMap<String, CurrencyTotals> totals) {
        Map<String, Object> tree = new LinkedHashMap<>();
        totals.forEach((currency, total) -> {
            Map<String, Object> amounts = new LinkedHashMap<>();
            amounts.put("gross", amount(total.returned()));
            amounts.put("card", amount(total.returnedByCard()));
            amounts.put("bank", amount(total.returnedByBank()));
            amounts.put("next_invoice", amount(total.returnedOnAccount()));
            tree.put(currency, amounts);
        });
        return tree;
    }

    static Map<String, Object> tree(Quarantine.Entry entry) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("request_id", entry.requestId());
        tree.put("subscription_id", entry.subscriptionId());
        tree.put("code", entry.code().name());
        tree.put("message", entry.message());
        tree.put("what_to_do", entry.code().whatToDo());
        tree.put("state", entry.state());
        tree.put("resolution", entry.resolution());
        return tree;
    }

    /** Writes the certificate for people. */
    static List<String> text(NightlyRun run, String title) {
        RunCounts counts = run.counts();
        List<String> text = new ArrayList<>();
        text.add(title);
        text.add("");
        text.add("  Requests taken            " + number(counts.claimed()));
        text.add("    credited                " + number(counts.credited()));
        text.add("    nothing to give back    " + number(counts.nothingDue()));
        text.add("    in quarantine           " + number(counts.quarantined()));
        text.add("  Credits returned          " + number(counts.returned()));
        text.add("  Trials expired            " + number(counts.trialsExpired()));
        text.add("  Trials now paid           " + number(counts.trialsConverted()));
        text.add("  Approvals lapsed          " + number(counts.approvalsLapsed()));
        if (!run.totals().isEmpty()) {
            text.add("");
            text.add(String.format("  %-9s%18s%16s%18s%18s", "", "credited net", "tax", "gross", "returned"));
            run.totals()
                .forEach((currency, total) -> text
                    .add(String.format("  %-9s%18s%16s%18s%18s", currency, grouped(total.net()), grouped(total.tax()),
                            grouped(total.gross()), grouped(total.returned()))));
        }
        text.add("");
        text.add("  " + (isBalanced(run)
                ? "Balanced: " + counts.claimed() + " taken = " + counts.credited() + " credited + "
                        + counts.nothingDue() + " nothing due + " + counts.quarantined() + " quarantined"
                : "NOT balanced" + ((run.failure() != null) ? ": " + run.failure() : "")));
        if (run.certificate() != null) {
            text.add("  Certificate " + run.certificate());
        }
        return text;
    }

    private static String number(long count) {
        return String.format("%,10d", count);
    }

    static String grouped(Money money) {
        return String.format("%,." + money.getCurrencyUnit().getDecimalPlaces() + "f", money.getAmount());
    }

    static String amount(Money money) {
        return money.getAmount().toPlainString();
    }

}
