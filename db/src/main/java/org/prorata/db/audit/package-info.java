/**
 * The audit trail on disk.
 */
@NullMarked
package org.prorata.db.audit;

import org.jspecify.annotations.NullMarked;
