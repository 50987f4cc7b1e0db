/**
 * Days and billing cycles, so that a date means the same day for the tenant and for us.
 */
@NullMarked
package org.prorata.billing;

import org.jspecify.annotations.NullMarked;
