// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.Topology;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The picture that routing works with: the public {@link Topology} and, beside it, what is read for every transaction.
 * Immutable.
 */
public final class ClusterView {
    private final Topology topology;
    private final long madeNanos;
    private final @Nullable Node primary;
    private final List<Node> replicas;
    private final ReplicaProofs proofs;
    private final @Nullable LogState log;
    private final long horizonNanos;
    private final int defaultIsolation;
    private final @Nullable String serverVersion;
    private final @Nullable PrimaryHistory primaryHistory;
    private final Operations operations;

    /**
     * Makes a picture.
     *
     * @param madeNanos when it is made
     * @param replicas the eligible replicas
     * @param proofs what is proven of them, in the same order
     * @param log null before the first primary
     * @param horizonNanos freshness is asked for up to this instant: that of the primary's last sample while it is silent or
     *     lost, {@link Long#MAX_VALUE} while it answers
     */
    ClusterView(
            Topology topology,
            long madeNanos,
            @Nullable Node primary,
            List<Node> replicas,
            ReplicaProofs proofs,
            @Nullable LogState log,
            long horizonNanos,
            int defaultIsolation,
            @Nullable String serverVersion,
            @Nullable PrimaryHistory primaryHistory,
            Operations operations) {
        this.topology = topology;
        this.madeNanos = madeNanos;
        this.primary = primary;
        this.replicas = List.copyOf(replicas);
        this.proofs = proofs;
        this.log = log;
        this.horizonNanos = horizonNanos;
        this.defaultIsolation = defaultIsolation;
        this.serverVersion = serverVersion;
        this.primaryHistory = primaryHistory;
        this.operations = operations;
    }

    public Topology topology() {
        return topology;
    }

    /** When it was made: an instant that is surely over, and takes no look at the clock. */
    public long madeNanos() {
        return madeNanos;
    }

    public @Nullable Node primary() {
        return primary;
    }

    /** The eligible replicas, always in the order of the configuration. */
    public List<Node> replicas() {
        return replicas;
    }

    /** How long ago, at most, the oldest write was acknowledged that an eligible replica does not show. */
    public long stalenessNanos(int replica, long nowNanos) {
        return horizonNanos == Long.MAX_VALUE
                ? nowNanos - proofs.freshAt()[replica]
                : horizonNanos - proofs.freshAt()[replica];
    }

    /** How long ago an eligible replica came back, or a very long time for one with its full share. */
    public long rampNanos(int replica, long nowNanos) {
        long start = proofs.rampStart()[replica];
        return start == LsnHistory.NEVER ? Long.MAX_VALUE : nowNanos - start;
    }

    /** Every flushed commit acknowledged before this instant is visible on an eligible replica. */
    public long provenFreshAt(int replica) {
        return proofs.freshAt()[replica];
    }

    /** Every commit acknowledged before this instant is visible on an eligible replica, those among them that were not flushed yet. */
    public long provenWholeAt(int replica) {
        return proofs.wholeAt()[replica];
    }

    /** What an eligible replica had replayed at its last sample. */
    public long position(int replica) {
        return proofs.position()[replica];
    }

    /** Since when an eligible replica has not gone back in its log. */
    public long steadySince(int replica) {
        return proofs.steadySince()[replica];
    }

    /** When an eligible replica was asked for its last sample; {@link Instants#NEVER} for a node that is none. */
    public long sampledNanos(Node node) {
        int replica = replicas.indexOf(node);
        return replica < 0 ? Instants.NEVER : proofs.sampledAt()[replica];
    }

    /** What is known of the cluster's log, null before the first primary. */
    public @Nullable LogState log() {
        return log;
    }

    /** The isolation level of a session that has set none, as the servers have it. */
    public int defaultIsolation() {
        return defaultIsolation;
    }

    /** What the primary's last sample says of its log, null while there is no primary. */
    public @Nullable PrimaryHistory primaryHistory() {
        return primaryHistory;
    }

    /** Why no transaction begins on the primary; null while they do. */
    public Operations.@Nullable Pause pause() {
        return operations.pause();
    }

    /** The orders that this picture follows. */
    Operations operations() {
        return operations;
    }

    /** What a server says of its version, null before the first answer. */
    public @Nullable String serverVersion() {
        return serverVersion;
    }
}
