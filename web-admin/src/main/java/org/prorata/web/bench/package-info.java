/**
 * Measures how fast the pages and the API answer when the books are large.
 */
@NullMarked
package org.prorata.web.bench;

import org.jspecify.annotations.NullMarked;
