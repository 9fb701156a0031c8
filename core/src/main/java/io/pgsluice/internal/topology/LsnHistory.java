// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

/**
 * When the primary was where: a ring of (instant, position) samples of one primary on one timeline.
 *
 * <p>A sample says: at {@code instant}, read before the query was sent, every commit acknowledged so far lay at or before
 * {@code position}. So a replica that has replayed up to {@code position} shows every commit acknowledged before {@code
 * instant}, whenever that is found out and whatever any clock says. Confined to the monitor's thread.
 */
final class LsnHistory {
    /** No sample proves anything of the position. */
    static final long NEVER = Long.MIN_VALUE;

    private static final int PAGE = 8192;
    private static final int SHORT_PAGE_HEADER = 24;
    private static final int LONG_PAGE_HEADER = 40;
    private static final int SMALLEST_SEGMENT = 1 << 20;

    private final long[] instants;
    private final long[] positions;
    private int next;
    private int size;

    LsnHistory(int capacity) {
        instants = new long[capacity];
        positions = new long[capacity];
    }

    /** Forgets everything: another primary or timeline, whose positions do not compare with these. */
    void clear() {
        next = 0;
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a sample; one that is not newer than the last, or goes back in position, is ignored. */
    void add(long instantNanos, long position) {
        long normalized = withoutPageHeader(position);
        if (size > 0) {
            int last = index(size - 1);
            if (instantNanos - instants[last] <= 0 || normalized < positions[last]) {
                return;
            }
            if (size > 1 && normalized == positions[last] && positions[index(size - 2)] == normalized) {
                instants[last] = instantNanos;
                return;
            }
        }
        instants[next] = instantNanos;
        positions[next] = normalized;
        next = (next + 1) % instants.length;
        size = Math.min(size + 1, instants.length);
    }

    /** The latest instant whose commits a replica shows that has replayed up to a position, or {@link #NEVER}. */
    long provenFreshAt(long replayed) {
        for (int i = size - 1; i >= 0; i--) {
            if (positions[index(i)] <= replayed) {
                return instants[index(i)];
            }
        }
        return NEVER;
    }

    /** Whether a position reaches the last sample; false if there is none. */
    boolean reachesNewest(long replayed) {
        return size > 0 && positions[index(size - 1)] <= replayed;
    }

    /** Whether a position reaches all that the primary was known to have before an instant; false if nothing was known. */
    boolean reachesAllBefore(long instantNanos, long replayed) {
        for (int i = size - 1; i >= 0; i--) {
            if (instants[index(i)] - instantNanos <= 0) {
                return positions[index(i)] <= replayed;
            }
        }
        return false;
    }

    private int index(int i) {
        return Math.floorMod(next - size + i, instants.length);
    }

    /**
     * On a page boundary the primary reports the position after the header of the new page, a standby the one before it: the
     * same place in the log. Page layout: {@code xlog_internal.h}; no record ends inside those bytes.
     */
    static long withoutPageHeader(long position) {
        long offset = position % PAGE;
        if (offset == SHORT_PAGE_HEADER) {
            return position - SHORT_PAGE_HEADER;
        }
        if (offset == LONG_PAGE_HEADER && (position - LONG_PAGE_HEADER) % SMALLEST_SEGMENT == 0) {
            return position - LONG_PAGE_HEADER;
        }
        return position;
    }
}
