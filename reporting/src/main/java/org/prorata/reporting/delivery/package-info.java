/**
 * Summaries that are sent to managers after each close: who wants which, where to, and
 * what became of it.
 */
@NullMarked
package org.prorata.reporting.delivery;

import org.jspecify.annotations.NullMarked;
