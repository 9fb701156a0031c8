// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Monotonic nanoseconds since the load began. Safe for use by multiple threads. */
final class RunClock {
    private final long start = System.nanoTime();

    long now() {
        return System.nanoTime() - start;
    }

    /** Returns at that instant, or at once if it is over. */
    void sleepUntil(long nanos) throws InterruptedException {
        for (long left = nanos - now(); left > 0; left = nanos - now()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while the load runs");
            }
        }
    }

    static double millis(long nanos) {
        return Math.round(nanos / 100_000.0) / 10.0;
    }

    /** An instant as text, {@code  12.345 s}. */
    static String text(long nanos) {
        return String.format(Locale.ROOT, "%7.3f s", nanos / (double) TimeUnit.SECONDS.toNanos(1));
    }
}
