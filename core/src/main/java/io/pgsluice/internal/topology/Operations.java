// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has ordered. Immutable.
 *
 * @param generation counts the orders of a data source
 * @param pause that no transaction begins on the primary; null while they do
 * @param drained a bit for each node (by {@code Node.index}) that takes no new read-only transactions
 */
public record Operations(long generation, @Nullable Pause pause, long drained) {
    static final Operations NONE = new Operations(0, null, 0);

    /**
     * No transaction begins on the primary.
     *
     * @param since when it was ordered
     * @param by who ordered it
     */
    public record Pause(Instant since, String by) {}

    /** The first of several orders to pause stands. */
    Operations paused(Pause order) {
        return new Operations(generation + 1, pause == null ? order : pause, drained);
    }

    Operations resumed() {
        return new Operations(generation + 1, null, drained);
    }

    Operations drained(int node) {
        return new Operations(generation + 1, pause, drained | 1L << node);
    }

    Operations undrained(int node) {
        return new Operations(generation + 1, pause, drained & ~(1L << node));
    }

    boolean isDrained(int node) {
        return (drained & 1L << node) != 0;
    }
}
