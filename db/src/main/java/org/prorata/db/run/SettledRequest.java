package org.prorata.db.run;

import org.prorata.credit.Settlement;

/**
 * How a claimed request ends.
 *
 * @param claimed the request
 * @param settlement what came out
 */
public record SettledRequest(ClaimedRequest claimed, Settlement settlement) {
}
