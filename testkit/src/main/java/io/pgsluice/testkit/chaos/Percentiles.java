// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

import java.util.List;
import java.util.Locale;

/** The median, the 99th percentile and the highest of some times, each one that was measured. */
record Percentiles(int count, long median, long p99, long max) {
    static Percentiles of(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.isEmpty()
                ? new Percentiles(0, 0, 0, 0)
                : new Percentiles(sorted.size(), at(sorted, 0.50), at(sorted, 0.99), sorted.get(sorted.size() - 1));
    }

    /** The smallest that at least this share of all does not exceed. */
    private static long at(List<Long> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }
}
