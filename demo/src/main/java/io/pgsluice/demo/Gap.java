// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;

/** The longest time between two successes of all threads together. Safe for use by multiple threads. */
final class Gap {
    private static final long NEVER = -1;

    private final AtomicLong last = new AtomicLong(NEVER);
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    /** Something succeeded, or the end of the run came. */
    void mark(long nanos) {
        long before = last.getAndSet(nanos);
        if (before != NEVER) {
            longest.accumulate(nanos - before);
        }
    }

    long longestNanos() {
        return longest.get();
    }
}
