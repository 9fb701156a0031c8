// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Objects;

/** What the JVM holds. */
final class Memory {
    private static final int COLLECTIONS = 3;

    private Memory() {}

    /** The bytes that are in use after collections. */
    static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** The bytes that the calling thread allocated so far. */
    static long allocated() {
        return ((com.sun.management.ThreadMXBean) Objects.requireNonNull(ManagementFactory.getThreadMXBean()))
                .getCurrentThreadAllocatedBytes();
    }
}
