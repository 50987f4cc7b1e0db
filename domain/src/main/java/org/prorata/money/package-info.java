/**
 * Amounts that are still exact, before a policy says how to round them.
 */
@NullMarked
package org.prorata.money;

import org.jspecify.annotations.NullMarked;
