package org.prorata.batch.sample;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

import org.joda.money.CurrencyUnit;

/** What one licence costs a month before tax. */
final class PriceList {

    private static final List<List<String>> LINES = """
            product                 USD    EUR    SEK     TWD      CNY     JPY   KWD
            Office Suite Basic      6.00   5.60   66.00   189.00   43.20   899   1.850
            Office Suite Business   12.50  11.70  137.50  395.00   89.90   1874  3.840
            Office Suite Premium    22.00  20.60  242.00  695.00   158.40  3298  6.765
            Mail Standard           4.00   3.70   44.00   126.00   28.80   599   1.225
            Mail Archive            3.00   2.80   33.00   95.00    21.60   449   0.925
            Security Add-on         5.50   5.10   60.50   174.00   39.60   825   1.690
            Device Management       8.00   7.50   88.00   252.00   57.60   1199  2.460
            Web Meetings            4.70   4.40   51.70   148.00   33.85   705   1.445
            Business Telephony      9.25   8.65   101.75  292.00   66.60   1387  2.845
            Project Planner         10.00  9.40   110.00  315.00   72.00   1499  3.075
            Reporting Pro           13.70  12.80  150.70  432.00   98.65   2054  4.210
            Document Signing        2.15   2.00   23.65   68.00    15.50   322   0.660
            """.lines().map(line -> Arrays.asList(line.split(" {2,}", -1))).toList();

    private PriceList() {
    }

    static List<String> products() {
        return LINES.stream().skip(1).map(List::getFirst).toList();
    }

    static BigDecimal monthly(String product, CurrencyUnit currency) {
        int column = LINES.getFirst().indexOf(currency.getCode());
        return LINES.stream()
            .filter(line -> line.getFirst().equals(product))
            .map(line -> new BigDecimal(line.get(column)))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no product " + product));
    }

}
