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
 * @param proof what is known of its timeline
 * @param lagNanos measured lag at its last sample, an upper bound; -1 while unknown
 * @param provenFreshAt every flushed commit acknowledged before this instant is visible there; {@link LsnHistory#NEVER} for none
 * @param provenWholeAt the same of all commits, those among them that were not flushed yet
 */
record ReplicaRecord(
        Eligibility eligibility,
        int goodSamples,
        long sinceNanos,
        long rampStartNanos,
        boolean wasEligible,
        TimelineProof proof,
        long lagNanos,
        long provenFreshAt,
        long provenWholeAt) {

    static ReplicaRecord initial(long nowNanos) {
        return new ReplicaRecord(
                Eligibility.NOT_PROBED,
                0,
                nowNanos,
                LsnHistory.NEVER,
                false,
                TimelineProof.NONE,
                -1,
                LsnHistory.NEVER,
                LsnHistory.NEVER);
    }

    /** After a change of the primary, or its own absence: nothing is known of its freshness. */
    ReplicaRecord unproven() {
        return measured(TimelineProof.NONE, -1, LsnHistory.NEVER, LsnHistory.NEVER);
    }

    /** With what one more sample says of its freshness. */
    ReplicaRecord measured(TimelineProof nextProof, long nextLagNanos, long nextProvenFreshAt, long nextProvenWholeAt) {
        return new ReplicaRecord(
                eligibility,
                goodSamples,
                sinceNanos,
                rampStartNanos,
                wasEligible,
                nextProof,
                nextLagNanos,
                nextProvenFreshAt,
                nextProvenWholeAt);
    }

    /** Not eligible, for a reason. */
    ReplicaRecord out(Eligibility reason, long nowNanos) {
        return new ReplicaRecord(
                reason,
                0,
                eligibility == reason ? sinceNanos : nowNanos,
                rampStartNanos,
                wasEligible,
                proof,
                lagNanos,
                provenFreshAt,
                provenWholeAt);
    }

    /** Eligible, or on the way back to it. */
    ReplicaRecord in(Eligibility next, int good, long nextRampStartNanos, long nowNanos) {
        return new ReplicaRecord(
                next,
                good,
                eligibility == next ? sinceNanos : nowNanos,
                nextRampStartNanos,
                wasEligible || next == Eligibility.ELIGIBLE,
                proof,
                lagNanos,
                provenFreshAt,
                provenWholeAt);
    }
}
