/**
 * What the API answers when it does not do what was asked: problem documents of RFC 9457.
 */
@NullMarked
package org.prorata.web.problem;

import org.jspecify.annotations.NullMarked;
