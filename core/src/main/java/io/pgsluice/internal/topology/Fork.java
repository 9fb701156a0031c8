// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import org.jspecify.annotations.Nullable;

/**
 * Where the primary's timeline began, seen by a session of the monitor's that outlived the promotion: no restart lies between the two
 * samples, so what the server says of the end of its last recovery is the end of the timeline before. Source: PostgreSQL's manual on
 * {@code pg_last_wal_replay_lsn()}, "if recovery has completed then this will remain static at the location of the last transaction
 * applied during recovery".
 *
 * @param node index of the node that was promoted
 * @param timeline the timeline that began
 * @param before the timeline that ended there
 * @param position the end of the last record of the timeline before that is part of the new one's history
 * @param startedMicros when that node was started
 */
record Fork(int node, int timeline, int before, long position, long startedMicros) {

    /** What a change of primary shows, to a node that was proven to follow the timeline before; null if it shows nothing for certain. */
    static @Nullable Fork seen(int node, @Nullable Sample standby, Sample promoted, int timelineBefore) {
        boolean certain = standby != null
                && standby.inRecovery()
                && !promoted.inRecovery()
                && standby.session() == promoted.session()
                && promoted.replayEnd() != 0
                && promoted.timeline() == timelineBefore + 1;
        return certain
                ? new Fork(node, promoted.timeline(), timelineBefore, promoted.replayEnd(), promoted.startedMicros())
                : null;
    }
}
