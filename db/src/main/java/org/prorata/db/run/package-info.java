/**
 * What a nightly run does to the books, one class a stage.
 */
@NullMarked
package org.prorata.db.run;

import org.jspecify.annotations.NullMarked;
