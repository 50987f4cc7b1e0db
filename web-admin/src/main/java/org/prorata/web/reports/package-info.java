/**
 * Billing cycles with their refund summary and its files, for managers.
 */
@NullMarked
package org.prorata.web.reports;

import org.jspecify.annotations.NullMarked;
