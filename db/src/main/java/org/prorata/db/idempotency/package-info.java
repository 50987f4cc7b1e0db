/**
 * Lets a program repeat a call without doing twice what it asked for once.
 */
@NullMarked
package org.prorata.db.idempotency;

import org.jspecify.annotations.NullMarked;
