package org.prorata.web.audit;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.prorata.audit.AuditEvent;
import org.prorata.db.audit.AuditSearch.Filter;
import org.prorata.people.Person;
import org.prorata.web.layout.FormErrors;
import org.prorata.web.paging.Page;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The audit trail, its export and its check. */
@Controller
@RequestMapping("/audit")
class AuditController {

    private static final int UNPROCESSABLE = 422;

    private static final int LONGEST = 200;

    /** What was typed into the fields above the list. */
    public record Typed(String actor, String action, String subject, String from, String to) {

        boolean isEmpty() {
            return (this.actor + this.action + this.subject + this.from + this.to).isBlank();
        }

    }

    private final AuditService audit;

    AuditController(AuditService audit) {
        this.audit = audit;
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "") String actor, @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "") String subject, @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to, @RequestParam(defaultValue = "") String cursor,
            @RequestParam(required = false) Integer size, Model model, HttpServletResponse response) {
        Typed typed = new Typed(actor, action, subject, from, to);
        FormErrors errors = new FormErrors();
        Filter filter = filter(typed, errors);
        if (!errors.isEmpty()) {
            response.setStatus(UNPROCESSABLE);
        }
        model.addAttribute("typed", typed);
        model.addAttribute("filtered", !typed.isEmpty());
        model.addAttribute("actions", this.audit.actions());
        model.addAttribute("page", this.audit.page(filter, cursor, Page.size(size)));
        model.addAttribute("size", Page.size(size));
        model.addAttribute("isFirst", cursor.isEmpty());
        model.addAttribute("errors", errors);
        verdict(model);
        return "audit/trail";
    }

    /**
     * Sends all events of the filter, the latest first, times in UTC. A cell that a
     * spreadsheet would take for a formula begins with an apostrophe.
     */
    @GetMapping("/export")
    void export(@AuthenticationPrincipal Person me, @RequestParam(defaultValue = "") String actor,
            @RequestParam(defaultValue = "") String action, @RequestParam(defaultValue = "") String subject,
            @RequestParam(defaultValue = "") String from, @RequestParam(defaultValue = "") String to,
            HttpServletResponse response) throws IOException {
        FormErrors errors = new FormErrors();
        Filter filter = filter(new Typed(actor, action, subject, from, to), errors);
        if (!errors.isEmpty()) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename("audit-trail.csv").build().toString());
        try (Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
                CsvWriter csv = CsvWriter.builder().build(out)) {
            csv.writeRecord("sequence", "at", "actor", "action", "subject", "detail", "previous_hash", "hash");
            this.audit.export(me, filter, event -> write(csv, event));
        }
    }

    @PostMapping("/check")
    String check(@AuthenticationPrincipal Person me) {
        this.audit.verify(me);
        return "redirect:/audit";
    }

    /** The piece that the page asks for while a check is under way. */
    @GetMapping("/check")
    String checked(@RequestHeader(name = "HX-Request", defaultValue = "false") boolean pieceOfAPage, Model model) {
        if (!pieceOfAPage) {
            return "redirect:/audit";
        }
        verdict(model);
        return "audit/trail :: verdict";
    }

    private void verdict(Model model) {
        model.addAttribute("check", this.audit.check());
        model.addAttribute("verdict", this.audit.verdict().orElse(null));
    }

    private Filter filter(Typed typed, FormErrors errors) {
        String actor = text(typed.actor(), "actor", errors);
        return new Filter((actor != null) ? this.audit.actor(actor) : null, text(typed.action(), "action", errors),
                text(typed.subject(), "subject", errors), day(typed.from(), "from", 0, errors),
                day(typed.to(), "to", 1, errors));
    }

    private static @Nullable String text(String typed, String field, FormErrors errors) {
        if (typed.length() > LONGEST) {
            errors.add(field, "audit.problem.long", LONGEST);
            return null;
        }
        return typed.isBlank() ? null : typed.strip();
    }

    /** Reads a day of the reader's time zone. */
    private static @Nullable Instant day(String typed, String field, int daysLater, FormErrors errors) {
        if (typed.isBlank()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(typed.strip());
            if (day.getYear() < 1971 || day.getYear() > 9000) {
                throw new DateTimeException("no event is of " + day);
            }
            ZoneId zone = LocaleContextHolder.getTimeZone().toZoneId();
            return day.plusDays(daysLater).atStartOfDay(zone).toInstant();
        }
        catch (DateTimeException ex) {
            errors.add(field, "audit.problem.day");
            return null;
        }
    }

    private static void write(CsvWriter csv, AuditEvent event) {
        csv.writeRecord(Long.toString(event.sequence()), event.at().toString(), harmless(event.actor()),
                harmless(event.action()), harmless(event.subject()), harmless(event.detail()), event.previousHash(),
                event.hash());
    }

    private static String harmless(String cell) {
        return (!cell.isEmpty() && "=+-@\t\r\n".indexOf(cell.charAt(0)) >= 0) ? "'" + cell : cell;
    }

}
