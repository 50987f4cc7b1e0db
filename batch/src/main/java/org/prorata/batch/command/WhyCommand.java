package org.prorata.batch.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import org.prorata.cancellation.Action;
import org.prorata.cancellation.CancellationDesk;
import org.prorata.cancellation.GateAnswer;
import org.prorata.cancellation.Reason;
import org.prorata.subscription.SubscriptionId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The gate's answer about one subscription. */
@Command(name = "why", mixinStandardHelpOptions = true,
        description = "Says whether a subscription can be cancelled, why, and the smallest things that would change the answer.")
public final class WhyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SUBSCRIPTION_ID", description = "The subscription.")
    String subscription = "";

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() {
        try (Session session = Session.open()) {
            GateAnswer answer = session.get(CancellationDesk.class).ask(SubscriptionId.of(this.subscription));
            this.output.document(tree(answer));
            this.output.line("Subscription " + this.subscription + ": " + answer.route().code());
            for (Reason reason : answer.reasons()) {
                this.output.line("  because " + reason.text());
            }
            for (Action action : answer.actions()) {
                this.output.line("  to change it: " + action.text());
            }
            this.output.line("  by policy " + answer.policy() + "; " + answer.tenant().text());
        }
        return ExitCodes.DONE;
    }

    private Map<String, Object> tree(GateAnswer answer) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("subscription_id", this.subscription);
        tree.put("route", answer.route().code());
        tree.put("reasons",
                answer.reasons()
                    .stream()
                    .map(each -> Map.of("code", each.code().name(), "text", each.text()))
                    .toList());
        tree.put("actions", answer.actions().stream().map(WhyCommand::tree).toList());
        tree.put("counted_licences", answer.countedLicences());
        tree.put("policy", answer.policy().policy());
        tree.put("policy_effective_from", answer.policy().effectiveFrom().toString());
        Map<String, Object> tenant = new LinkedHashMap<>();
        tenant.put("paid", answer.tenant().paid());
        tenant.put("above_self_service", answer.tenant().aboveSelfService());
        tenant.put("trials", answer.tenant().trials());
        tenant.put("all_above_self_service", answer.tenant().allAboveSelfService());
        tenant.put("text", answer.tenant().text());
        tree.put("tenant", tenant);
        return tree;
    }

    private static Map<String, Object> tree(Action action) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("action", action.code());
        if (action instanceof Action.RemoveLicences remove) {
            tree.put("licences", remove.licences());
        }
        tree.put("text", action.text());
        return tree;
    }

}
