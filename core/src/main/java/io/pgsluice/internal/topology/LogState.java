// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import java.util.List;

/**
 * What is known of the cluster's log: that of the primary, or of the last one while there is none. Immutable.
 *
 * @param systemIdentifier the cluster's identity
 * @param timeline the timeline of the accepted primary
 * @param sentNanos when the primary was last asked, {@link Instants#NEVER} before the first time on this timeline
 * @param settledNanos what any replica may have shown before this instant is visible on the primary too, {@link Instants#NEVER} for nothing
 * @param askedNanos when every node that answers had been asked since
 * @param flushed what the primary had flushed by then
 * @param inserted what the primary had inserted by then, flushed or not
 * @param flushesLate whether commits of applications are acknowledged before they are flushed ({@code synchronous_commit = off})
 * @param forks where earlier timelines ended, as far as that was seen; oldest first
 */
public record LogState(
        long systemIdentifier,
        int timeline,
        long sentNanos,
        long settledNanos,
        long askedNanos,
        long flushed,
        long inserted,
        boolean flushesLate,
        List<Fork> forks) {

    /** What is known of a place in a log. */
    public enum Place {
        /** It is part of this log, or will be as soon as the primary has written as much. */
        KNOWN,
        /** It is behind what the primary had when it was last asked, which was before. */
        AHEAD,
        /** It is not known yet: the nodes were not asked since. */
        UNDECIDED,
        /** It is in another cluster's log. */
        ELSEWHERE,
        /** It is on an earlier timeline, behind the point where the next one began. */
        CUT_OFF,
        /** Nobody can tell. */
        UNKNOWN
    }

    /**
     * Tells what is known of a place.
     *
     * <pre>
     * system     timeline   position                                         answer
     * another    any        any                                              ELSEWHERE
     * the same   the same   up to what the primary had                       KNOWN
     *                       behind it                                        AHEAD, UNKNOWN if the primary was asked since
     *            earlier    up to where that one ended, as it was seen       KNOWN
     *                       behind it                                        CUT_OFF
     *                       any, and its end or that of a later one was not seen   UNKNOWN
     *            later      any                                              UNDECIDED, UNKNOWN if all nodes were asked since
     * </pre>
     *
     * @param sinceNanos when the question came up
     */
    public Place of(long system, int onTimeline, long position, long sinceNanos) {
        if (system != systemIdentifier) {
            return Place.ELSEWHERE;
        }
        long place = LsnHistory.withoutPageHeader(position);
        if (onTimeline > timeline) {
            return isAfter(askedNanos, sinceNanos) ? Place.UNKNOWN : Place.UNDECIDED;
        }
        if (onTimeline < timeline) {
            return onEarlier(onTimeline, place);
        }
        if (sentNanos != Instants.NEVER && place <= LsnHistory.withoutPageHeader(inserted)) {
            return Place.KNOWN;
        }
        return isAfter(sentNanos, sinceNanos) ? Place.UNKNOWN : Place.AHEAD;
    }

    /** A position as standbys report it. */
    public static long comparable(long position) {
        return LsnHistory.withoutPageHeader(position);
    }

    private Place onEarlier(int earlier, long place) {
        int next = earlier;
        boolean cutOff = false;
        for (Fork fork : forks) {
            if (fork.before() == next) {
                cutOff |= place > LsnHistory.withoutPageHeader(fork.position());
                next = fork.timeline();
            }
        }
        if (next != timeline) {
            return Place.UNKNOWN;
        }
        return cutOff ? Place.CUT_OFF : Place.KNOWN;
    }

    private static boolean isAfter(long instant, long since) {
        return instant != Instants.NEVER && instant - since > 0;
    }
}
