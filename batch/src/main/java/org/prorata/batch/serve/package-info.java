/**
 * Starts the nightly job by the clock and shows how it is.
 */
@NullMarked
package org.prorata.batch.serve;

import org.jspecify.annotations.NullMarked;
