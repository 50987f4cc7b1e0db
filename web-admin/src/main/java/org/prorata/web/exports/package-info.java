/**
 * Files that are too large to wait for: written in the background, with their progress,
 * and kept for seven days.
 */
@NullMarked
package org.prorata.web.exports;

import org.jspecify.annotations.NullMarked;
