package org.prorata.batch.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.prorata.cancellation.Gate;
import org.prorata.policy.PoliciesFile;

/**
 * A made-up set of import files. The same arguments give the same bytes on every machine;
 * the first tenants of a large set are those of a smaller one.
 */
public final class SampleData {

    /** Who approves; never one of those who ask. */
    public static final String APPROVER = "maija.strauta@prorata.example";

    private final long seed;

    private final LocalDate businessDate;

    private final int tenants;

    private SampleData(long seed, LocalDate businessDate, int tenants) {
        this.seed = seed;
        this.businessDate = businessDate;
        this.tenants = tenants;
    }

    /**
     * Describes a set; nothing is made up before it is asked for.
     * @param seed another seed gives another set
     * @param businessDate the day that terms run on, that bills have been sent up to, and
     * by which most requests are due
     * @param tenants how many, zero or more; each has five subscriptions on average
     */
    public static SampleData of(long seed, LocalDate businessDate, int tenants) {
        if (tenants < 0) {
            throw new IllegalArgumentException(tenants + " tenants, accepted: zero or more");
        }
        return new SampleData(seed, businessDate, tenants);
    }

    /**
     * Writes {@code tenants.csv}, {@code subscriptions.csv}, {@code charges.csv} and
     * {@code cancellations.csv}, one tenant at a time.
     * @param directory is made if need be; files of these names in it are overwritten
     */
    public void writeTo(Path directory) throws IOException {
        try (SampleFiles files = new SampleFiles(directory)) {
            accounts().forEachRemaining(files::write);
        }
    }

    /**
     * Returns every other one of the requests that are due by the business date and wait
     * for approval under the shipped policies, in the order of the file.
     */
    public List<String> requestIdsToApprove() {
        Gate gate = new Gate(PoliciesFile.shipped());
        List<String> waiting = new ArrayList<>();
        accounts().forEachRemaining(account -> account.dueForApproval(gate, this.businessDate)
            .forEach(request -> waiting.add(request.id().value())));
        List<String> approved = new ArrayList<>();
        for (int i = 0; i < waiting.size(); i += 2) {
            approved.add(waiting.get(i));
        }
        return approved;
    }

    private SampleAccounts accounts() {
        return new SampleAccounts(this.seed, this.businessDate, this.tenants);
    }

}
