/** A refund summary and its rows as files: the same numbers in every format. */
@NullMarked
package org.prorata.reporting.document;

import org.jspecify.annotations.NullMarked;
