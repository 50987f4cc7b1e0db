/**
 * Who is asking, and whether he may: sign-in, sessions, tokens, limits and what is
 * refused.
 */
@NullMarked
package org.prorata.web.security;

import org.jspecify.annotations.NullMarked;
