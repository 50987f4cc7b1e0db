package org.prorata.batch.command;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which quarantined request a person resolves, who and why. */
final class Resolution {

    @Parameters(paramLabel = "REQUEST_ID", description = "The quarantined request.")
    String request = "";

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who decides.")
    String person = "";

    @Option(names = "--reason", required = true, paramLabel = "WHY", description = "Why.")
    String reason = "";

}
