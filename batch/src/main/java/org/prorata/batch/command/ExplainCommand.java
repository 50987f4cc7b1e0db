package org.prorata.batch.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import org.prorata.cancellation.RefusedException;
import org.prorata.credit.CreditExplanation;
import org.prorata.db.credit.CreditReplay;
import org.prorata.policy.Policies;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Every cent of a credit. */
@Command(name = "explain", mixinStandardHelpOptions = true,
        description = "Works a credit out again and explains every cent of it; says so when it is not what was issued.")
public final class ExplainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CREDIT_NUMBER", description = "The credit, such as CR-20241231-0000001.")
    String number = "";

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() {
        try (Session session = Session.open()) {
            CreditReplay.Replay replay = new CreditReplay(session.get(JdbcClient.class), session.get(Policies.class))
                .replay(this.number)
                .orElseThrow(() -> new RefusedException("credit " + this.number + " is not known"));
            CreditExplanation explanation = new CreditExplanation(replay.credit());
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("credit_number", this.number);
            tree.put("same_as_issued", replay.same());
            tree.put("issued_gross", RunView.amount(replay.issued()));
            tree.putAll(explanation.tree());
            this.output.document(tree);
            this.output.line("Credit " + this.number
                    + (replay.same() ? ", worked out again with the same result"
                            : ": ISSUED WAS " + RunView.amount(replay.issued())
                                    + ", its charges, subscription or policy have changed since"));
            this.output.line(explanation.text());
            return replay.same() ? ExitCodes.DONE : ExitCodes.FAILED;
        }
    }

}
