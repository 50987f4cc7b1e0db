/**
 * The rows behind a refund summary: one for each credit, and one for each line of a
 * credit.
 */
@NullMarked
package org.prorata.reporting.detail;

import org.jspecify.annotations.NullMarked;
