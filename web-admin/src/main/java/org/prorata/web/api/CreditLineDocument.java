package org.prorata.web.api;

import java.time.LocalDate;

import io.swagger.v3.oas.annotations.media.Schema;
import org.prorata.credit.CreditLine;
import org.prorata.db.credit.CreditList;

/**
 * What one charge gives back.
 *
 * @param daysInPeriod days that the charge pays for
 * @param daysUnused days of those that were not used
 * @param exactNet the amount before any rounding, as a fraction
 * @param capped whether it was lowered to what was left of the charge
 */
@Schema(name = "CreditLine")
record CreditLineDocument(String chargeId, LocalDate serviceFrom, LocalDate serviceTo, int daysInPeriod, int daysUnused,
        String rounding, @Schema(example = "1240/31") String exactNet, MoneyDocument net, MoneyDocument tax,
        boolean capped) {

    static CreditLineDocument of(CreditLine line) {
        return new CreditLineDocument(line.charge().id().value(), line.charge().span().from(),
                line.charge().span().to(), line.daysInPeriod(), line.daysUnused(), line.rounding().name(),
                line.exactNet().asFraction(), MoneyDocument.of(line.net()), MoneyDocument.of(line.tax()),
                line.capped());
    }

    static CreditLineDocument of(CreditList.Line line) {
        return new CreditLineDocument(line.charge(), line.from(), line.to(), line.daysInPeriod(), line.daysUnused(),
                line.rounding(), line.exactNet().asFraction(), MoneyDocument.of(line.net()),
                MoneyDocument.of(line.tax()), line.capped());
    }

}
