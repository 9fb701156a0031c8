// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.Eligibility;

/**
 * What is known of one node as a replica.
 *
 * @param eligibility whether it takes read-only transactions
 * @param goodSamples good samples in a row
 * @param sinceNanos when the eligibility was entered
 * @param rampStartNanos when its share of the reads began to grow; {@link LsnHistory#NEVER} for the full share
 * @param wasEligible whether it has ever been eligible
 * @param provenTimeline the timeline that it was proven to follow, 0 for none
 * @param switchPosition its position when the primary's timeline last changed: only what comes after proves anything
 * @param lagNanos measured lag at its last sample, an upper bound; -1 while unknown
 * @param provenFreshAt every commit acknowledged before this instant is visible there; {@link LsnHistory#NEVER} for none
 */
record ReplicaRecord(
        Eligibility eligibility,
        int goodSamples,
        long sinceNanos,
        long rampStartNanos,
        boolean wasEligible,
        int provenTimeline,
        long switchPosition,
        long lagNanos,
        long provenFreshAt) {

    static ReplicaRecord initial(long nowNanos) {
        return new ReplicaRecord(
                Eligibility.NOT_PROBED, 0, nowNanos, LsnHistory.NEVER, false, 0, Long.MAX_VALUE, -1, LsnHistory.NEVER);
    }

    /** After a change of the primary's timeline: everything has to be proven anew. */
    ReplicaRecord onNewTimeline(long position) {
        return new ReplicaRecord(
                eligibility, 0, sinceNanos, rampStartNanos, wasEligible, 0, position, -1, LsnHistory.NEVER);
    }
}
