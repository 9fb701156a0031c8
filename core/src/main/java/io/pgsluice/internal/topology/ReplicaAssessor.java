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
     * @param term the accepted primary and timeline
     * @param isPrimary whether the assessed node is the primary
     * @param confirmedNanos the primary is known to have been up at this instant; {@link LsnHistory#NEVER} for never
     * @param horizonNanos the instant up to which lag is counted: that of the primary's last sample while it is silent or lost,
     *     {@link Long#MAX_VALUE} while it answers
     * @param replayLagNanos what the primary's statistics say of the node's lag, null if nothing
     */
    record Context(
            Term term,
            boolean isPrimary,
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
            return out(before, unfit == null ? Eligibility.NOT_PROBED : unfit, before, nowNanos);
        }
        ReplicaRecord measured = measure(sample, before, context, history);
        if (!sample.receiverAttached() && isConfirmedAfter(sample, context)) {
            return out(measured, Eligibility.WAL_RECEIVER_DETACHED, before, nowNanos);
        }
        if (measured.provenTimeline() == 0) {
            return out(measured, Eligibility.TIMELINE_NOT_PROVEN, before, nowNanos);
        }
        if (measured.lagNanos() > limits.maxLagNanos()) {
            return out(measured, Eligibility.LAG_ABOVE_THRESHOLD, before, nowNanos);
        }
        if (measured.provenFreshAt() == LsnHistory.NEVER) {
            return out(measured, Eligibility.LAG_UNKNOWN, before, nowNanos);
        }
        return in(measured, before, limits, fresh, nowNanos);
    }

    private static boolean isConfirmedAfter(Sample sample, Context context) {
        return context.confirmedNanos() != LsnHistory.NEVER
                && context.horizonNanos() == Long.MAX_VALUE
                && context.confirmedNanos() - sample.receivedNanos() > 0;
    }

    private static @Nullable Eligibility unfit(
            NodeHealth node, @Nullable Sample sample, Context context, Limits limits, long nowNanos) {
        if (node.state() == NodeState.DOWN) {
            return Eligibility.NODE_DOWN;
        }
        if (sample == null) {
            return node.state() == NodeState.SUSPECT ? Eligibility.PROBE_FAILED : Eligibility.NOT_PROBED;
        }
        long system = context.term().systemIdentifier();
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
        int timeline = context.term().timeline();
        boolean proven = timeline != 0
                && (before.provenTimeline() == timeline
                        || sample.timeline() == timeline
                        || (sample.receiverAttached() && sample.position() > before.switchPosition()));
        long switchPosition = before.switchPosition() == Long.MAX_VALUE ? sample.position() : before.switchPosition();
        long freshAt = proven ? history.provenFreshAt(sample.position()) : LsnHistory.NEVER;
        return new ReplicaRecord(
                before.eligibility(),
                before.goodSamples(),
                before.sinceNanos(),
                before.rampStartNanos(),
                before.wasEligible(),
                proven ? timeline : 0,
                switchPosition,
                proven ? lag(sample, freshAt, context, history) : -1,
                freshAt);
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

    private static ReplicaRecord out(ReplicaRecord measured, Eligibility reason, ReplicaRecord before, long nowNanos) {
        return new ReplicaRecord(
                reason,
                0,
                before.eligibility() == reason ? before.sinceNanos() : nowNanos,
                measured.rampStartNanos(),
                before.wasEligible(),
                measured.provenTimeline(),
                measured.switchPosition(),
                measured.lagNanos(),
                measured.provenFreshAt());
    }

    private static ReplicaRecord in(
            ReplicaRecord measured, ReplicaRecord before, Limits limits, boolean fresh, long nowNanos) {
        if (before.eligibility() == Eligibility.ELIGIBLE) {
            return measured;
        }
        boolean first = !before.wasEligible();
        int good = before.goodSamples() + (fresh ? 1 : 0);
        boolean eligible = first || good >= limits.samplesToReturn();
        Eligibility next = eligible ? Eligibility.ELIGIBLE : Eligibility.RETURNING;
        return new ReplicaRecord(
                next,
                good,
                before.eligibility() == next ? before.sinceNanos() : nowNanos,
                eligible && !first && limits.ramps() ? nowNanos : measured.rampStartNanos(),
                before.wasEligible() || eligible,
                measured.provenTimeline(),
                measured.switchPosition(),
                measured.lagNanos(),
                measured.provenFreshAt());
    }
}
