/**
 * Four eyes on the cancellations of large tenants, bound to the figures that were seen.
 */
@NullMarked
package org.prorata.approval;

import org.jspecify.annotations.NullMarked;
