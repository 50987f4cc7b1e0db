/**
 * Reads CSV tables and says exactly where a bad cell stands and what is accepted.
 */
@NullMarked
package org.prorata.table;

import org.jspecify.annotations.NullMarked;
