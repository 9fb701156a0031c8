// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.pool;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps asking while a node is down. HikariCP's thread, which connects, would otherwise sleep up to five seconds after the node
 * came back. Safe for use by multiple threads.
 */
final class PatientDataSource implements DataSource {
    private final DataSource physical;

    /** Written by the thread that closes the pool. */
    private volatile boolean closed;

    PatientDataSource(DataSource physical) {
        this.physical = physical;
    }

    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            try {
                return physical.getConnection();
            } catch (SQLTransientConnectionException e) {
                if (closed || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    /** Gives up: the pool is being closed. */
    void close() {
        closed = true;
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return physical.getConnection(username, password);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return physical.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        physical.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        physical.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return physical.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.pgsluice");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return physical.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return physical.isWrapperFor(type);
    }
}
