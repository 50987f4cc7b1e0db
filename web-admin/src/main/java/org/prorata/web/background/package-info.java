/**
 * Work that a page starts and does not wait for.
 */
@NullMarked
package org.prorata.web.background;

import org.jspecify.annotations.NullMarked;
