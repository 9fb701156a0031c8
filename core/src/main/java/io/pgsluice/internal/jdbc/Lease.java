// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.internal.routing.Route;
import io.pgsluice.internal.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** A physical connection that a logical one holds, and the node it belongs to. Confined to one thread at a time. */
final class Lease {
    private final Connection connection;
    private final @Nullable BaseConnection driverConnection;
    private final Route route;

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

    /** Whether a transaction is open on the server; null where the driver can't tell. */
    @Nullable
    Boolean inTransaction() {
        return driverConnection == null ? null : driverConnection.getTransactionState() != TransactionState.IDLE;
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
