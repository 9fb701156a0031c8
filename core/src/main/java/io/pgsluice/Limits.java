// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * The values that a setting allows.
 *
 * @param text the allowed values in words; empty if all are
 * @param allows tells whether a value is one of them
 */
record Limits(String text, Predicate<Object> allows) {
    /** Longer durations are mistakes; this keeps all sums far from overflow. */
    static final Duration LONGEST = Duration.ofDays(365);

    static Limits none() {
        return new Limits("", value -> true);
    }

    static Limits text(String words) {
        return new Limits(
                words,
                value -> !value.toString().isBlank() && value.toString().chars().noneMatch(Character::isISOControl));
    }

    static Limits atLeast(Duration least) {
        return new Limits(
                "from " + Texts.show(least) + " to 365d", value -> value instanceof Duration d && within(d, least));
    }

    static Limits zeroOrAtLeast(Duration least, String zero) {
        return new Limits(
                "from " + Texts.show(least) + " to 365d, or 0s: " + zero,
                value -> value instanceof Duration d && (d.isZero() || within(d, least)));
    }

    static Limits between(int least, int most) {
        return new Limits(
                "from " + least + " to " + most, value -> value instanceof Integer i && i >= least && i <= most);
    }

    private static boolean within(Duration duration, Duration least) {
        return duration.compareTo(least) >= 0 && duration.compareTo(LONGEST) <= 0;
    }
}
