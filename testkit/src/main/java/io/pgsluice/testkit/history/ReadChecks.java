// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.List;
import java.util.Map;

/** Looks at what read-only transactions answered: sums that must be right, and values that must not be too old. */
final class ReadChecks {
    private final Findings findings;
    private final Guarantees guarantees;
    private final Counters counters;

    ReadChecks(Findings findings, Guarantees guarantees, Counters counters) {
        this.findings = findings;
        this.guarantees = guarantees;
        this.counters = counters;
    }

    void check(List<Operation> operations, Recording recording) {
        for (Operation read : operations) {
            if (!read.acknowledged()) {
                continue;
            }
            if (read.effect() instanceof Effect.Total total && total.sum() != recording.expectedTotal()) {
                findings.add(ViolationKind.BROKEN_TOTAL, read, "instead of " + recording.expectedTotal());
            }
            if (read.effect() instanceof Effect.Counters values) {
                checkAge(read, values.values(), recording.outages());
            }
        }
    }

    private void checkAge(Operation read, Map<Integer, Long> values, List<Outage> outages) {
        long instant = reference(read.start(), outages) - guarantees.staleness().toNanos();
        for (int counter : counters.all()) {
            long value = values.getOrDefault(counter, 0L);
            long expected = counters.lastingBefore(counter, instant);
            if (value < expected) {
                long reached = counters.of(counter).stream()
                        .filter(increment -> increment.acknowledged() && Counters.value(increment) > value)
                        .mapToLong(Operation::end)
                        .min()
                        .orElse(instant);
                findings.add(
                        ViolationKind.STALE_READ,
                        read,
                        "counter " + counter + " is " + value + ", had been acknowledged at " + expected
                                + " before the bound; the answer is " + (read.start() - reached) / 1_000_000
                                + " ms old");
            }
        }
    }

    /** From when staleness counts: the read's start, or the loss of the primary if there is or was none until just now. */
    private long reference(long start, List<Outage> outages) {
        long reference = start;
        for (Outage outage : outages) {
            if (start >= outage.start()
                    && start <= outage.end() + guarantees.settle().toNanos()) {
                reference = Math.min(reference, outage.start());
            }
        }
        return reference;
    }
}
