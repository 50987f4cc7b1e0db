/**
 * Tonight, past runs, what they put into quarantine and what they return, for finance.
 */
@NullMarked
package org.prorata.web.runs;

import org.jspecify.annotations.NullMarked;
