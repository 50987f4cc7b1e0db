/**
 * The files by which returns are handed over to card, bank and billing.
 */
@NullMarked
package org.prorata.batch.settlement;

import org.jspecify.annotations.NullMarked;
