/**
 * Brings what the billing system says into the books: all of it or nothing.
 */
@NullMarked
package org.prorata.db.importing;

import org.jspecify.annotations.NullMarked;
