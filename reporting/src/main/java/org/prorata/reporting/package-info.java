/**
 * Tells managers what was refunded, billing cycle by billing cycle, from the ledger
 * alone.
 */
@NullMarked
package org.prorata.reporting;

import org.jspecify.annotations.NullMarked;
