/**
 * The way in: sign-in and the first page of each role.
 */
@NullMarked
package org.prorata.web.home;

import org.jspecify.annotations.NullMarked;
