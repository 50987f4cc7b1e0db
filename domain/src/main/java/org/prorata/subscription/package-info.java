/**
 * Who subscribes to what, and how far a subscription is through its life.
 */
@NullMarked
package org.prorata.subscription;

import org.jspecify.annotations.NullMarked;
