/** The six languages: their texts, and how days, numbers and money look in them. */
@NullMarked
package org.prorata.reporting.language;

import org.jspecify.annotations.NullMarked;
