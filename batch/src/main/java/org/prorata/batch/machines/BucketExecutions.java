package org.prorata.batch.machines;

import java.util.Collection;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

/** How far the buckets of an execution of the job are, by the bookkeeping of the job. */
final class BucketExecutions {

    /**
     * A bucket.
     *
     * @param id its execution
     * @param name its name
     * @param status its status
     * @param written how many of its requests are settled
     * @param jobStatus the status of the job
     */
    record Standing(long id, String name, String status, long written, String jobStatus) {

        boolean isFailed() {
            return this.status.equals("FAILED") || this.status.equals("ABANDONED") || this.status.equals("UNKNOWN");
        }

        /** Tells whether nobody works on it any more, nor is asked to. */
        boolean isOver() {
            return isFailed() || this.status.equals("COMPLETED") || (isStopping() && this.status.equals("STOPPED"));
        }

        boolean isBegun() {
            return !this.status.equals("STARTING");
        }

        /** Tells whether somebody has asked the job to stop. */
        boolean isStopping() {
            return this.jobStatus.equals("STOPPING") || this.jobStatus.equals("STOPPED");
        }

    }

    private final JdbcClient jdbc;

    BucketExecutions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Standing> standing(Collection<Long> buckets) {
        return this.jdbc.sql("""
                SELECT s.STEP_EXECUTION_ID, s.STEP_NAME, s.STATUS, s.WRITE_COUNT, e.STATUS AS JOB_STATUS
                FROM BATCH_STEP_EXECUTION s
                JOIN BATCH_JOB_EXECUTION e ON e.JOB_EXECUTION_ID = s.JOB_EXECUTION_ID
                WHERE s.STEP_EXECUTION_ID IN (:buckets)
                ORDER BY s.STEP_EXECUTION_ID
                """)
            .param("buckets", buckets)
            .query((row, n) -> new Standing(row.getLong("STEP_EXECUTION_ID"), row.getString("STEP_NAME"),
                    row.getString("STATUS"), row.getLong("WRITE_COUNT"), row.getString("JOB_STATUS")))
            .list();
    }

    /** Calls back the buckets that nobody has begun. */
    void callBack(Collection<Long> buckets) {
        end("STOPPED", "called back before it was begun", "'STARTING'", buckets);
    }

    /**
     * Gives up the buckets that are not over. The version of each is raised: should a
     * worker still be at it, its next commit fails.
     */
    void giveUp(Collection<Long> buckets) {
        end("FAILED", "given up by the manager", "'STARTING', 'STARTED', 'STOPPING', 'STOPPED'", buckets);
    }

    private void end(String status, String message, String statuses, Collection<Long> buckets) {
        this.jdbc.sql("""
                UPDATE BATCH_STEP_EXECUTION
                SET STATUS = :status, EXIT_CODE = :status, EXIT_MESSAGE = :message, END_TIME = UTC_TIMESTAMP(6),
                    VERSION = VERSION + 1
                WHERE STEP_EXECUTION_ID IN (:buckets) AND STATUS IN (%s)
                """.formatted(statuses))
            .param("status", status)
            .param("message", message)
            .param("buckets", buckets)
            .update();
    }

}
