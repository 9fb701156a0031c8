// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import java.util.Map;

/**
 * What one answered probe says. Times are readings of the data source's ticker.
 *
 * @param sentNanos read before the query was sent: positions are at least as new as this instant
 * @param receivedNanos read after the answer was there
 * @param inRecovery whether the server is a standby
 * @param position the WAL position that counts for lag: flushed on a primary, replayed on a standby
 * @param inserted on a primary the position up to which WAL was made, flushed or not; on a standby the same as {@code position}
 * @param timeline a primary's timeline; on a standby the timeline that it is known to follow, 0 if that can't be read
 * @param systemIdentifier identity of the cluster
 * @param writable whether a transaction would start read-write
 * @param replayPaused whether a standby's replay is paused
 * @param receiverPid process of a standby's WAL receiver, 0 if none is running
 * @param standbys how many standbys stream from this server, cascaded ones of a standby not counted
 * @param replayLagNanos by application name, what the primary's {@code pg_stat_replication.replay_lag} says; empty without
 *     privilege and on a standby
 * @param seesStatistics whether the probing role may read {@code pg_stat_replication} in full
 * @param replayEnd where the server's last recovery ended, or has got to: on a promoted standby the point where its timeline began; 0 if there
 *     was none since it was started
 * @param startedMicros when the server was started, by its own clock; a crash of one of its processes leaves it as it is
 * @param session counts the sessions that the monitor has had with the node: one that is the same as before has outlived no restart and no
 *     recovery from a crash
 * @param serverVersion {@code server_version}
 * @param flushesLate whether an application's commits are acknowledged before they are flushed ({@code synchronous_commit = off})
 * @param oldestTransaction on a primary the number of the oldest transaction that was under way, or of the next one that had ended last if none
 *     was; its lower 32 bits
 * @param nextTransaction on a primary the number that no transaction had yet, read after that; its lower 32 bits
 * @param defaultIsolation an application's {@code default_transaction_isolation}, as in {@link java.sql.Connection}
 */
record Sample(
        long sentNanos,
        long receivedNanos,
        boolean inRecovery,
        long position,
        long inserted,
        int timeline,
        long systemIdentifier,
        boolean writable,
        boolean replayPaused,
        int receiverPid,
        int standbys,
        Map<String, Long> replayLagNanos,
        boolean seesStatistics,
        long replayEnd,
        long startedMicros,
        int session,
        String serverVersion,
        boolean flushesLate,
        int oldestTransaction,
        int nextTransaction,
        int defaultIsolation) {

    /** The same a moment later, as far as a brief question tells. */
    Sample moved(long sent, long received, long toPosition, long toInserted, boolean late, int oldest, int next) {
        return new Sample(
                sent,
                received,
                inRecovery,
                toPosition,
                toInserted,
                timeline,
                systemIdentifier,
                writable,
                replayPaused,
                receiverPid,
                standbys,
                replayLagNanos,
                seesStatistics,
                replayEnd,
                startedMicros,
                session,
                serverVersion,
                late,
                oldest,
                next,
                defaultIsolation);
    }

    /** Whether a standby has a running WAL receiver. */
    boolean receiverAttached() {
        return receiverPid != 0;
    }
}
