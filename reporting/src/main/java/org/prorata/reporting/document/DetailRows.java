package org.prorata.reporting.document;

import org.prorata.reporting.detail.DetailTable;
import org.prorata.reporting.detail.RowSource;

/** A table of details and where its rows come from. */
public record DetailRows(DetailTable table, RowSource rows) {
}
