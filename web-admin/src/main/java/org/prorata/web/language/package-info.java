/**
 * The six languages: which one the reader gets, the texts, and how dates, numbers and
 * money look.
 */
@NullMarked
package org.prorata.web.language;

import org.jspecify.annotations.NullMarked;
