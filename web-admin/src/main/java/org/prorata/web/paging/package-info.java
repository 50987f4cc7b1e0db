/**
 * Lists that go on from page to page by a signed cursor.
 */
@NullMarked
package org.prorata.web.paging;

import org.jspecify.annotations.NullMarked;
