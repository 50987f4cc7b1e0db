/**
 * A hash-chained trail that shows whether anybody changed the past.
 */
@NullMarked
package org.prorata.audit;

import org.jspecify.annotations.NullMarked;
