/**
 * Spreads the buckets of a run over worker processes on other machines, through a queue
 * of Apache Artemis.
 */
@NullMarked
package org.prorata.batch.machines;

import org.jspecify.annotations.NullMarked;
