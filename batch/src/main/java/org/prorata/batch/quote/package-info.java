/**
 * Works out credits for cases in a file, without the books.
 */
@NullMarked
package org.prorata.batch.quote;

import org.jspecify.annotations.NullMarked;
