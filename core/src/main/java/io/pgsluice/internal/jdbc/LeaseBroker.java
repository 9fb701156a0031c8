// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.internal.routing.RouteRequest;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Finds a physical connection for a transaction: routes, borrows, checks the role, and waits where waiting helps. */
interface LeaseBroker {

    /**
     * Answers the lease on which a transaction that is about to begin must run: the current one if the route leads to its node,
     * else a new one. If the route leads elsewhere, {@link Lease#leave()} on the current one comes before the borrowing, so that
     * nobody waits for one pool while it keeps an idle connection from another.
     *
     * @throws SQLException 08001 if no node could be had in time, or what the pool said
     */
    Lease acquire(RouteRequest request, @Nullable Lease current) throws SQLException;

    /** Tells that the server acknowledged a transaction which may have written. */
    default void committed(Lease lease) {}

    /** Tells that a replica refused a statement as a write which its text did not give away, and that the primary has run it. */
    default void refusedByReplica(@Nullable String sql) {}

    /**
     * Tells what a statement or a transaction command on a lease met: the monitor looks at the node at once where the error says
     * something about it, and a connection that must not be used again is evicted.
     */
    void failed(Lease lease, SQLException error);

    /** How things stand with the cluster, for the message of an exception that tells of a lost session. */
    default String situation(Lease lease) {
        return "node=" + lease.node();
    }

    /** Gives a lease back to its pool. Never throws: what can't be given back is evicted. */
    void release(Lease lease);
}
