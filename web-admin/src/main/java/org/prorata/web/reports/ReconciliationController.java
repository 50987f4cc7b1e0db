package org.prorata.web.reports;

import java.time.YearMonth;
import java.util.List;
import java.util.Map;

import org.prorata.people.Person;
import org.prorata.reporting.Reconciled.Comparison;
import org.prorata.reporting.Reconciled.Measure;
import org.prorata.reporting.summary.RefundSummaries.Listed;
import org.prorata.reporting.summary.RefundSummary.View;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;

/** The page that lays certificates, credits, the ledger and files side by side. */
@Controller
@RequestMapping("/reports/reconciliation")
class ReconciliationController {

    private static final Map<Measure, String> MEASURES = Map.of(Measure.NET, "doc.net", Measure.TAX, "doc.tax",
            Measure.CARD, "doc.returned.CARD", Measure.BANK, "doc.returned.BANK", Measure.NEXT_INVOICE,
            "doc.returned.NEXT_INVOICE");

    private final ReportsService reports;

    ReconciliationController(ReportsService reports) {
        this.reports = reports;
    }

    @GetMapping
    String compare(@AuthenticationPrincipal Person me, @ModelAttribute("asked") ReportRequest asked, Model model) {
        List<YearMonth> months = this.reports.cycles(View.MONTH).stream().map(Listed::month).toList();
        String given = asked.month();
        YearMonth month = (given != null && !given.isEmpty()) ? asked.monthOrNotFound()
                : months.isEmpty() ? null : months.getFirst();
        Comparison comparison = (month != null) ? this.reports.compare(me, month)
                : new Comparison(List.of(), List.of());
        model.addAttribute("months", months);
        model.addAttribute("month", month);
        model.addAttribute("comparison", comparison);
        model.addAttribute("differing", comparison.lines().stream().filter(line -> !line.agrees()).count());
        model.addAttribute("measures", MEASURES);
        return "reports/reconciliation";
    }

}
