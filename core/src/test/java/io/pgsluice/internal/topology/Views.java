// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.Topology;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pictures of clusters to route in. */
public final class Views {
    /** Of a replica with its full share. */
    public static final long NO_RAMP = LsnHistory.NEVER;

    private Views() {}

    /** Replicas that are proven fresh at one instant, and when the share of each began to grow. */
    public static ClusterView of(@Nullable Node primary, List<Node> replicas, long freshAt, long... rampStart) {
        long[] fresh = new long[replicas.size()];
        Arrays.fill(fresh, freshAt);
        return new ClusterView(
                new Topology(1, List.of(), null),
                freshAt,
                primary,
                replicas,
                new ReplicaProofs(fresh, fresh, new long[fresh.length], fresh, new long[fresh.length], rampStart),
                null,
                Long.MAX_VALUE,
                Connection.TRANSACTION_READ_COMMITTED,
                null,
                null,
                Operations.NONE);
    }

    /**
     * Replicas of which each is proven to show flushed commits up to one instant and all up to another, has replayed up to a position, and was
     * asked at an instant, before which it may have gone back.
     */
    public static ClusterView proven(
            @Nullable Node primary,
            List<Node> replicas,
            long[] fresh,
            long[] whole,
            long[] position,
            long[] steadySince,
            boolean flushesLate) {
        long[] full = new long[replicas.size()];
        Arrays.fill(full, NO_RAMP);
        return new ClusterView(
                new Topology(1, List.of(), null),
                0,
                primary,
                replicas,
                new ReplicaProofs(fresh, whole, position, fresh, steadySince, full),
                new LogState(1, 1, Instants.NEVER, Instants.NEVER, Instants.NEVER, 0, 0, flushesLate, List.of()),
                Long.MAX_VALUE,
                Connection.TRANSACTION_READ_COMMITTED,
                null,
                null,
                Operations.NONE);
    }
}
