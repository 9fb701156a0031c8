// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Whether reads miss what was committed, so that the nodes are asked more often for a while, and how often that is worth it. As long as no read has
 * to see a commit nothing is written here. Safe for use by multiple threads.
 *
 * <p>A sample helps a read that comes after it. Where each read follows its commit at once none ever does, however many are taken: then there are fewer
 * and fewer of them, down to as many as a primary in use is asked for anyway. Reads that begin to come later meet those, now and then, and that brings the
 * others back.
 */
final class SampleDemand {
    /** How long a read that found no proven replica counts. */
    private static final long MEMORY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How precise that instant is: reads by the thousand must not write to the same place. */
    private static final long GRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** After so many reads it is judged what samples were worth: one that a replica serves is enough of so many. */
    private static final long ENOUGH_READS = 100;

    /** How many times as long the time between two samples becomes at most: what serves one read in ten still serves one in a hundred then. */
    private static final long MOST_GAPS = 10;

    private final long leastGapNanos;
    private final long mostGapNanos;

    /** When a read last found no proven replica; written by such reads. */
    private volatile long missedNanos = Instants.NEVER;

    /** The same for a read that must see commits which may have been acknowledged before they were flushed. */
    private volatile long missedWholeNanos = Instants.NEVER;

    /** When a thread last waited for a sample; written by such threads. */
    private volatile long awaitedNanos = Instants.NEVER;

    /** Whether the monitor was told, and has not asked the primary since. */
    private final AtomicBoolean posted = new AtomicBoolean();

    /** Reads that went to the primary for want of a proven replica. */
    private final LongAdder unproven = new LongAdder();

    /** Reads that had something to see, and that a replica serves. */
    private final LongAdder proven = new LongAdder();

    // Confined to the monitor's thread.
    private long gapNanos;
    private long judgedUnproven;
    private long judgedProven;

    /**
     * Makes a demand for nothing.
     *
     * @param leastGapNanos the time between two samples of the primary, where they are worth it
     * @param mostGapNanos the same where they are not, if that is not too far from it
     */
    SampleDemand(long leastGapNanos, long mostGapNanos) {
        this.leastGapNanos = leastGapNanos;
        this.mostGapNanos = Math.max(leastGapNanos, Math.min(mostGapNanos, MOST_GAPS * leastGapNanos));
        this.gapNanos = leastGapNanos;
    }

    /** Counts a read that has something to see, and is served by a replica that is proven to show it, or by the primary for want of one. */
    void served(boolean byReplica) {
        (byReplica ? proven : unproven).increment();
    }

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

    /** Notes a thread that waits for a sample; whether the monitor must be told now, since it may have planned one for later. */
    boolean awaited(long nowNanos) {
        if (isWithin(awaitedNanos, nowNanos, GRAIN_NANOS)) {
            return post();
        }
        awaitedNanos = nowNanos;
        posted.set(true);
        return true;
    }

    /** Whether reads miss commits, and samples are worth the most to them. */
    boolean isWorthMore(long nowNanos) {
        return isActive(nowNanos) && gapNanos(nowNanos) == leastGapNanos;
    }

    /** How long after the last sample of the primary the next may be taken. */
    long gapNanos(long nowNanos) {
        return isWithin(awaitedNanos, nowNanos, MEMORY_NANOS) ? leastGapNanos : gapNanos;
    }

    /** The same for a thread that waits. */
    long leastGapNanos() {
        return leastGapNanos;
    }

    /** Notes that the primary is about to be asked, and judges what that was worth lately. */
    void asked(long nowNanos) {
        posted.set(false);
        if (!isActive(nowNanos)) {
            gapNanos = leastGapNanos;
        }
        long missed = unproven.sum() - judgedUnproven;
        long served = proven.sum() - judgedProven;
        if (missed + served >= ENOUGH_READS) {
            judgedUnproven += missed;
            judgedProven += served;
            gapNanos = served * ENOUGH_READS >= missed + served ? leastGapNanos : Math.min(2 * gapNanos, mostGapNanos);
        }
    }
}
