/**
 * "Your products": what a tenant subscribes to, what a cancellation of it would do, and
 * how far a request is.
 */
@NullMarked
package org.prorata.web.products;

import org.jspecify.annotations.NullMarked;
