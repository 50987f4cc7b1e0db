/**
 * Where admins approve the cancellations of large tenants and managers download reports.
 */
@NullMarked
package org.prorata.web;

import org.jspecify.annotations.NullMarked;
