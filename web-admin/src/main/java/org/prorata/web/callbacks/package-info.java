/**
 * "Let us call you": the queue of those who want to be called, and what support does
 * about it.
 */
@NullMarked
package org.prorata.web.callbacks;

import org.jspecify.annotations.NullMarked;
