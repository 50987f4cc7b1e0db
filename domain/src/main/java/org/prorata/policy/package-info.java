/**
 * The rules as dated data, so that finance changes a rule without changing the program.
 */
@NullMarked
package org.prorata.policy;

import org.jspecify.annotations.NullMarked;
