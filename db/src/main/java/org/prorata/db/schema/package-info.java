/**
 * Brings the schema up to date and gives the application's user no more rights than it
 * needs.
 */
@NullMarked
package org.prorata.db.schema;

import org.jspecify.annotations.NullMarked;
