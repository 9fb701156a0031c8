// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import org.jspecify.annotations.Nullable;

/**
 * What the last sample of the primary says of the log that it has, for a COMMIT in doubt. Immutable.
 *
 * @param node index of the primary
 * @param timeline its timeline
 * @param sentNanos when it was asked
 * @param startedMicros when it was started, by its own clock
 * @param replayEnd where its last recovery ended, 0 if there was none since it was started. Each recovery ends behind the one before: while
 *     both are the same the server has neither been restarted nor recovered from a crash
 * @param fork where its timeline began, null if that was not seen
 */
public record PrimaryHistory(
        int node,
        int timeline,
        long sentNanos,
        long startedMicros,
        long replayEnd,
        @Nullable Fork fork) {

    /** What is known of a transaction whose COMMIT was not answered. */
    public enum Proof {
        /** Nothing, or not yet. */
        NONE,
        /** What the server says of the transaction's number is the truth. */
        STATUS_COUNTS,
        /** Its COMMIT lies behind the end of what was kept. */
        CUT_OFF
    }

    /**
     * Tells what the primary's log proves of a transaction.
     *
     * <pre>
     * the primary that was to commit, no restart since            its word on the number counts
     * the same, restarted                                         cut off if the position lies behind the end of the recovery
     * the next timeline, whose beginning was seen                 cut off if the position lies behind it; else its word counts, if it was
     *                                                             not restarted since
     * anything else                                               nothing
     * </pre>
     *
     * @param then the same of the primary that was to commit, as of before the position was asked for
     * @param position at or behind all that the transaction had written before its COMMIT
     */
    public Proof of(PrimaryHistory then, long position) {
        if (timeline == then.timeline && node == then.node) {
            if (startedMicros == then.startedMicros && replayEnd == then.replayEnd) {
                return Proof.STATUS_COUNTS;
            }
            return replayEnd > then.replayEnd && position > replayEnd ? Proof.CUT_OFF : Proof.NONE;
        }
        Fork began = fork;
        if (began == null || began.timeline() != timeline || began.before() != then.timeline) {
            return Proof.NONE;
        }
        if (position > began.position()) {
            return Proof.CUT_OFF;
        }
        boolean unchanged =
                node == began.node() && startedMicros == began.startedMicros() && replayEnd == began.position();
        return unchanged ? Proof.STATUS_COUNTS : Proof.NONE;
    }
}
