/**
 * Made-up tenants, subscriptions, charges and cancellations, so that everything can be
 * tried before the first real file arrives.
 */
@NullMarked
package org.prorata.batch.sample;

import org.jspecify.annotations.NullMarked;
