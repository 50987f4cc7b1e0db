/**
 * Files with more rows than anybody waits for: who asked, how far they are, and how long
 * they are kept.
 */
@NullMarked
package org.prorata.reporting.export;

import org.jspecify.annotations.NullMarked;
