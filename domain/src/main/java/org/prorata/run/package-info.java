/**
 * The nightly run as a thing with a state, control totals and a certificate.
 */
@NullMarked
package org.prorata.run;

import org.jspecify.annotations.NullMarked;
