/**
 * Where the books are kept and how to reach them.
 */
@NullMarked
package org.prorata.db;

import org.jspecify.annotations.NullMarked;
