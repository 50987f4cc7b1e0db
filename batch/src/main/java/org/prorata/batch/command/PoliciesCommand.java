package org.prorata.batch.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.prorata.policy.Policies;
import org.prorata.policy.PoliciesFile;
import org.prorata.table.BadTableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The policies file. */
@Command(name = "policies", mixinStandardHelpOptions = true,
        description = "Prints the shipped policies file to copy and change, or checks one. PRORATA_POLICIES names the one in use.")
public final class PoliciesCommand implements Callable<Integer> {

    @Option(names = "--check", paramLabel = "FILE", description = "Check a policies file instead.")
    @Nullable Path check;

    @Mixin
    final Output output = new Output();

    @Override
    public Integer call() throws BadTableException, IOException {
        if (this.check != null) {
            if (!Files.isRegularFile(this.check)) {
                throw new IllegalArgumentException("--check " + this.check + " is not a file");
            }
            Policies policies = PoliciesFile.read(this.check);
            this.output.document(Map.of("policies", policies.names(), "default", policies.defaultPolicy()));
            this.output
                .line(this.check + " is in order: " + policies.all().size() + " versions of " + policies.names());
            return ExitCodes.DONE;
        }
        try (InputStream in = PoliciesFile.openShipped()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            this.output.document(Map.of("file", text));
            this.output.people().print(text);
            this.output.people().flush();
        }
        return ExitCodes.DONE;
    }

}
