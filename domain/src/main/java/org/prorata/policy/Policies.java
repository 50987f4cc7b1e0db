package org.prorata.policy;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** All policies that are known, each with its dated versions. */
public final class Policies {

    private final String defaultPolicy;

    private final TreeMap<String, NavigableMap<LocalDate, Policy>> versions = new TreeMap<>();

    /**
     * Collects policies.
     * @param defaultPolicy the one for subscriptions that name none; must be among the
     * policies
     */
    public Policies(String defaultPolicy, Collection<Policy> policies) {
        for (Policy policy : policies) {
            PolicyVersion version = policy.version();
            this.versions.computeIfAbsent(version.policy(), name -> new TreeMap<>())
                .put(version.effectiveFrom(), policy);
        }
        if (!this.versions.containsKey(defaultPolicy)) {
            throw new IllegalArgumentException("no version of the default policy " + defaultPolicy);
        }
        this.defaultPolicy = defaultPolicy;
    }

    public Set<String> names() {
        return this.versions.keySet();
    }

    public String defaultPolicy() {
        return this.defaultPolicy;
    }

    public List<Policy> all() {
        return this.versions.values().stream().flatMap(dated -> dated.values().stream()).toList();
    }

    /**
     * Returns the version in force on a day. A day before the first version gets the
     * first: a rule book has to answer for every request it is handed.
     * @param name a policy, or {@code null} for the default
     * @throws IllegalArgumentException when there is no policy of that name
     */
    public Policy inForce(@Nullable String name, LocalDate day) {
        String wanted = (name != null) ? name : this.defaultPolicy;
        NavigableMap<LocalDate, Policy> dated = this.versions.get(wanted);
        if (dated == null) {
            throw new IllegalArgumentException("policy " + wanted + ", accepted: " + names());
        }
        var version = dated.floorEntry(day);
        return ((version != null) ? version : dated.firstEntry()).getValue();
    }

    /** Returns the version that a decision was made under, if it still is known. */
    public Optional<Policy> find(PolicyVersion version) {
        NavigableMap<LocalDate, Policy> dated = this.versions.get(version.policy());
        return (dated != null) ? Optional.ofNullable(dated.get(version.effectiveFrom())) : Optional.empty();
    }

}
