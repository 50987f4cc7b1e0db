package org.prorata.web.products;

import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.cancellation.Action;
import org.prorata.cancellation.Preview;
import org.prorata.cancellation.Route;
import org.prorata.cancellation.TenantProducts;
import org.prorata.credit.Credit;
import org.prorata.credit.CreditExplanation;
import org.prorata.credit.Settlement;
import org.prorata.proof.Sha256;

/**
 * What a cancellation of a product would do, for each day on which it may take effect.
 *
 * @param product what would be cancelled
 * @param today the tenant's day
 * @param choices the days to choose from by name
 * @param chosen the one that the page is about
 * @param latest the last day that may be chosen
 * @param reasons why the gate answers as it does
 * @param obstacle why it cannot be cancelled; {@code null} where it can
 */
public record CancelPlan(TenantProducts.Product product, LocalDate today, List<Choice> choices, Choice chosen,
        LocalDate latest, List<Text> reasons, @Nullable Text obstacle) {

    /** A day by its name. */
    public enum When {

        TODAY, TOMORROW, TERM_END, DAY

    }

    /**
     * A day and what a cancellation from it on would do.
     *
     * @param when its name
     * @param effective the first day without service
     * @param preview what would happen
     */
    public record Choice(When when, LocalDate effective, Preview preview) {

        /** Returns what comes back, where something does. */
        public @Nullable Credit credit() {
            return (this.preview.settlement() instanceof Settlement.Credited(Credit credit)) ? credit : null;
        }

        public @Nullable CreditExplanation explanation() {
            Credit credit = credit();
            return (credit != null) ? new CreditExplanation(credit) : null;
        }

        /**
         * Returns why nothing comes back, as the end of a key; empty where something
         * does.
         */
        public String nothing() {
            return switch (this.preview.settlement()) {
                case Settlement.Credited(var _) -> "";
                case Settlement.NothingDue(var why) -> isTrial() ? "TRIAL" : why.name();
                case Settlement.Refused(var _, var _) -> "UNCLEAR";
            };
        }

        public boolean isTrial() {
            return this.preview.gate().route() instanceof Route.TrialStopped;
        }

        public boolean needsApproval() {
            return this.preview.gate().route() instanceof Route.Approval;
        }

        /** Tells whether people can work on until the end of the term. */
        public boolean isServiceContinued() {
            return isTrial()
                    || (this.preview.settlement() instanceof Settlement.NothingDue(var why) && why.serviceContinues());
        }

    }

    /** Returns the smallest thing that opens self-service, where it is a removal. */
    public Action.@Nullable RemoveLicences removal() {
        return this.product.gate()
            .actions()
            .stream()
            .filter(Action.RemoveLicences.class::isInstance)
            .map(Action.RemoveLicences.class::cast)
            .findFirst()
            .orElse(null);
    }

    /** Tells whether the licences that are too many can be removed on the page. */
    public boolean isRemovable() {
        Action.RemoveLicences removal = removal();
        return removal != null && removal.counted().equals("assigned")
                && this.product.subscription().assignedLicences() > 0;
    }

    /** Returns how many licences the form suggests to remove. */
    public long suggestedRemoval() {
        Action.RemoveLicences removal = removal();
        return (removal == null) ? 0 : Math.min(removal.licences(), this.product.subscription().assignedLicences());
    }

    /**
     * Names what the page shows, so that a confirmation of something else is noticed.
     */
    public String seen() {
        Preview preview = this.chosen.preview();
        Credit credit = this.chosen.credit();
        return Sha256.start()
            .add(preview.gate().route().code())
            .add(this.chosen.effective().toString())
            .add(preview.serviceEndsOn().toString())
            .add((credit != null) ? credit.gross() + " " + credit.cash() : this.chosen.nothing())
            .add(String.valueOf(preview.approvalsNeeded()))
            .hex();
    }

}
