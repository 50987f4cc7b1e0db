package org.prorata.web.people;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.prorata.approval.ApprovalRule;
import org.prorata.people.Person;
import org.prorata.web.layout.Flash;
import org.prorata.web.layout.FormErrors;
import org.prorata.web.security.Confirmation;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page of the approval rules. */
@Controller
@RequestMapping("/people/approval-rules")
class ApprovalRulesController {

    private static final int UNPROCESSABLE = 422;

    private static final int MOST = 30;

    private static final int SPARE = 2;

    /** A rule as it is typed; without a threshold it is none. */
    public record Row(String licences, String refund, String currency, String approvals, String days) {

        static final Row SPARE = new Row("", "", "", "1", "");

        static Row of(ApprovalRule rule) {
            return new Row(text(rule.licencesFrom()), text(rule.refundFrom()), text(rule.currency()),
                    Integer.toString(rule.approvals()), text(rule.daysToApprove()));
        }

        private static String text(@Nullable Object value) {
            return (value instanceof BigDecimal amount) ? amount.toPlainString() : Objects.toString(value, "");
        }

        boolean isEmpty() {
            return this.licences.isEmpty() && this.refund.isEmpty() && this.currency.isEmpty() && this.days.isEmpty();
        }

        @Nullable ApprovalRule read() {
            boolean byLicences = this.licences.matches("\\d{1,9}") && this.refund.isEmpty() && this.currency.isEmpty();
            boolean byRefund = this.licences.isEmpty() && this.refund.matches("\\d{1,12}([.,]\\d{1,4})?");
            if (byLicences == byRefund || !this.days.matches("\\d{0,4}") || !this.approvals.matches("[12]")) {
                return null;
            }
            int needed = Integer.parseInt(this.approvals);
            try {
                ApprovalRule rule = byLicences ? ApprovalRule.fromLicences(Long.parseLong(this.licences), needed)
                        : ApprovalRule.fromRefund(new BigDecimal(this.refund.replace(',', '.')),
                                CurrencyUnit.of(this.currency.toUpperCase(Locale.ROOT)).getCode(), needed);
                return this.days.isEmpty() ? rule : rule.within(Integer.parseInt(this.days));
            }
            catch (IllegalArgumentException ex) {
                return null;
            }
        }

    }

    private final ApprovalRulesService rules;

    private final Confirmation confirmation;

    ApprovalRulesController(ApprovalRulesService rules, Confirmation confirmation) {
        this.rules = rules;
        this.confirmation = confirmation;
    }

    @GetMapping
    String show(Model model) {
        return page(model, null, new FormErrors());
    }

    @PostMapping
    String replace(@AuthenticationPrincipal Person me, @RequestParam MultiValueMap<String, String> form,
            @RequestParam(defaultValue = "") String seen, @RequestParam(defaultValue = "") String password, Model model,
            HttpServletRequest request, HttpServletResponse response, RedirectAttributes redirect) {
        FormErrors errors = new FormErrors();
        List<Row> rows = rows(form);
        List<ApprovalRule> read = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ApprovalRule rule = rows.get(i).read();
            if (rule != null) {
                read.add(rule);
            }
            else if (!rows.get(i).isEmpty()) {
                errors.add("licences-" + i, "approvers.rules.problem", i + 1);
            }
        }
        if (!this.confirmation.confirm(password, request, response)) {
            errors.add("password", "confirm.wrong");
        }
        if (errors.isEmpty()) {
            if (this.rules.replace(me, seen, read)) {
                Flash.done(redirect, "approvers.rules.saved");
            }
            else {
                Flash.notDone(redirect, "approvers.rules.meanwhile");
            }
            return "redirect:/people/approval-rules";
        }
        response.setStatus(UNPROCESSABLE);
        return page(model, rows, errors);
    }

    private static List<Row> rows(MultiValueMap<String, String> form) {
        int rows = Math.min(form.getOrDefault("approvals", List.of()).size(), MOST);
        List<Row> typed = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            typed.add(new Row(cell(form, "licences", i), cell(form, "refund", i), cell(form, "currency", i),
                    cell(form, "approvals", i), cell(form, "days", i)));
        }
        return typed;
    }

    private static String cell(MultiValueMap<String, String> form, String name, int row) {
        List<String> column = form.getOrDefault(name, List.of());
        return (row < column.size()) ? column.get(row).strip() : "";
    }

    private String page(Model model, @Nullable List<Row> typed, FormErrors errors) {
        List<ApprovalRule> inForce = this.rules.inForce();
        List<Row> rows = new ArrayList<>((typed != null) ? typed : inForce.stream().map(Row::of).toList());
        for (int i = 0; typed == null && i < SPARE; i++) {
            rows.add(Row.SPARE);
        }
        model.addAttribute("inForce", inForce);
        model.addAttribute("rows", rows);
        model.addAttribute("errors", errors);
        return "people/rules";
    }

}
