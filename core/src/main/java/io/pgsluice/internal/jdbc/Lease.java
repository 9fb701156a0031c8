// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.internal.routing.Route;
import io.pgsluice.internal.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/** A physical connection that a logical one holds, and the node it belongs to. Confined to one thread at a time. */
final class Lease {
    private final Connection connection;
    private final @Nullable BaseConnection driverConnection;
    private Route route;
    private int openStatements;
    private boolean broken;

    Lease(Connection connection, Route route) throws SQLException {
        this.connection = connection;
        this.route = route;
        this.driverConnection =
                connection.isWrapperFor(BaseConnection.class) ? connection.unwrap(BaseConnection.class) : null;
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
