/**
 * Events for programs outside, and their way to them.
 */
@NullMarked
package org.prorata.db.outbox;

import org.jspecify.annotations.NullMarked;
