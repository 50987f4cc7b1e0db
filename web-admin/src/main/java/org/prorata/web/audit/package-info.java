/**
 * The audit trail and the verdict of its check, for auditors.
 */
@NullMarked
package org.prorata.web.audit;

import org.jspecify.annotations.NullMarked;
