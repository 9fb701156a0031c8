// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether reads miss what was committed, so that the nodes are asked more often for a while. As long as replicas serve every read nothing is written
 * here. Safe for use by multiple threads.
 */
final class SampleDemand {
    /** How long a read that found no proven replica counts. */
    private static final long MEMORY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How precise that instant is: reads by the thousand must not write to the same place. */
    private static final long GRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** When a read last found no proven replica; written by such reads. */
    private volatile long missedNanos = Instants.NEVER;

    /** The same for a read that must see commits which may have been acknowledged before they were flushed. */
    private volatile long missedWholeNanos = Instants.NEVER;

    /** Whether the monitor was told, and has not asked the primary since. */
    private final AtomicBoolean posted = new AtomicBoolean();

    /** Notes a read that found no proven replica. */
    void missed(long nowNanos, boolean whole) {
        if (!isWithin(missedNanos, nowNanos, GRAIN_NANOS)) {
            missedNanos = nowNanos;
        }
        if (whole && !isWithin(missedWholeNanos, nowNanos, GRAIN_NANOS)) {
            missedWholeNanos = nowNanos;
        }
    }

    /** Whether a read has found no proven replica lately. */
    boolean isActive(long nowNanos) {
        return isWithin(missedNanos, nowNanos, MEMORY_NANOS);
    }

    /** The same for a read that must see commits which may have been acknowledged before they were flushed. */
    boolean wantsWhole(long nowNanos) {
        return isWithin(missedWholeNanos, nowNanos, MEMORY_NANOS);
    }

    private static boolean isWithin(long instant, long nowNanos, long nanos) {
        return instant != Instants.NEVER && nowNanos - instant < nanos;
    }

    /** Whether the monitor must be told now: not if it was, and has not asked the primary since. */
    boolean post() {
        return !posted.get() && posted.compareAndSet(false, true);
    }

    /** Notes that the primary is about to be asked. */
    void asked() {
        posted.set(false);
    }
}
