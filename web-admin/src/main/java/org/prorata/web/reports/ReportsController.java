package org.prorata.web.reports;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;

import jakarta.servlet.http.HttpServletResponse;
import org.prorata.people.Person;
import org.prorata.reporting.CycleSummary;
import org.prorata.web.language.Formats;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.server.ResponseStatusException;

/** The page of a billing cycle and its files. */
@Controller
@RequestMapping("/reports")
class ReportsController {

    private final ReportsService reports;

    private final Formats formats;

    ReportsController(ReportsService reports, Formats formats) {
        this.reports = reports;
        this.formats = formats;
    }

    @GetMapping
    String cycle(@AuthenticationPrincipal Person me, @RequestParam(defaultValue = "") String cycle, Model model) {
        List<YearMonth> cycles = this.reports.cycles();
        YearMonth shown = cycle.isEmpty() ? cycles.getFirst() : month(cycle);
        CycleSummary summary = this.reports.summary(me, shown);
        int place = cycles.indexOf(shown);
        model.addAttribute("cycles", cycles);
        model.addAttribute("summary", summary);
        model.addAttribute("cycleName", this.formats.month(shown));
        model.addAttribute("later", (place > 0) ? cycles.get(place - 1) : null);
        model.addAttribute("earlier", (place >= 0 && place < cycles.size() - 1) ? cycles.get(place + 1) : null);
        model.addAttribute("credits", summary.rows().stream().mapToLong(CycleSummary.Row::credits).sum());
        model.addAttribute("returns", summary.rows().stream().mapToLong(CycleSummary.Row::returns).sum());
        model.addAttribute("balanced", summary.rows().stream().allMatch(CycleSummary.Row::balances));
        model.addAttribute("formats", ReportsService.Format.values());
        return "reports/cycle";
    }

    /** Hands the file over; one that the reader has already is not sent again. */
    @GetMapping("/{cycle}/{format}")
    void download(@AuthenticationPrincipal Person me, @PathVariable String cycle, @PathVariable String format,
            ServletWebRequest request, HttpServletResponse response) throws IOException {
        YearMonth month = month(cycle);
        ReportsService.Format wanted = Arrays.stream(ReportsService.Format.values())
            .filter(known -> known.ending().equals(format))
            .findFirst()
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        try (ReportsService.Download download = this.reports.write(me, month, wanted)) {
            response.setHeader(HttpHeaders.CACHE_CONTROL,
                    CacheControl.noCache().cachePrivate().mustRevalidate().getHeaderValue());
            if (request.checkNotModified("\"" + download.hash() + "\"")) {
                return;
            }
            this.reports.noteDownload(me, download);
            response.setContentType(wanted.mediaType());
            response.setContentLengthLong(download.size());
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment().filename(download.name()).build().toString());
            download.copyTo(response.getOutputStream());
        }
    }

    private static YearMonth month(String cycle) {
        try {
            YearMonth month = YearMonth.parse(cycle);
            if (month.getYear() >= 2000 && month.getYear() <= 2200) {
                return month;
            }
        }
        catch (DateTimeException ex) {
            // there is no such cycle either
        }
        throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

}
