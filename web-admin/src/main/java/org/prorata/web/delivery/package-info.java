/**
 * Summaries that managers have sent after each close, into a folder or by mail.
 */
@NullMarked
package org.prorata.web.delivery;

import org.jspecify.annotations.NullMarked;
