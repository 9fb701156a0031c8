// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.Role;
import io.pgsluice.internal.routing.Route;
import io.pgsluice.internal.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** A physical connection that a logical one holds, and the node it belongs to. Confined to one thread at a time. */
final class Lease {
    private final Connection connection;
    private final @Nullable BaseConnection driverConnection;
    private final Route route;
    private final AppliedState applied = new AppliedState();
    private final List<RoutingStatement<?>> statements = new ArrayList<>(2);
    private final AtomicBoolean released = new AtomicBoolean();
    private @Nullable Leases holder;
    private boolean pinned;
    private boolean began;
    private boolean ended;

    Lease(Connection connection, Route route) throws SQLException {
        this.connection = connection;
        this.route = route;
        this.driverConnection =
                connection.isWrapperFor(BaseConnection.class) ? connection.unwrap(BaseConnection.class) : null;
    }

    /** Whether the server had said "in hot standby" as of the last round trip; null where the driver can't tell. */
    @Nullable
    Boolean inHotStandby() {
        if (driverConnection == null) {
            return null;
        }
        String status = driverConnection.getParameterStatus("in_hot_standby");
        return status == null ? null : status.equals("on");
    }

    /** Whether writing is impossible here whatever a session asks for, as far as is known. */
    boolean onStandby() {
        return route.reason().role() == Role.REPLICA && Boolean.TRUE.equals(inHotStandby());
    }

    /** Whether a transaction is open on the server; where the driver can't tell, whether one was begun by a statement. */
    boolean inTransaction() {
        return driverConnection == null ? began : driverConnection.getTransactionState() != TransactionState.IDLE;
    }

    /** Notes that a statement ran with autocommit off, or that its transaction is over. */
    void began(boolean begun) {
        began = begun;
    }

    /** Whether the session is gone, and its transaction with it. */
    boolean ended() {
        if (!ended && driverConnection != null) {
            try {
                ended = driverConnection.isClosed();
            } catch (SQLException e) {
                ended = true;
            }
        }
        return ended;
    }

    /** Notes that the session is gone. */
    void end() {
        ended = true;
    }

    /** Takes the connection out of its pool when it is given back. */
    void evict() {
        node().pool().evict(connection);
    }

    void add(RoutingStatement<?> statement) {
        statements.add(statement);
    }

    void remove(RoutingStatement<?> statement) {
        for (int i = statements.size() - 1; i >= 0; i--) {
            if (statements.get(i) == statement) {
                statements.remove(i);
                return;
            }
        }
    }

    /** Notes that something was handed out which needs this connection and can't be seen closing. */
    void pin() {
        pinned = true;
    }

    /** Whether something that the application may still use lives here. */
    boolean inUse() {
        if (!pinned && !statements.isEmpty()) {
            statements.removeIf(RoutingStatement::isFinished);
        }
        return pinned || !statements.isEmpty();
    }

    void heldBy(Leases leases) {
        holder = leases;
    }

    /**
     * Tells that the next transaction will run elsewhere: the lease is given back, unless open statements keep it. For the
     * holder's thread only, and outside a transaction.
     */
    void leave() {
        if (holder != null) {
            holder.leave(this);
        }
    }

    /** True once: the caller gives the lease back. */
    boolean releaseOnce() {
        return !released.get() && released.compareAndSet(false, true);
    }

    /** What this physical connection was told of the logical one's session state. */
    AppliedState applied() {
        return applied;
    }

    /** The pool's connection. */
    Connection connection() {
        return connection;
    }

    Node node() {
        return route.node();
    }

    Route route() {
        return route;
    }
}
