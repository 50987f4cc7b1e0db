/**
 * The program that finance and operators start.
 */
@NullMarked
package org.prorata.batch;

import org.jspecify.annotations.NullMarked;
