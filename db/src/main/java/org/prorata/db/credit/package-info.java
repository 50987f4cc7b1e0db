/**
 * Credits, their lines and returns on disk.
 */
@NullMarked
package org.prorata.db.credit;

import org.jspecify.annotations.NullMarked;
