package org.prorata.web.runs;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;

import jakarta.servlet.http.HttpServletResponse;
import org.prorata.db.run.RunRequests.Asked;
import org.prorata.people.Person;
import org.prorata.run.NightlyRun;
import org.prorata.web.language.Formats;
import org.prorata.web.layout.Flash;
import org.prorata.web.layout.FormErrors;
import org.prorata.web.paging.Page;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Tonight, the past runs, and a run's page. */
@Controller
@RequestMapping("/runs")
class RunsController {

    private static final int UNPROCESSABLE = 422;

    private static final int RUNS_ON_THE_FIRST_PAGE = 7;

    private final RunsService runs;

    private final QuarantineService quarantine;

    private final ReturnsService returns;

    private final Formats formats;

    RunsController(RunsService runs, QuarantineService quarantine, ReturnsService returns, Formats formats) {
        this.runs = runs;
        this.quarantine = quarantine;
        this.returns = returns;
        this.formats = formats;
    }

    @GetMapping
    String tonight(Model model) {
        return page(model, this.runs.tonight().minusDays(1).toString(), new FormErrors());
    }

    private String page(Model model, String date, FormErrors errors) {
        model.addAttribute("tonight", this.runs.tonight());
        model.addAttribute("outlook", this.runs.outlook());
        model.addAttribute("requests", this.runs.requests());
        List<NightlyRun> latest = this.runs.page("", RUNS_ON_THE_FIRST_PAGE).rows();
        model.addAttribute("latest", latest);
        model.addAttribute("phases", this.runs.phases(latest));
        model.addAttribute("quarantined", this.quarantine.countOpen());
        model.addAttribute("late", this.returns.countLate());
        model.addAttribute("date", date);
        model.addAttribute("errors", errors);
        return "runs/tonight";
    }

    /** The piece that the page asks for while tonight is worked out. */
    @GetMapping("/tonight")
    String outlook(@RequestHeader(name = "HX-Request", defaultValue = "false") boolean pieceOfAPage, Model model) {
        if (!pieceOfAPage) {
            return "redirect:/runs";
        }
        model.addAttribute("tonight", this.runs.tonight());
        model.addAttribute("outlook", this.runs.outlook());
        return "runs/pieces :: outlook";
    }

    @PostMapping("/tonight")
    String outlookAgain() {
        this.runs.outlookAgain();
        return "redirect:/runs";
    }

    /** The piece that the page asks for while somebody's wish waits. */
    @GetMapping("/requests")
    String requests(@RequestHeader(name = "HX-Request", defaultValue = "false") boolean pieceOfAPage, Model model) {
        if (!pieceOfAPage) {
            return "redirect:/runs";
        }
        model.addAttribute("requests", this.runs.requests());
        return "runs/pieces :: requests";
    }

    @PostMapping
    String ask(@AuthenticationPrincipal Person me, @RequestParam(defaultValue = "") String date, Model model,
            HttpServletResponse response, RedirectAttributes redirect) {
        FormErrors errors = new FormErrors();
        try {
            if (told(this.runs.ask(me, LocalDate.parse(date.strip())), redirect, errors)) {
                return "redirect:/runs";
            }
        }
        catch (DateTimeException ex) {
            errors.add("date", "runs.ask.problem");
        }
        response.setStatus(UNPROCESSABLE);
        return page(model, date, errors);
    }

    @GetMapping("/past")
    String past(@RequestParam(defaultValue = "") String cursor, @RequestParam(required = false) Integer size,
            Model model) {
        Page<NightlyRun> page = this.runs.page(cursor, Page.size(size));
        model.addAttribute("page", page);
        model.addAttribute("size", Page.size(size));
        model.addAttribute("isFirst", cursor.isEmpty());
        model.addAttribute("phases", this.runs.phases(page.rows()));
        return "runs/past";
    }

    @GetMapping("/{id}")
    String run(@PathVariable long id, Model model) {
        RunPage page = find(id);
        model.addAttribute("page", page);
        model.addAttribute("date", this.formats.date(page.run().businessDate()));
        return "runs/run";
    }

    /**
     * The piece that a run's page asks for every few seconds; when the run is over it
     * makes the browser load the page, which does not ask any more.
     */
    @GetMapping("/{id}/progress")
    String progress(@PathVariable long id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean pieceOfAPage, Model model,
            HttpServletResponse response) {
        RunPage page = find(id);
        if (!pieceOfAPage) {
            return "redirect:/runs/" + id;
        }
        if (page.isOver()) {
            response.setHeader("HX-Refresh", "true");
        }
        model.addAttribute("page", page);
        return "runs/pieces :: progress";
    }

    @PostMapping("/{id}/restart")
    String restart(@AuthenticationPrincipal Person me, @PathVariable long id, RedirectAttributes redirect) {
        NightlyRun run = find(id).run();
        told(this.runs.restart(me, run.id()), redirect, new FormErrors());
        return "redirect:/runs/" + id;
    }

    /** Says what became of a wish; a problem of the form is left to the form. */
    private boolean told(Asked asked, RedirectAttributes redirect, FormErrors errors) {
        return switch (asked) {
            case Asked.Filed(var request) -> {
                Flash.done(redirect, "runs.ask.filed", this.formats.date(request.businessDate()));
                yield true;
            }
            case Asked.AskedBefore(var request) -> {
                Flash.notDone(redirect, "runs.ask.before", this.formats.date(request.businessDate()));
                yield true;
            }
            case Asked.Certified(LocalDate date) -> {
                Flash.notDone(redirect, "runs.ask.certified", this.formats.date(date));
                yield true;
            }
            case Asked.TooEarly(LocalDate latest) -> {
                errors.add("date", "runs.ask.early", this.formats.date(latest));
                yield false;
            }
            case Asked.NotKnown() -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        };
    }

    private RunPage find(long id) {
        return this.runs.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

}
