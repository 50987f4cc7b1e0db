/**
 * Hashes that make a change of the past show.
 */
@NullMarked
package org.prorata.proof;

import org.jspecify.annotations.NullMarked;
