// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.Role;
import io.pgsluice.RouteReason;
import io.pgsluice.internal.topology.Node;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a transaction before its first statement.
 *
 * @param wanted the reason that it will be routed for if the cluster allows
 * @param isolation its isolation level, as in {@link java.sql.Connection}
 * @param avoid a bit for each node (by {@code Node.index}) that has just failed this very transaction
 * @param prefer the node where open statements of the logical connection are: as long as it fits, no other is better; or null
 * @param confirms whether this transaction was routed before, when its statement was prepared: no new decision, but the
 *     question whether that one still holds
 */
public record RouteRequest(
        RouteReason wanted,
        int isolation,
        long avoid,
        @Nullable Node prefer,
        boolean confirms) {

    public RouteRequest(RouteReason wanted, int isolation, long avoid) {
        this(wanted, isolation, avoid, null, false);
    }

    /** Whether a replica may serve it. */
    public boolean readsFromReplica() {
        return wanted.role() == Role.REPLICA;
    }

    /** The same request, once more without a node. */
    public RouteRequest avoiding(int nodeIndex) {
        return new RouteRequest(wanted, isolation, avoid | 1L << nodeIndex, prefer, false);
    }
}
