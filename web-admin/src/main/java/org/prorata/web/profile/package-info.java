/**
 * What people set for themselves: language, time zone, password.
 */
@NullMarked
package org.prorata.web.profile;

import org.jspecify.annotations.NullMarked;
