// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.RouteReason;
import io.pgsluice.internal.topology.ClusterView;
import io.pgsluice.internal.topology.Instants;
import io.pgsluice.internal.topology.LogState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one read-only transaction must see. Used again for each transaction of its thread; confined to it.
 *
 * <p>A replica meets it if each of these holds there:
 *
 * <pre>
 * proven fresh at   the last commit that must be seen; as a whole, where that may have been acknowledged before it was flushed
 *                   the end of every read that must not be stepped back behind, but for those on this replica itself
 *                   the begin of the transaction less the bound of staleness
 * replayed          the position of each token
 * not young         the connection was opened before the replica's last sample was asked for: else the server may have been restarted in
 *                   between, and show what it has replayed anew from further back
 * </pre>
 */
public final class Need {
    private static final int NO_REPLICA = -1;

    private long flushed;
    private long whole;
    private long maxStalenessNanos;
    private long position;
    private @Nullable RouteReason primary;
    private List<AwaitedToken> tokens = List.of();

    /** The latest end of a read, the replica where that was, and the latest one elsewhere. */
    private long lastRead;

    private int lastReplica;
    private long lastElsewhere;

    /** The latest end of a read on any replica, and on the primary. */
    private long lastOnReplica;

    private long lastOnPrimary;

    /** A bit for each node whose connections are all younger than what is known of it in one picture. */
    private long young;

    private @Nullable ClusterView youngIn;

    /** Makes it require nothing. */
    Need clear() {
        flushed = Instants.NEVER;
        whole = Instants.NEVER;
        maxStalenessNanos = Long.MAX_VALUE;
        position = 0;
        primary = null;
        tokens = List.of();
        lastRead = Instants.NEVER;
        lastReplica = NO_REPLICA;
        lastElsewhere = Instants.NEVER;
        lastOnReplica = Instants.NEVER;
        lastOnPrimary = Instants.NEVER;
        young = 0;
        youngIn = null;
        return this;
    }

    /** Whether it asks for nothing that not every eligible replica shows. */
    boolean isEmpty() {
        return flushed == Instants.NEVER
                && whole == Instants.NEVER
                && maxStalenessNanos == Long.MAX_VALUE
                && tokens.isEmpty()
                && primary == null
                && lastRead == Instants.NEVER
                && lastElsewhere == Instants.NEVER;
    }

    void see(WriteMark writes) {
        see(writes.flushed(), writes.whole());
    }

    void see(long flushedInstant, long wholeInstant) {
        flushed = Instants.later(flushed, flushedInstant);
        whole = Instants.later(whole, wholeInstant);
    }

    void seeWhole(long instant) {
        whole = Instants.later(whole, instant);
    }

    /** Counts what must be seen of flushed commits as such that may not have been. */
    void flushesLate() {
        whole = Instants.later(whole, flushed);
    }

    void within(long boundNanos) {
        maxStalenessNanos = Math.min(maxStalenessNanos, boundNanos);
    }

    void after(List<AwaitedToken> awaited) {
        tokens = awaited;
    }

    void onPrimary(@Nullable RouteReason reason) {
        primary = reason;
    }

    /** Requires not to step back behind reads. */
    void notBehind(ReadMarks reads) {
        for (int i = 0; i < reads.replicas(); i++) {
            readOn(i, reads.onReplica(i));
        }
        lastElsewhere = Instants.later(lastElsewhere, reads.onPrimary());
        lastOnPrimary = Instants.later(lastOnPrimary, reads.onPrimary());
    }

    private void readOn(int replica, long ended) {
        if (ended == Instants.NEVER) {
            return;
        }
        lastOnReplica = Instants.later(lastOnReplica, ended);
        if (replica == lastReplica) {
            lastRead = Instants.later(lastRead, ended);
        } else if (Instants.reaches(ended, lastRead)) {
            lastElsewhere = Instants.later(lastElsewhere, lastRead);
            lastRead = ended;
            lastReplica = replica;
        } else {
            lastElsewhere = Instants.later(lastElsewhere, ended);
        }
    }

    /** The tokens whose positions must be told by {@link #reach}. */
    public List<AwaitedToken> tokens() {
        return tokens;
    }

    /** Requires a position on the primary's timeline. */
    public void reach(long lsn) {
        position = Math.max(position, lsn);
    }

    /** A token can't be honoured. */
    public void unknownToken() {
        primary = RouteReason.UNKNOWN_TOKEN;
    }

    /** Why it must run on the primary; null if it need not. */
    @Nullable
    RouteReason primary() {
        return primary;
    }

    /** The replica of the last read; -1 for none. */
    int lastReplica() {
        return lastReplica;
    }

    /** Whether it depends on the time of day. */
    public boolean isBounded() {
        return maxStalenessNanos != Long.MAX_VALUE;
    }

    /** Whether it must see commits that may have been acknowledged before they were flushed. */
    public boolean wantsWhole() {
        return whole != Instants.NEVER;
    }

    /** Notes that a node's connection is younger than what a picture knows of the node. */
    public void tooYoung(int nodeIndex, ClusterView view) {
        young = (youngIn == view ? young : 0) | 1L << nodeIndex;
        youngIn = view;
    }

    /** Whether the primary may not show yet what a replica has shown to a read before, which no later one on the primary has confirmed. */
    public boolean stepsBackOnPrimary(ClusterView view) {
        LogState log = view.log();
        return !Instants.reaches(lastOnPrimary, lastOnReplica)
                && (log == null || !Instants.reaches(log.settledNanos(), lastOnReplica));
    }

    /** Whether an eligible replica shows it. */
    boolean isMetBy(ClusterView view, int replica, long nowNanos) {
        int index = view.replicas().get(replica).index();
        long freshAt = view.provenFreshAt(replica);
        return Instants.reaches(freshAt, flushed)
                && Instants.reaches(view.provenWholeAt(replica), whole)
                && (maxStalenessNanos == Long.MAX_VALUE || nowNanos - freshAt <= maxStalenessNanos)
                && view.position(replica) >= position
                && Instants.reaches(freshAt, lastElsewhere)
                && (Instants.reaches(freshAt, lastRead)
                        || (index == lastReplica && Instants.reaches(lastRead, view.steadySince(replica))))
                && (youngIn != view || (young & 1L << index) == 0);
    }
}
