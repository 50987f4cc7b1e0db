package org.prorata.batch.machines;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * Asks a worker to do a bucket. The message says only which: whatever else a worker needs
 * is in the database, so that nothing that comes through the broker decides about money.
 *
 * @param jobExecution the execution of the job that waits for the bucket
 * @param stepExecution the execution of the bucket
 */
record BucketOrder(long jobExecution, long stepExecution) {

    private static final String JOB_EXECUTION = "prorataJobExecution";

    private static final String STEP_EXECUTION = "prorataStepExecution";

    Message message(JMSContext context, Terms terms) throws JMSException {
        Message message = context.createMessage();
        message.setLongProperty(JOB_EXECUTION, this.jobExecution);
        message.setLongProperty(STEP_EXECUTION, this.stepExecution);
        terms.writeTo(message);
        return message;
    }

    /**
     * Reads an order.
     * @throws IllegalArgumentException when the message is none
     */
    static BucketOrder of(Message message) throws JMSException {
        if (!message.propertyExists(JOB_EXECUTION) || !message.propertyExists(STEP_EXECUTION)) {
            throw new IllegalArgumentException("message " + message.getJMSMessageID() + " does not name a bucket");
        }
        return new BucketOrder(message.getLongProperty(JOB_EXECUTION), message.getLongProperty(STEP_EXECUTION));
    }

    /** Returns the JMS selector that the orders of an execution of the job pass. */
    static String selector(long jobExecution) {
        return JOB_EXECUTION + " = " + jobExecution;
    }

}
