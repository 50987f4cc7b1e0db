/**
 * Cancellation requests on disk.
 */
@NullMarked
package org.prorata.db.cancellation;

import org.jspecify.annotations.NullMarked;
