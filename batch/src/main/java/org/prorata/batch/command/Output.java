package org.prorata.batch.command;

import java.io.PrintWriter;

import org.jspecify.annotations.Nullable;
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
            JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
            spec().commandLine().getOut().println(mapper.writeValueAsString(tree));
        }
    }

    private CommandSpec spec() {
        if (this.command == null) {
            throw new IllegalStateException("the command has not been parsed");
        }
        return this.command;
    }

}
