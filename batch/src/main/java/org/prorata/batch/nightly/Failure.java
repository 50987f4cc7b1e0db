package org.prorata.batch.nightly;

import java.io.UncheckedIOException;
import java.util.List;

import org.prorata.db.run.BadRequestsException;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * What stopped the job or one of its steps.
 *
 * @param message what was wrong, for people
 * @param mayPass whether it may be over when the job is started again
 */
public record Failure(String message, boolean mayPass) {

    /** Returns what stopped the job. */
    static Failure of(JobExecution execution) {
        return of(execution.getAllFailureExceptions(), "the job ended as " + execution.getStatus());
    }

    /**
     * Returns what was wrong where several things may have been: one that stays, if there
     * is any.
     * @param otherwise the message when nothing was thrown
     */
    public static Failure of(List<Throwable> failures, String otherwise) {
        String message = "";
        boolean mayPass = true;
        for (Throwable thrown : causes(failures)) {
            Throwable root = beforeRollback(thrown);
            boolean passing = Troubles.mayPass(thrown);
            while (root.getCause() != null && !(root instanceof BadRequestsException)
                    && !(root instanceof OutOfBalanceException) && !(root instanceof UncheckedIOException)) {
                Throwable cause = root.getCause();
                passing |= Troubles.mayPass(cause);
                root = beforeRollback(cause);
            }
            if (message.isEmpty() || !passing) {
                message = (root.getMessage() != null) ? root.getMessage() : root.toString();
            }
            mayPass &= passing;
        }
        return new Failure(message.isEmpty() ? otherwise : message, mayPass);
    }

    /**
     * Returns what made a transaction roll back where the rollback failed as well: a
     * deadlock takes the savepoints with it.
     */
    private static Throwable beforeRollback(Throwable thrown) {
        Throwable before = (thrown instanceof TransactionSystemException ex) ? ex.getApplicationException() : null;
        return (before != null) ? before : thrown;
    }

    /**
     * Leaves out what the credit step says when a bucket has failed: the bucket says why.
     */
    private static List<Throwable> causes(List<Throwable> all) {
        List<Throwable> causes = all.stream().filter(each -> !(each instanceof JobExecutionException)).toList();
        return causes.isEmpty() ? all : causes;
    }

}
