// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

/**
 * When the primary was where: a ring of (instant, positions) samples of one primary on one timeline.
 *
 * <p>A sample says: at {@code instant}, read before the query was sent, every commit acknowledged so far lay at or before the position
 * that was flushed; or, if some are acknowledged before they are flushed, at or before the one that was inserted. So a replica that has
 * replayed up to that position shows every commit acknowledged before {@code instant}, whenever that is found out and whatever any clock says.
 *
 * <p>A second ring keeps fewer samples for longer, so that asking often does not shorten what is remembered. Confined to the monitor's thread.
 */
final class LsnHistory {
    /** No sample proves anything of the position. */
    static final long NEVER = Instants.NEVER;

    private static final int PAGE = 8192;
    private static final int SHORT_PAGE_HEADER = 24;
    private static final int LONG_PAGE_HEADER = 40;
    private static final int SMALLEST_SEGMENT = 1 << 20;

    private final Ring all;
    private final Ring sparse;
    private final long sparseGapNanos;

    LsnHistory(int capacity) {
        this(capacity, 0);
    }

    /** Keeps so many samples, and as many more of which each is {@code sparseGapNanos} later than the one before. */
    LsnHistory(int capacity, long sparseGapNanos) {
        this.all = new Ring(capacity);
        this.sparse = new Ring(sparseGapNanos == 0 ? 1 : capacity);
        this.sparseGapNanos = sparseGapNanos;
    }

    /** Forgets everything: another primary or timeline, whose positions do not compare with these. */
    void clear() {
        all.size = 0;
        sparse.size = 0;
    }

    boolean isEmpty() {
        return all.size == 0;
    }

    /** Adds a sample of which all that is inserted is flushed. */
    void add(long instantNanos, long position) {
        add(instantNanos, position, position);
    }

    /** Adds a sample; one that is not newer than the last, or goes back in position, is ignored. */
    void add(long instantNanos, long flushed, long inserted) {
        long normalFlushed = withoutPageHeader(flushed);
        long normalInserted = Math.max(normalFlushed, withoutPageHeader(inserted));
        if (all.add(instantNanos, normalFlushed, normalInserted)
                && sparseGapNanos != 0
                && (sparse.size == 0 || instantNanos - sparse.newestInstant() >= sparseGapNanos)) {
            sparse.add(instantNanos, normalFlushed, normalInserted);
        }
    }

    /** The latest instant whose flushed commits a replica shows that has replayed up to a position, or {@link #NEVER}. */
    long provenFreshAt(long replayed) {
        long instant = all.latest(all.flushed, replayed);
        return instant == NEVER ? sparse.latest(sparse.flushed, replayed) : instant;
    }

    /** The same for all commits, those that were acknowledged before they were flushed among them. */
    long provenWholeAt(long replayed) {
        long instant = all.latest(all.inserted, replayed);
        return instant == NEVER ? sparse.latest(sparse.inserted, replayed) : instant;
    }

    /** Whether a position reaches the last sample; false if there is none. */
    boolean reachesNewest(long replayed) {
        return all.size > 0 && all.flushed[all.index(all.size - 1)] <= replayed;
    }

    /** Whether a position reaches all that was inserted by the last sample; false if there is none. */
    boolean reachesNewestWhole(long replayed) {
        return all.size > 0 && all.inserted[all.index(all.size - 1)] <= replayed;
    }

    /** Whether a position reaches all that the primary was known to have before an instant; false if nothing was known. */
    boolean reachesAllBefore(long instantNanos, long replayed) {
        for (int i = all.size - 1; i >= 0; i--) {
            if (all.instants[all.index(i)] - instantNanos <= 0) {
                return all.flushed[all.index(i)] <= replayed;
            }
        }
        return false;
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

    /** The latest samples, up to a number. */
    private static final class Ring {
        private final long[] instants;
        private final long[] flushed;
        private final long[] inserted;
        private int next;
        private int size;

        Ring(int capacity) {
            instants = new long[capacity];
            flushed = new long[capacity];
            inserted = new long[capacity];
        }

        boolean add(long instant, long toFlushed, long toInserted) {
            if (size > 0) {
                int last = index(size - 1);
                if (instant - instants[last] <= 0 || toFlushed < flushed[last]) {
                    return false;
                }
                if (size > 1 && isAt(last, toFlushed, toInserted) && isAt(index(size - 2), toFlushed, toInserted)) {
                    instants[last] = instant;
                    return true;
                }
            }
            instants[next] = instant;
            flushed[next] = toFlushed;
            inserted[next] = toInserted;
            next = (next + 1) % instants.length;
            size = Math.min(size + 1, instants.length);
            return true;
        }

        private boolean isAt(int slot, long toFlushed, long toInserted) {
            return flushed[slot] == toFlushed && inserted[slot] == toInserted;
        }

        long newestInstant() {
            return instants[index(size - 1)];
        }

        long latest(long[] positions, long replayed) {
            for (int i = size - 1; i >= 0; i--) {
                if (positions[index(i)] <= replayed) {
                    return instants[index(i)];
                }
            }
            return NEVER;
        }

        int index(int i) {
            return Math.floorMod(next - size + i, instants.length);
        }
    }
}
