/**
 * The nightly refund job: it claims, credits, returns, reconciles and certifies.
 */
@NullMarked
package org.prorata.batch.nightly;

import org.jspecify.annotations.NullMarked;
