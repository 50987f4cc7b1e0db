package org.prorata.sample;

import java.time.LocalDate;

import org.prorata.policy.CancelDay;
import org.prorata.policy.CountedLicences;
import org.prorata.policy.Policies;
import org.prorata.policy.PoliciesFile;
import org.prorata.policy.Policy;
import org.prorata.policy.PolicyScope;
import org.prorata.policy.PolicyVersion;
import org.prorata.policy.RefundLimit;
import org.prorata.policy.ReturnTiming;
import org.prorata.policy.Rounding;
import org.prorata.policy.WindowStart;

/** Policies for tests: the shipped ones, and what differs from them in one rule. */
public final class SamplePolicies {

    private static final Policies SHIPPED = PoliciesFile.shipped();

    private SamplePolicies() {
    }

    public static Policies shipped() {
        return SHIPPED;
    }

    public static Policy shipped(String name) {
        return SHIPPED.inForce(name, LocalDate.of(2024, 1, 1));
    }

    public static Policy byDefault() {
        return shipped(SHIPPED.defaultPolicy());
    }

    public static Policy named(String name, String effectiveFrom) {
        Policy p = byDefault();
        return new Policy(new PolicyVersion(name, LocalDate.parse(effectiveFrom)), p.countedLicences(),
                p.selfServiceLimit(), p.limitIsSelfService(), p.scope(), p.fullRefund(), p.proratedRefund(),
                p.windowStart(), p.cancelDay(), p.rounding(), p.returnTiming());
    }

    /** Has the limit count in the given way. */
    public static Policy limit(Policy p, CountedLicences counted, int limit, boolean limitIsSelfService,
            PolicyScope scope) {
        return new Policy(p.version(), counted, limit, limitIsSelfService, scope, p.fullRefund(), p.proratedRefund(),
                p.windowStart(), p.cancelDay(), p.rounding(), p.returnTiming());
    }

    /** Gives back everything, then the unused part, for as long as the two limits say. */
    public static Policy window(RefundLimit full, RefundLimit prorated, WindowStart start) {
        Policy p = byDefault();
        return new Policy(p.version(), p.countedLicences(), p.selfServiceLimit(), p.limitIsSelfService(), p.scope(),
                full, prorated, start, p.cancelDay(), p.rounding(), p.returnTiming());
    }

    public static Policy everything() {
        return window(new RefundLimit.Always(), new RefundLimit.Always(), WindowStart.TERM_START);
    }

    public static Policy prorated(CancelDay cancelDay, Rounding rounding) {
        return prorated(cancelDay, rounding, ReturnTiming.NEXT_CYCLE_START);
    }

    public static Policy prorated(CancelDay cancelDay, Rounding rounding, ReturnTiming returned) {
        Policy p = byDefault();
        return new Policy(p.version(), p.countedLicences(), p.selfServiceLimit(), p.limitIsSelfService(), p.scope(),
                p.fullRefund(), p.proratedRefund(), p.windowStart(), cancelDay, rounding, returned);
    }

}
