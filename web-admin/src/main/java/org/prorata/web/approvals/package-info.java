/**
 * The pages on which approvers say yes or no to the cancellations of large tenants.
 */
@NullMarked
package org.prorata.web.approvals;

import org.jspecify.annotations.NullMarked;
