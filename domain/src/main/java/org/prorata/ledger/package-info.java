/**
 * Double entry for credits and returns, so that the books prove the refunds.
 */
@NullMarked
package org.prorata.ledger;

import org.jspecify.annotations.NullMarked;
