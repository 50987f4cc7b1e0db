package org.prorata.batch.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every command prints: text for people, or one JSON document on standard output and
 * nothing else there.
 */
final class Output {

    @Spec(Spec.Target.MIXEE)
    @Nullable CommandSpec command;

    @Option(names = "--json", description = "Print one JSON document on standard output.")
    boolean json;

    private boolean documented;

    /**
     * Prints what a person wants to read: on standard output, or on standard error beside
     * JSON.
     */
    void line(String text) {
        people().println(text);
    }

    PrintWriter people() {
        return this.json ? spec().commandLine().getErr() : spec().commandLine().getOut();
    }

    /** Prints the document when it was asked for. */
    void document(Object tree) {
        if (this.json) {
            this.documented = true;
            JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
            spec().commandLine().getOut().println(mapper.writeValueAsString(tree));
        }
    }

    /**
     * Prints what went wrong as the document, when one was asked for and there is none
     * yet.
     */
    static void error(CommandLine command, boolean asked, String message, int exitCode) {
        CommandSpec mixin = command.getCommandSpec().mixins().get("output");
        if (mixin != null && mixin.userObject() instanceof Output output && !output.documented) {
            output.json |= asked;
            output.document(new TreeMap<>(Map.of("error", message, "exit_code", exitCode)));
        }
    }

    private CommandSpec spec() {
        if (this.command == null) {
            throw new IllegalStateException("the command has not been parsed");
        }
        return this.command;
    }

}
