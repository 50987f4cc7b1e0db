/**
 * People, their roles and the API clients, for user administrators.
 */
@NullMarked
package org.prorata.web.people;

import org.jspecify.annotations.NullMarked;
