// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What the readers got. Safe for use by multiple threads. */
final class ReadLedger {
    private final long maxStalenessNanos;
    private final LongAdder total = new LongAdder();
    private final LongAdder onReplicas = new LongAdder();
    private final LongAdder beyondThreshold = new LongAdder();
    private final LongAdder onDrained = new LongAdder();
    private final LongAccumulator stalest = new LongAccumulator(Math::max, 0);
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    private final Gap gap = new Gap();

    ReadLedger(long maxStalenessNanos) {
        this.maxStalenessNanos = maxStalenessNanos;
    }

    /**
     * Counts a read.
     *
     * @param onReplica whether the server said that it was in recovery
     * @param drained whether the data source had said, before the statement was sent, that it would not use this replica
     * @param stalenessNanos how stale the answer was
     * @param sentNanos when its statement was sent
     * @param nanos when it was complete
     */
    void completed(boolean onReplica, boolean drained, long stalenessNanos, long sentNanos, long nanos) {
        total.increment();
        if (onReplica) {
            onReplicas.increment();
        }
        if (drained) {
            onDrained.increment();
        }
        if (stalenessNanos > maxStalenessNanos) {
            beyondThreshold.increment();
        }
        stalest.accumulate(stalenessNanos);
        longest.accumulate(nanos - sentNanos);
        gap.mark(nanos);
    }

    long total() {
        return total.sum();
    }

    double onReplicasPercent() {
        long all = total.sum();
        return all == 0 ? 0 : Math.round(onReplicas.sum() * 10_000.0 / all) / 100.0;
    }

    long beyondThreshold() {
        return beyondThreshold.sum();
    }

    long onDrained() {
        return onDrained.sum();
    }

    long stalestNanos() {
        return stalest.get();
    }

    /** How long the slowest read took. */
    long longestNanos() {
        return longest.get();
    }

    Gap gap() {
        return gap;
    }
}
