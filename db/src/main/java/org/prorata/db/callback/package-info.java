/**
 * "Let us call you": who wants to be called, who calls, and what came of it.
 */
@NullMarked
package org.prorata.db.callback;

import org.jspecify.annotations.NullMarked;
