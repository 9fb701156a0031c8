// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spi;

/** A monotonic clock. Safe for use by multiple threads. */
@FunctionalInterface
public interface Ticker {

    /**
     * Reads the clock.
     *
     * @return nanoseconds since an arbitrary instant, never going back; compare by subtraction
     */
    long nanos();

    /**
     * Answers the clock of this JVM.
     *
     * @return {@link System#nanoTime()}
     */
    static Ticker system() {
        return System::nanoTime;
    }
}
