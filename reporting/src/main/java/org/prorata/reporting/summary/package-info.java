/**
 * The refund summary of a billing cycle or of a calendar month: what happened to credits,
 * currency by currency.
 */
@NullMarked
package org.prorata.reporting.summary;

import org.jspecify.annotations.NullMarked;
