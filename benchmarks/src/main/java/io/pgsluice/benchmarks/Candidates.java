// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Candidates that a module brings. */
public interface Candidates {
    /** Those whose cost is measured. */
    List<Candidate> everyday();

    /** Those that are led through failovers. */
    List<Candidate> failingOver();

    /** The candidates of all modules on the class path, those of this one first. */
    static Candidates all() {
        OwnCandidates own = new OwnCandidates();
        List<Candidate> everyday = new ArrayList<>(own.everyday());
        List<Candidate> failingOver = new ArrayList<>(own.failingOver());
        for (Candidates module : ServiceLoader.load(Candidates.class)) {
            everyday.addAll(module.everyday());
            failingOver.addAll(module.failingOver());
        }
        return new Candidates() {
            @Override
            public List<Candidate> everyday() {
                return everyday;
            }

            @Override
            public List<Candidate> failingOver() {
                return failingOver;
            }
        };
    }

    /** The candidate of that name whose cost is measured. */
    static Candidate everyday(String name) {
        return all().everyday().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no candidate " + name));
    }
}
