/**
 * Approval cases, what was decided about them, and who may decide, in the database.
 */
@NullMarked
package org.prorata.db.approval;

import org.jspecify.annotations.NullMarked;
