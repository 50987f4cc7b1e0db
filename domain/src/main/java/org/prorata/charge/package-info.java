/**
 * What a tenant was charged, which bounds everything that can be given back.
 */
@NullMarked
package org.prorata.charge;

import org.jspecify.annotations.NullMarked;
