package org.prorata.batch.command;

import java.util.concurrent.Callable;

import org.prorata.batch.ProrataApplication;
import org.prorata.batch.nightly.NightlyJob;
import org.prorata.db.run.NightlyRuns;
import org.prorata.policy.PoliciesFile;
import picocli.CommandLine.Command;

/**
 * Loads what most commands load, while Java records it for faster starts; the launcher
 * calls it after a build.
 */
@Command(name = "aot-training", hidden = true)
public final class TrainingCommand implements Callable<Integer> {

    @Override
    public Integer call() throws ClassNotFoundException {
        PoliciesFile.shipped();
        for (Class<?> used : new Class<?>[] { ProrataApplication.class, NightlyJob.class, NightlyRuns.class,
                NightlyCommand.class }) {
            Class.forName(used.getName(), true, used.getClassLoader());
        }
        return ExitCodes.DONE;
    }

}
