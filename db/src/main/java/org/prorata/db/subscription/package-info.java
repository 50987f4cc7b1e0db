/**
 * Tenants, subscriptions and charges on disk.
 */
@NullMarked
package org.prorata.db.subscription;

import org.jspecify.annotations.NullMarked;
