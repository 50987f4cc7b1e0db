/**
 * The REST API below {@code /api/v1}, for programs that act as one person each.
 */
@NullMarked
package org.prorata.web.api;

import org.jspecify.annotations.NullMarked;
