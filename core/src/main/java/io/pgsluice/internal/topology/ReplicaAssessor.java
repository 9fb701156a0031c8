// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.Eligibility;
import io.pgsluice.NodeState;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a node may serve read-only transactions as a replica; a pure function of what was observed.
 *
 * <p>It fails closed: each missing or bad piece of evidence has its own {@link Eligibility}. Leaving takes one bad sample,
 * coming back {@code samplesToReturn} good ones, except the first time. While the primary is silent or lost, a replica is as
 * fresh as it was at the primary's last sample.
 */
final class ReplicaAssessor {

    /**
     * Thresholds.
     *
     * @param maxLagNanos the highest measured lag
     * @param maxSampleAgeNanos the highest age of a sample
     * @param samplesToReturn good samples in a row after which a replica is used again
     * @param ramps whether a returning replica starts with a small share
     */
    record Limits(long maxLagNanos, long maxSampleAgeNanos, int samplesToReturn, boolean ramps) {}

    /**
     * The rest of the cluster.
     *
     * @param systemIdentifier the cluster's identity, 0 while unknown
     * @param isPrimary whether the assessed node is the primary
     * @param drained whether an operator wants no new reads there
     * @param witness what the cluster says of its timeline
     * @param confirmedNanos the primary is known to have been up at this instant; {@link LsnHistory#NEVER} for never
     * @param horizonNanos the instant up to which lag is counted: that of the primary's last sample while it is silent or lost,
     *     {@link Long#MAX_VALUE} while it answers
     * @param replayLagNanos what the primary's statistics say of the node's lag, null if nothing
     */
    record Context(
            long systemIdentifier,
            boolean isPrimary,
            boolean drained,
            TimelineProof.Witness witness,
            long confirmedNanos,
            long horizonNanos,
            @Nullable Long replayLagNanos) {}

    private ReplicaAssessor() {}

    /**
     * Assesses a node.
     *
     * @param fresh whether the node's sample is a new one, which counts towards its return
     */
    static ReplicaRecord assess(
            NodeHealth node,
            ReplicaRecord before,
            Context context,
            LsnHistory history,
            Limits limits,
            boolean fresh,
            long nowNanos) {
        Sample sample = node.sample();
        Eligibility unfit = unfit(node, sample, context, limits, nowNanos);
        if (unfit != null || sample == null) {
            return before.out(unfit == null ? Eligibility.NOT_PROBED : unfit, nowNanos);
        }
        ReplicaRecord measured = measure(sample, before, context, history);
        if (context.drained()) {
            return measured.out(Eligibility.DRAINED, nowNanos);
        }
        if (!sample.receiverAttached() && isItsOwnFault(sample, before, context)) {
            return measured.out(Eligibility.WAL_RECEIVER_DETACHED, nowNanos);
        }
        if (!measured.proof().isProven()) {
            return measured.out(Eligibility.TIMELINE_NOT_PROVEN, nowNanos);
        }
        if (measured.lagNanos() > limits.maxLagNanos()) {
            return measured.out(Eligibility.LAG_ABOVE_THRESHOLD, nowNanos);
        }
        if (measured.provenFreshAt() == LsnHistory.NEVER) {
            return measured.out(Eligibility.LAG_UNKNOWN, nowNanos);
        }
        return in(measured, limits, fresh, nowNanos);
    }

    /** A receiver that is gone may be the first sign of the primary's end: a replica in use stays until that is known. */
    private static boolean isItsOwnFault(Sample sample, ReplicaRecord before, Context context) {
        boolean primaryAnswers =
                context.confirmedNanos() != LsnHistory.NEVER && context.horizonNanos() == Long.MAX_VALUE;
        return primaryAnswers
                && (before.eligibility() != Eligibility.ELIGIBLE
                        || context.confirmedNanos() - sample.receivedNanos() > 0);
    }

    private static @Nullable Eligibility unfit(
            NodeHealth node, @Nullable Sample sample, Context context, Limits limits, long nowNanos) {
        if (node.state() == NodeState.DOWN) {
            return Eligibility.NODE_DOWN;
        }
        if (sample == null) {
            return node.state() == NodeState.SUSPECT ? Eligibility.PROBE_FAILED : Eligibility.NOT_PROBED;
        }
        long system = context.systemIdentifier();
        if (system != 0 && sample.systemIdentifier() != system) {
            return Eligibility.WRONG_SYSTEM;
        }
        if (!sample.inRecovery()) {
            return context.isPrimary() ? Eligibility.PRIMARY : Eligibility.FENCED;
        }
        if (node.state() == NodeState.SUSPECT) {
            return Eligibility.PROBE_FAILED;
        }
        if (nowNanos - sample.receivedNanos() > limits.maxSampleAgeNanos()) {
            return Eligibility.SAMPLE_TOO_OLD;
        }
        return sample.replayPaused() ? Eligibility.REPLAY_PAUSED : null;
    }

    private static ReplicaRecord measure(Sample sample, ReplicaRecord before, Context context, LsnHistory history) {
        TimelineProof proof = before.proof().next(sample, context.witness());
        if (!proof.isProven()) {
            return before.measured(proof, -1, LsnHistory.NEVER, LsnHistory.NEVER);
        }
        long freshAt = history.provenFreshAt(sample.position());
        return before.measured(
                proof, lag(sample, freshAt, context, history), freshAt, history.provenWholeAt(sample.position()));
    }

    private static long lag(Sample sample, long freshAt, Context context, LsnHistory history) {
        if (history.reachesAllBefore(sample.receivedNanos(), sample.position())) {
            return 0;
        }
        if (freshAt != LsnHistory.NEVER) {
            long horizon = context.horizonNanos();
            long now = horizon == Long.MAX_VALUE ? sample.receivedNanos() : Math.min(horizon, sample.receivedNanos());
            return Math.max(0, now - freshAt);
        }
        Long reported = context.replayLagNanos();
        return reported == null ? -1 : reported;
    }

    private static ReplicaRecord in(ReplicaRecord measured, Limits limits, boolean fresh, long nowNanos) {
        if (measured.eligibility() == Eligibility.ELIGIBLE) {
            return measured;
        }
        boolean first = !measured.wasEligible();
        int good = measured.goodSamples() + (fresh ? 1 : 0);
        if (!first && good < limits.samplesToReturn()) {
            return measured.in(Eligibility.RETURNING, good, measured.rampStartNanos(), nowNanos);
        }
        long rampStart = !first && limits.ramps() ? nowNanos : measured.rampStartNanos();
        return measured.in(Eligibility.ELIGIBLE, good, rampStart, nowNanos);
    }
}
