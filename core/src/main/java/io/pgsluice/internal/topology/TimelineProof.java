// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

/**
 * Whether a replica is known to follow the timeline of the accepted primary. Positions compare only then: a replica left on a dead
 * timeline may stand numerically ahead.
 *
 * <p>With {@code pg_monitor} the timeline that a running WAL receiver gets is read, and that decides. An unprivileged role can't
 * read it. Then any of these is taken for proof, from samples asked for after the primary was accepted:
 *
 * <ul>
 *   <li>the standby's control file names the timeline;
 *   <li>the standby replayed something new while its WAL receiver was attached, and the primary has at least as many physical
 *       standbys attached as there are replicas with a receiver: none of them can be attached to an old primary instead;
 *   <li>one and the same WAL receiver has been seen running for {@link #STABLE_NANOS}, while every configured node answered, only
 *       the primary claimed to be one, and every replica had a receiver. A receiver ends at once when its upstream does not know
 *       the standby's timeline, and there is no other primary that the WAL could come from.
 * </ul>
 *
 * <p>The last two assume that every server of the cluster is configured: a physical standby that is not counts as one that is.
 *
 * @param timeline the timeline that is proven, 0 for none
 * @param switchPosition its position at the first sample after the primary was accepted, {@link Long#MAX_VALUE} before that
 * @param receiverPid process of its WAL receiver at the last sample, 0 for none
 * @param receiverSinceNanos when that process was first seen
 */
record TimelineProof(int timeline, long switchPosition, int receiverPid, long receiverSinceNanos) {
    /** Longer than any receiver lives whose upstream refuses it. */
    static final long STABLE_NANOS = 500_000_000L;

    static final TimelineProof NONE = new TimelineProof(0, Long.MAX_VALUE, 0, 0);

    /**
     * What the rest of the cluster says.
     *
     * @param timeline the accepted primary's timeline, 0 for none
     * @param sinceNanos when that primary was accepted
     * @param standbys how many physical standbys the primary has attached
     * @param attachedReplicas how many configured replicas have a WAL receiver
     * @param inSight whether every configured node answers, only one claims to be primary and every other has a WAL receiver
     */
    record Witness(int timeline, long sinceNanos, int standbys, int attachedReplicas, boolean inSight) {}

    /** With one more sample. */
    TimelineProof next(Sample sample, Witness witness) {
        if (witness.timeline() == 0) {
            return NONE;
        }
        if (sample.seesStatistics() && sample.receiverAttached()) {
            return with(sample.timeline() == witness.timeline(), sample, witness);
        }
        boolean proven = timeline == witness.timeline() || sample.timeline() == witness.timeline();
        if (sample.sentNanos() - witness.sinceNanos() <= 0) {
            return new TimelineProof(proven ? witness.timeline() : 0, switchPosition, receiverPid, receiverSinceNanos);
        }
        return with(proven || isAdvancing(sample, witness) || isSteady(sample, witness), sample, witness);
    }

    private TimelineProof with(boolean proven, Sample sample, Witness witness) {
        return new TimelineProof(
                proven ? witness.timeline() : 0,
                switchPosition == Long.MAX_VALUE ? sample.position() : switchPosition,
                sample.receiverPid(),
                receiverSince(sample));
    }

    boolean isProven() {
        return timeline != 0;
    }

    private boolean isAdvancing(Sample sample, Witness witness) {
        return sample.receiverAttached()
                && sample.position() > switchPosition
                && witness.standbys() >= witness.attachedReplicas();
    }

    private boolean isSteady(Sample sample, Witness witness) {
        return sample.receiverAttached()
                && witness.inSight()
                && sample.sentNanos() - receiverSince(sample) >= STABLE_NANOS;
    }

    private long receiverSince(Sample sample) {
        return sample.receiverPid() == receiverPid && receiverPid != 0 ? receiverSinceNanos : sample.receivedNanos();
    }
}
