/**
 * Keeps people, their roles, their passwords and the tokens of their API clients.
 */
@NullMarked
package org.prorata.db.people;

import org.jspecify.annotations.NullMarked;
