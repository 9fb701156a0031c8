// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

/**
 * Whether a replica is known to follow the timeline of the accepted primary. Positions compare only then: a replica left on a dead
 * timeline may stand numerically ahead.
 *
 * <p>An unprivileged role cannot read which timeline a standby receives. So any of these is taken for proof:
 *
 * <ul>
 *   <li>the timeline could be read (with {@code pg_monitor}), or the standby's control file names it already;
 *   <li>since the switch the standby replayed something new while its WAL receiver was attached, and the primary has at least
 *       as many standbys attached as there are such replicas: none of them can be attached to an old primary instead;
 *   <li>one and the same WAL receiver has been seen running for {@link #STABLE_NANOS}, while every configured node answered
 *       and only the primary claimed to be one. A receiver ends at once when its upstream does not know the standby's
 *       timeline, and there is no other primary it could come from.
 * </ul>
 *
 * @param timeline the timeline that is proven, 0 for none
 * @param switchPosition its position when the primary's timeline last changed, {@link Long#MAX_VALUE} before the first sample
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
     * @param standbys how many standbys the primary has attached
     * @param attachedReplicas how many configured replicas have a WAL receiver
     * @param inSight whether every configured node answers and only one claims to be primary
     */
    record Witness(int timeline, int standbys, int attachedReplicas, boolean inSight) {}

    /** After a change of the primary's timeline: everything has to be proven anew. */
    static TimelineProof after(long position) {
        return new TimelineProof(0, position, 0, 0);
    }

    /** With one more sample. */
    TimelineProof next(Sample sample, Witness witness) {
        long since =
                sample.receiverPid() == receiverPid && receiverPid != 0 ? receiverSinceNanos : sample.receivedNanos();
        boolean proven = witness.timeline() != 0
                && (timeline == witness.timeline()
                        || sample.timeline() == witness.timeline()
                        || isAdvancing(sample, witness)
                        || isSteady(sample, since, witness));
        return new TimelineProof(
                proven ? witness.timeline() : 0,
                switchPosition == Long.MAX_VALUE ? sample.position() : switchPosition,
                sample.receiverPid(),
                since);
    }

    boolean isProven() {
        return timeline != 0;
    }

    private boolean isAdvancing(Sample sample, Witness witness) {
        return sample.receiverAttached()
                && sample.position() > switchPosition
                && witness.standbys() >= witness.attachedReplicas();
    }

    private static boolean isSteady(Sample sample, long since, Witness witness) {
        return sample.receiverAttached() && witness.inSight() && sample.sentNanos() - since >= STABLE_NANOS;
    }
}
