/**
 * Who works with Prorata, what each person may do, and which duties never meet in one
 * person.
 */
@NullMarked
package org.prorata.people;

import org.jspecify.annotations.NullMarked;
