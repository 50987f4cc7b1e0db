package org.prorata.cancellation;

import java.util.function.Supplier;

/** Runs something so that all of it happens or none of it. */
@FunctionalInterface
public interface UnitOfWork {

    <T> T inOneTransaction(Supplier<T> work);

}
