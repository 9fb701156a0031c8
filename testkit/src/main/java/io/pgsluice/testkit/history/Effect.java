// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.List;
import java.util.Map;

/** What an operation wrote, or tried to, or what it read. */
public sealed interface Effect {
    /** Nothing was read. */
    Effect NONE = new None();

    /** Nothing. */
    record None() implements Effect {}

    /** Rows written, by their ids. */
    record Rows(List<Long> ids) implements Effect {}

    /**
     * A counter raised by one.
     *
     * @param counter whose
     * @param value the value after that; meaningless unless acknowledged
     */
    record Increment(int counter, long value) implements Effect {}

    /**
     * A session's own writes, read back.
     *
     * @param id the row that the session wrote last, 0 if none
     * @param count how often it was there
     * @param counter the session's counter
     * @param value its value
     */
    record Own(long id, int count, int counter, long value) implements Effect {}

    /** The sum of all accounts. */
    record Total(long sum) implements Effect {}

    /** The values of all counters in one snapshot. */
    record Counters(Map<Integer, Long> values) implements Effect {}
}
