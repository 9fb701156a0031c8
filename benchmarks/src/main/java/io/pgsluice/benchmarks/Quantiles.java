// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.util.stream.DoubleStream;

/** What is in the middle, and at the ends. */
final class Quantiles {
    private Quantiles() {}

    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
