/**
 * The commands of the program, one class each.
 */
@NullMarked
package org.prorata.batch.command;

import org.jspecify.annotations.NullMarked;
