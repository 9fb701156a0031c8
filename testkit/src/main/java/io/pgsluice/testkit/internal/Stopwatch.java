// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import java.time.Duration;

/** Measures the time since it was made. */
public final class Stopwatch {
    private final long start = System.nanoTime();

    /** The time passed. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** The time passed in milliseconds. */
    public long millis() {
        return elapsed().toMillis();
    }
}
