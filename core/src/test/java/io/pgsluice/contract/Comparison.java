// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.Assertions;

/** In what the transcripts of one test differ. */
final class Comparison {
    private static final String MISSING = "(not reached)";

    private final String test;
    private final Set<Access> played = EnumSet.noneOf(Access.class);
    private final List<Line> differing = new ArrayList<>();

    Comparison(String test) {
        this.test = test;
    }

    private static final class Line {
        final Access access;
        final String key;
        final String expected;
        final String actual;
        String pool = "";

        Line(Access access, String key, String expected, String actual) {
            this.access = access;
            this.key = key;
            this.expected = expected;
            this.actual = actual;
        }

        @Override
        public String toString() {
            return key + "\n      pgjdbc:   " + expected + "\n      pgsluice: " + actual + "\n      HikariCP: " + pool;
        }
    }

    /** Notes where two sides differ; whether they do without an explanation. */
    boolean differs(Access access, Transcript expected, Transcript actual) {
        played.add(access);
        boolean unexplained = false;
        Set<String> keys = new LinkedHashSet<>(expected.lines().keySet());
        keys.addAll(actual.lines().keySet());
        boolean ended = actual.lines().containsKey(Transcript.END);
        for (String key : keys) {
            String one = expected.lines().getOrDefault(key, MISSING);
            String other = actual.lines().getOrDefault(key, MISSING);
            if (!one.equals(other) && !(ended && other.equals(MISSING))) {
                Line line = new Line(access, key, one, other);
                differing.add(line);
                unexplained |= !isKnown(line);
            }
        }
        return unexplained;
    }

    /** Adds what a plain pool let the scenario see. */
    void addPool(Access access, Transcript pool) {
        for (Line line : differing) {
            if (line.access == access) {
                line.pool = pool.lines().getOrDefault(line.key, MISSING);
            }
        }
    }

    private boolean isKnown(Line line) {
        return Differences.all()
                .anyMatch(difference -> difference.alike().test(line.expected, line.actual)
                        || difference.places().stream().anyMatch(place -> place.covers(test, line.key, line.access)));
    }

    /** Fails if something differs that nobody explains, or something is explained that does not differ. */
    void assertNothingUnexplained() {
        List<String> faults = new ArrayList<>();
        Map<String, Set<Access>> unknown = new LinkedHashMap<>();
        for (Line line : differing) {
            if (!isKnown(line)) {
                unknown.computeIfAbsent(line.toString(), text -> EnumSet.noneOf(Access.class))
                        .add(line.access);
            }
        }
        unknown.forEach((text, in) -> faults.add("differs in " + in + ": " + text));
        Differences.all().forEach(difference -> difference.places().stream()
                .filter(place -> place.test().equals(test))
                .forEach(place -> missing(place)
                        .ifPresent(in -> faults.add("differs no longer: "
                                + difference.what().get(0) + " at " + place.key() + " in " + in))));
        if (!faults.isEmpty()) {
            Assertions.fail(test + ":\n  " + String.join("\n  ", faults));
        }
    }

    /** Where a difference should have shown and did not. */
    private Optional<Set<Access>> missing(Place place) {
        Set<Access> expected = EnumSet.copyOf(place.in());
        expected.retainAll(played);
        differing.stream()
                .filter(line -> place.covers(test, line.key, line.access))
                .forEach(line -> expected.remove(line.access));
        return expected.isEmpty() ? Optional.empty() : Optional.of(expected);
    }
}
