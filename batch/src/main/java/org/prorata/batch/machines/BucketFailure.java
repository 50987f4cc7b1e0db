package org.prorata.batch.machines;

import org.prorata.batch.nightly.Failure;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * Brings what stopped a bucket from the worker to the manager. The exit message of the
 * bookkeeping is a stack trace cut off at its end, where the reason is.
 */
final class BucketFailure implements StepExecutionListener {

    private static final String MESSAGE = "failure";

    private static final String MAY_PASS = "failureMayPass";

    @Override
    public ExitStatus afterStep(StepExecution bucket) {
        if (!bucket.getFailureExceptions().isEmpty()) {
            Failure failure = Failure.of(bucket.getFailureExceptions(), "");
            bucket.getExecutionContext().putString(MESSAGE, failure.message());
            bucket.getExecutionContext().put(MAY_PASS, failure.mayPass());
        }
        return bucket.getExitStatus();
    }

    /** Reads what stopped a bucket that has failed. */
    static Failure of(StepExecution bucket) {
        ExecutionContext context = bucket.getExecutionContext();
        if (!context.containsKey(MESSAGE)) {
            return new Failure(bucket.getStepName() + " failed: " + bucket.getExitStatus().getExitDescription(), true);
        }
        return new Failure(context.getString(MESSAGE), Boolean.TRUE.equals(context.get(MAY_PASS)));
    }

}
