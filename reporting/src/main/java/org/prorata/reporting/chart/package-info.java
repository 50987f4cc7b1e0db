/** Draws a refund summary: one drawing for the page and for paper. */
@NullMarked
package org.prorata.reporting.chart;

import org.jspecify.annotations.NullMarked;
