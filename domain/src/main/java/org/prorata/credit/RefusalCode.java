package org.prorata.credit;

/** Why a run could not process a request, and what a person does about it. */
public enum RefusalCode {

    CHARGE_CURRENCY_MISMATCH(
            "correct the tenant's currency or the charge in the billing system, import again, then release"),

    REVERSALS_EXCEED_CHARGES("import the charge that the reversal belongs to, then release"),

    CHARGE_UNREADABLE("put right what the message names in the charge's row, then release"),

    TENANT_UNREADABLE("put right the time zone, the currency or the billing day in the tenant's row, then release"),

    POLICY_VERSION_UNKNOWN("put the policy version back into the policies file, then release"),

    APPROVAL_FIGURES_CHANGED("reject it and let the tenant file again, so that an approver sees the new figures"),

    SUBSCRIPTION_CHANGED("look at the subscription; release to try again with its present state, or reject"),

    UNEXPECTED("report the message to the developers; release to try again, or reject");

    private final String whatToDo;

    RefusalCode(String whatToDo) {
        this.whatToDo = whatToDo;
    }

    /** Says what a person does about it, in English. */
    public String whatToDo() {
        return this.whatToDo;
    }

}
