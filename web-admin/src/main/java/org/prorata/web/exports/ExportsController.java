package org.prorata.web.exports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import jakarta.servlet.http.HttpServletResponse;
import org.prorata.people.Person;
import org.prorata.reporting.export.Exports;
import org.prorata.reporting.export.Exports.Asked;
import org.prorata.reporting.export.Exports.Export;
import org.prorata.reporting.language.Language;
import org.prorata.web.layout.Flash;
import org.prorata.web.reports.DownloadHeaders;
import org.prorata.web.reports.ReportDownloads;
import org.prorata.web.reports.ReportRequest;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages of large files. */
@Controller
@RequestMapping("/reports/exports")
class ExportsController {

    private final ExportsService exports;

    private final ReportDownloads downloads;

    ExportsController(ExportsService exports, ReportDownloads downloads) {
        this.exports = exports;
        this.downloads = downloads;
    }

    @GetMapping
    String list(@AuthenticationPrincipal Person me, Model model) {
        model.addAttribute("exports", this.exports.of(me));
        return "reports/exports";
    }

    @PostMapping
    String ask(@AuthenticationPrincipal Person me, @ModelAttribute ReportRequest request, RedirectAttributes redirect) {
        return switch (this.exports.ask(me,
                this.downloads.export(request, Language.of(LocaleContextHolder.getLocale())))) {
            case Asked.Filed(Export export) -> to(export, redirect);
            case Asked.AskedBefore(Export export) -> to(export, redirect);
            case Asked.TooMany _ -> {
                Flash.notDone(redirect, "exports.many", Integer.toString(Exports.MOST_OPEN));
                yield "redirect:/reports/exports";
            }
        };
    }

    private static String to(Export export, RedirectAttributes redirect) {
        redirect.addAttribute("number", export.number());
        return "redirect:/reports/exports/{number}";
    }

    @GetMapping("/{number}")
    String export(@AuthenticationPrincipal Person me, @PathVariable long number,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean pieceOfAPage, Model model) {
        model.addAttribute("export", find(me, number));
        return pieceOfAPage ? "reports/export :: progress" : "reports/export";
    }

    @GetMapping("/{number}/file")
    void file(@AuthenticationPrincipal Person me, @PathVariable long number, ServletWebRequest request,
            HttpServletResponse response) throws IOException {
        Export export = find(me, number);
        Path file = this.exports.file(export).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        DownloadHeaders.cache(response);
        if (request.checkNotModified("\"" + export.sha256() + "\"")) {
            return;
        }
        this.exports.noteDownload(me, export);
        String name = Objects.requireNonNull(export.fileName());
        DownloadHeaders.attachment(response, export.wish().format(), name, name, Objects.requireNonNull(export.size()));
        Files.copy(file, response.getOutputStream());
    }

    private Export find(Person me, long number) {
        return this.exports.find(me, number).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

}
