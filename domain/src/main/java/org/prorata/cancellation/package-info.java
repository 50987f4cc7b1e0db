/**
 * The gate that decides who may say yes to a cancellation, and the life of a request.
 */
@NullMarked
package org.prorata.cancellation;

import org.jspecify.annotations.NullMarked;
