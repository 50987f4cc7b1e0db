package org.prorata.web.approvals;

import java.io.Serializable;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.prorata.approval.RejectionReason;
import org.prorata.cancellation.ApprovalCase;
import org.prorata.cancellation.ApprovalDesk;
import org.prorata.cancellation.ApprovalDesk.Decision;
import org.prorata.cancellation.DecisionOutcome;
import org.prorata.cancellation.RequestId;
import org.prorata.credit.CreditExplanation;
import org.prorata.credit.Settlement;
import org.prorata.db.approval.ApprovalLists.Count;
import org.prorata.db.approval.ApprovalLists.Filter;
import org.prorata.db.approval.ApprovalLists.View;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.web.layout.Flash;
import org.prorata.web.layout.FormErrors;
import org.prorata.web.layout.PreferencesController;
import org.prorata.web.security.Confirmation;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The list of requests to approve, the page of each, and the decisions. */
@Controller
@RequestMapping("/approvals")
class ApprovalsController {

    private static final int UNPROCESSABLE = 422;

    private static final String REQUEST = "approvals/request";

    private static final int LONGEST_ID = 64;

    /**
     * What became of one of the requests that were ticked.
     *
     * @param request its id
     * @param kind the kind of the badge
     * @param done whether it was decided
     * @param key the key of what is said about it
     */
    public record RowResult(String request, String kind, boolean done, String key) implements Serializable {
    }

    /** What a decision's form holds. */
    public record Form(long version, String figures, String words, String reason, String password) {
    }

    private final ApprovalsService approvals;

    private final Confirmation confirmation;

    private final Telling telling;

    private final Clock clock;

    ApprovalsController(ApprovalsService approvals, Confirmation confirmation, Telling telling, Clock clock) {
        this.approvals = approvals;
        this.confirmation = confirmation;
        this.telling = telling;
        this.clock = clock;
    }

    @GetMapping
    String list(@AuthenticationPrincipal Person me, @RequestParam Map<String, String> parameters,
            @CookieValue(name = PreferencesController.SHORTCUTS_COOKIE, defaultValue = "on") String shortcuts,
            Model model, HttpServletResponse response) {
        FormErrors errors = new FormErrors();
        ListAddress address = ListAddress.of(parameters, me.has(Role.APPROVER) ? View.WAITING_FOR_ME : View.ALL);
        Filter filter = address.filter(this.clock.instant(), errors);
        if (errors.isEmpty()) {
            model.addAttribute("listed", this.approvals.list(me, address, filter));
        }
        else {
            response.setStatus(UNPROCESSABLE);
            model.addAttribute("listed", new ApprovalsService.Listed(List.of(), null, null, new Count(0, false), null));
        }
        model.addAttribute("address", address);
        model.addAttribute("views", View.values());
        model.addAttribute("reasons", RejectionReason.values());
        model.addAttribute("errors", errors);
        model.addAttribute("shortcuts", !shortcuts.equals("off"));
        model.addAttribute("decides", me.has(Role.APPROVER) && address.view() == View.WAITING_FOR_ME);
        return "approvals/list";
    }

    @GetMapping("/{requestId}")
    String request(@AuthenticationPrincipal Person me, @PathVariable String requestId,
            @CookieValue(name = PreferencesController.SHORTCUTS_COOKIE, defaultValue = "on") String shortcuts,
            Model model) {
        model.addAttribute("shortcuts", !shortcuts.equals("off"));
        page(me, id(requestId), new Form(0, "", "", "", ""), new FormErrors(), model);
        return REQUEST;
    }

    @PostMapping("/{requestId}/approve")
    String approve(@AuthenticationPrincipal Person me, @PathVariable String requestId,
            @RequestParam(defaultValue = "0") long version, @RequestParam(defaultValue = "") String figures,
            @RequestParam(defaultValue = "") String words, @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String password, @RequestParam(required = false) String list,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean piece, Model model,
            HttpServletRequest request, HttpServletResponse response, RedirectAttributes redirect) {
        Form form = new Form(version, figures, words, reason, password);
        RequestId id = id(requestId);
        return decided(me, id, form, Decision.approve(id, version, figures, words),
                new Place(list, piece, model, request, response, redirect));
    }

    @PostMapping("/{requestId}/reject")
    String reject(@AuthenticationPrincipal Person me, @PathVariable String requestId,
            @RequestParam(defaultValue = "0") long version, @RequestParam(defaultValue = "") String figures,
            @RequestParam(defaultValue = "") String words, @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String password,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean piece, Model model,
            HttpServletRequest request, HttpServletResponse response, RedirectAttributes redirect) {
        Form form = new Form(version, figures, words, reason, password);
        RequestId id = id(requestId);
        return decided(me, id, form, new Decision(id, version, figures, false, reason(reason).orElse(null), words),
                new Place(null, piece, model, request, response, redirect));
    }

    @PostMapping("/{requestId}/take-back")
    String takeBack(@AuthenticationPrincipal Person me, @PathVariable String requestId,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean piece, Model model,
            HttpServletRequest request, HttpServletResponse response, RedirectAttributes redirect) {
        RequestId id = id(requestId);
        return answer(me, id, new Form(0, "", "", "", ""), this.approvals.takeBack(me, id),
                new Place(null, piece, model, request, response, redirect));
    }

    @PostMapping("/decide")
    String decideAll(@AuthenticationPrincipal Person me, @RequestParam MultiValueMap<String, String> form,
            @RequestParam(defaultValue = "") String decision, @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "") String reason, @RequestParam(defaultValue = "/approvals") String list,
            RedirectAttributes redirect) {
        String back = "redirect:" + PreferencesController.local(list);
        // as a list of its own: an id may hold a comma
        List<String> ticked = form.getOrDefault("ticked", List.of());
        if (ticked.isEmpty() || ticked.size() > ApprovalDesk.MOST_AT_ONCE) {
            Flash.notDone(redirect, ticked.isEmpty() ? "approvals.bulk.none" : "approvals.bulk.many",
                    Integer.toString(ApprovalDesk.MOST_AT_ONCE));
            return back;
        }
        boolean approve = decision.equals("approve");
        List<Decision> decisions = ticked.stream()
            .map(each -> decision(each, approve, reason(reason).orElse(null), words))
            .toList();
        List<RowResult> results = this.approvals.decideAll(me, decisions)
            .stream()
            .map(ApprovalsController::result)
            .toList();
        redirect.addFlashAttribute("results", results);
        return back;
    }

    private static RowResult result(ApprovalDesk.Result result) {
        Verdict verdict = Verdict.of(result.outcome());
        return new RowResult(result.request().value(), verdict.kind(), verdict.done(), verdict.key());
    }

    private static Decision decision(String ticked, boolean approve, @Nullable RejectionReason reason, String words) {
        String[] parts = ticked.split(":", 3);
        if (parts.length < 3 || !parts[0].matches("\\d{1,18}") || parts[2].isEmpty()
                || parts[2].length() > LONGEST_ID) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return new Decision(RequestId.of(parts[2]), Long.parseLong(parts[0]), parts[1], approve,
                approve ? null : reason, words);
    }

    /**
     * Where an answer goes: into a list's row, into the state of a page, or to a page.
     */
    private record Place(@Nullable String list, boolean piece, Model model, HttpServletRequest request,
            HttpServletResponse response, RedirectAttributes redirect) {
    }

    private String decided(Person me, RequestId id, Form form, Decision decision, Place place) {
        // a row of the list has no field for a password: the service asks for it
        // elsewhere
        if (place.list() == null && !this.confirmation.confirm(form.password(), place.request(), place.response())) {
            page(me, id, form, new FormErrors().add("password", "confirm.wrong"), place.model());
            place.response().setStatus(UNPROCESSABLE);
            return place.piece() ? REQUEST + " :: state" : REQUEST;
        }
        return answer(me, id, form, this.approvals.decide(me, decision), place);
    }

    private String answer(Person me, RequestId id, Form form, DecisionOutcome outcome, Place place) {
        if (outcome instanceof DecisionOutcome.NotWaiting(var state) && state == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Verdict verdict = Verdict.of(outcome);
        if (verdict.done() && !place.piece()) {
            Flash.done(place.redirect(), verdict.key());
            return "redirect:"
                    + ((place.list() != null) ? PreferencesController.local(place.list()) : "/approvals/" + id);
        }
        place.response().setStatus(verdict.status());
        FormErrors errors = new FormErrors();
        if (outcome instanceof DecisionOutcome.Incomplete(String field, var _)) {
            errors.add(field, verdict.key());
        }
        page(me, id, verdict.done() ? new Form(0, "", "", "", "") : form, errors, place.model());
        place.model().addAttribute("verdict", verdict);
        place.model().addAttribute("piece", place.piece());
        if (outcome instanceof DecisionOutcome.ChangedSince(var changes, var _, var _)) {
            place.model().addAttribute("changes", this.telling.changes(changes));
        }
        if (place.piece()) {
            return (place.list() != null) ? "approvals/row :: said" : REQUEST + " :: state";
        }
        return REQUEST;
    }

    private void page(Person me, RequestId id, Form form, FormErrors errors, Model model) {
        ApprovalsService.Opened opened = this.approvals.open(me, id)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("opened", opened);
        model.addAttribute("view", opened.view());
        model.addAttribute("stateKind", Line.kind(opened.view().approval().state()));
        model.addAttribute("decides", me.has(Role.APPROVER) && opened.view().refusal() == null
                && opened.view().approval().state() == ApprovalCase.State.WAITING);
        model.addAttribute("credit",
                (opened.view().settlement() instanceof Settlement.Credited(var credit)) ? credit : null);
        model.addAttribute("explained", (opened.view().settlement() instanceof Settlement.Credited(var credit))
                ? new CreditExplanation(credit).tree() : null);
        model.addAttribute("happenings", this.telling.happenings(opened.timeline(), opened::name));
        model.addAttribute("sinceFiled", this.telling.changes(opened.changes()));
        model.addAttribute("tenantAddress", ListAddress.ofTenant(opened.view().tenant().id().value()));
        model.addAttribute("reasons", RejectionReason.values());
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        if (!model.containsAttribute("shortcuts")) {
            model.addAttribute("shortcuts", true);
        }
    }

    private static Optional<RejectionReason> reason(String name) {
        return Arrays.stream(RejectionReason.values()).filter(reason -> reason.name().equals(name)).findFirst();
    }

    private static RequestId id(String id) {
        if (id.length() > LONGEST_ID) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return RequestId.of(id);
    }

}
