/**
 * What every page has round it: areas, navigation, theme, messages that outlive a
 * redirect, errors.
 */
@NullMarked
package org.prorata.web.layout;

import org.jspecify.annotations.NullMarked;
