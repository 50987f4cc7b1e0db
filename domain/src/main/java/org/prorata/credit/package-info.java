/**
 * Works out the unused part of what was charged and explains every cent of it.
 */
@NullMarked
package org.prorata.credit;

import org.jspecify.annotations.NullMarked;
