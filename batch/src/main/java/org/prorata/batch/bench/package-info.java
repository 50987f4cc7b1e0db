/**
 * Measures the nightly job against the least that the database has to do, and against a
 * job as a beginner would write it.
 */
@NullMarked
package org.prorata.batch.bench;

import org.jspecify.annotations.NullMarked;
