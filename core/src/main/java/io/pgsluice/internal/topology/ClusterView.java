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
    private final @Nullable Node primary;
    private final List<Node> replicas;
    private final long[] provenFreshAt;
    private final long[] rampStart;
    private final long horizonNanos;
    private final int defaultIsolation;
    private final @Nullable String serverVersion;
    private final @Nullable PrimaryHistory primaryHistory;
    private final Operations operations;

    /**
     * Makes a picture; the arrays are not copied.
     *
     * @param replicas the eligible replicas
     * @param provenFreshAt for each of them, the instant up to which it is proven fresh
     * @param rampStart for each of them, when its slow start began, or {@link LsnHistory#NEVER}
     * @param horizonNanos freshness is asked for up to this instant: that of the primary's last sample while it is silent or
     *     lost, {@link Long#MAX_VALUE} while it answers
     */
    ClusterView(
            Topology topology,
            @Nullable Node primary,
            List<Node> replicas,
            long[] provenFreshAt,
            long[] rampStart,
            long horizonNanos,
            int defaultIsolation,
            @Nullable String serverVersion,
            @Nullable PrimaryHistory primaryHistory,
            Operations operations) {
        this.topology = topology;
        this.primary = primary;
        this.replicas = List.copyOf(replicas);
        this.provenFreshAt = provenFreshAt;
        this.rampStart = rampStart;
        this.horizonNanos = horizonNanos;
        this.defaultIsolation = defaultIsolation;
        this.serverVersion = serverVersion;
        this.primaryHistory = primaryHistory;
        this.operations = operations;
    }

    public Topology topology() {
        return topology;
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
                ? nowNanos - provenFreshAt[replica]
                : horizonNanos - provenFreshAt[replica];
    }

    /** How long ago an eligible replica came back, or a very long time for one with its full share. */
    public long rampNanos(int replica, long nowNanos) {
        return rampStart[replica] == LsnHistory.NEVER ? Long.MAX_VALUE : nowNanos - rampStart[replica];
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
