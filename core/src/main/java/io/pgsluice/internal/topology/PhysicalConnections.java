// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a node's pool gets its connections: it remembers each one, so that all of them can be aborted when the node falls
 * silent, and opens none while the node is known to be down. Safe for use by multiple threads.
 */
final class PhysicalConnections implements DataSource {
    private final NodeConnector connector;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /** Why no connection may be opened; null while they may. Written by the monitor's thread. */
    private volatile @Nullable String closedBecause;

    PhysicalConnections(NodeConnector connector) {
        this.connector = connector;
    }

    @Override
    public Connection getConnection() throws SQLException {
        String reason = closedBecause;
        if (reason != null) {
            throw new SQLTransientConnectionException(
                    "node " + connector.node().name() + " is down: " + reason, SqlErrors.UNABLE_TO_CONNECT);
        }
        forgetClosed();
        Connection connection = connector.open();
        open.add(connection);
        if (closedBecause != null) {
            abort(connection);
        }
        return connection;
    }

    /** Opens no more connections until {@link #admit()}. */
    void refuse(String reason) {
        closedBecause = reason;
    }

    /** Opens connections again. */
    void admit() {
        closedBecause = null;
    }

    /** Cuts every connection, so that threads that hang in a read return with an error. Does not wait for the server. */
    int abortAll() {
        int aborted = 0;
        for (Connection connection : open) {
            abort(connection);
            aborted++;
        }
        open.clear();
        return aborted;
    }

    private void forgetClosed() {
        open.removeIf(connection -> {
            try {
                return connection.isClosed();
            } catch (SQLException e) {
                return true;
            }
        });
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // abort() is specified to be a no-op on a closed connection: nothing is left to cut.
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("set the credentials in the configuration", SqlErrors.NOT_SUPPORTED);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.pgsluice");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a wrapper for " + type.getName(), SqlErrors.INVALID_PARAMETER);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
