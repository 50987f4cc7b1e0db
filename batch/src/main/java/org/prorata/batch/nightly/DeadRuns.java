package org.prorata.batch.nightly;

import java.time.LocalDateTime;
import java.time.ZoneId;

import org.springframework.batch.core.job.JobInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Clears away what a process left behind that died in the middle of the job: its
 * executions count as failed, so that the job can be started again. The version of each
 * is raised: should the process live after all, its next commit fails.
 */
final class DeadRuns {

    private final JdbcClient jdbc;

    DeadRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Clears away; only who holds the lease may do this.
     * @return how many executions of the job were left behind
     */
    int clearAway() {
        this.jdbc.sql("""
                UPDATE BATCH_STEP_EXECUTION s
                JOIN BATCH_JOB_EXECUTION e ON e.JOB_EXECUTION_ID = s.JOB_EXECUTION_ID
                JOIN BATCH_JOB_INSTANCE i ON i.JOB_INSTANCE_ID = e.JOB_INSTANCE_ID
                SET s.STATUS = 'FAILED', s.EXIT_CODE = 'FAILED', s.EXIT_MESSAGE = 'left behind by a process that died',
                    s.END_TIME = UTC_TIMESTAMP(6), s.VERSION = s.VERSION + 1
                WHERE i.JOB_NAME = :job AND s.STATUS IN ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
                """).param("job", NightlyJobConfiguration.JOB).update();
        return this.jdbc.sql("""
                UPDATE BATCH_JOB_EXECUTION e
                JOIN BATCH_JOB_INSTANCE i ON i.JOB_INSTANCE_ID = e.JOB_INSTANCE_ID
                SET e.STATUS = 'FAILED', e.EXIT_CODE = 'FAILED', e.EXIT_MESSAGE = 'left behind by a process that died',
                    e.END_TIME = UTC_TIMESTAMP(6), e.VERSION = e.VERSION + 1
                WHERE i.JOB_NAME = :job AND e.STATUS IN ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
                """).param("job", NightlyJobConfiguration.JOB).update();
    }

    /**
     * Makes the steps of a run count in the order in which they were executed. Batch
     * takes the one with the latest local time for the last, which it is not where the
     * clock was set back in between, as it is each autumn: a step that is done would be
     * done again.
     */
    void putInOrder(JobInstance begun) {
        this.jdbc.sql("""
                UPDATE BATCH_STEP_EXECUTION s
                JOIN (SELECT x.STEP_EXECUTION_ID, LEAST(:now, MIN(x.CREATE_TIME) OVER (PARTITION BY x.STEP_NAME
                          ORDER BY x.STEP_EXECUTION_ID ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)) AS latest
                      FROM BATCH_STEP_EXECUTION x
                      JOIN BATCH_JOB_EXECUTION e ON e.JOB_EXECUTION_ID = x.JOB_EXECUTION_ID
                      WHERE e.JOB_INSTANCE_ID = :instance) o ON o.STEP_EXECUTION_ID = s.STEP_EXECUTION_ID
                SET s.CREATE_TIME = o.latest
                WHERE s.CREATE_TIME > o.latest
                """).param("now", LocalDateTime.now(ZoneId.systemDefault())).param("instance", begun.getId()).update();
    }

}
