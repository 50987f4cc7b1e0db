package org.prorata.credit;

/** How a claimed request ends. */
public sealed interface Settlement {

    /** Something is given back. */
    record Credited(Credit credit) implements Settlement {
    }

    /**
     * There is nothing to give back.
     *
     * @param why the rule that says so
     */
    record NothingDue(Why why) implements Settlement {

        /** Why there is nothing to give back. */
        public enum Why {

            /**
             * No charge reaches past the effective date, or less than one minor unit
             * would come back.
             */
            NOTHING_UNUSED,

            /** It was bought with a product key. */
            PRODUCT_KEY,

            /** The refund window is over: only recurring billing stops. */
            REFUND_WINDOW_OVER;

            /** Tells whether the service goes on until the end of the term. */
            public boolean serviceContinues() {
                return this == REFUND_WINDOW_OVER;
            }

        }

    }

    /**
     * The figures contradict each other: a person has to look.
     *
     * @param code what kind of contradiction
     * @param message what was found, with identifiers
     */
    record Refused(RefusalCode code, String message) implements Settlement {
    }

}
