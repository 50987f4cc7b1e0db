/**
 * A MariaDB of the checkout's own, so that a machine with a JDK alone can run everything.
 */
@NullMarked
package org.prorata.db.embedded;

import org.jspecify.annotations.NullMarked;
