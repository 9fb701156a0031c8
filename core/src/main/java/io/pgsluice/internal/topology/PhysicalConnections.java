// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a node's pool gets its connections: it remembers each one, so that all of them can be aborted when the node falls
 * silent, and opens none while the node is known to be down. Safe for use by multiple threads.
 *
 * <p>While the node is down an attempt waits instead of failing: a pool pauses ever longer after failures, so that it would still be
 * empty seconds after its node is back and takes transactions.
 */
final class PhysicalConnections implements DataSource {
    private final NodeConnector connector;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Whether the node is down. Written with the lock held. */
    private volatile boolean down;

    /** Written with the lock held. */
    private volatile boolean closed;

    /** Written by the pool when it starts. */
    private volatile int loginTimeoutSeconds;

    PhysicalConnections(NodeConnector connector) {
        this.connector = connector;
    }

    @Override
    public Connection getConnection() throws SQLException {
        awaitAdmission();
        forgetClosed();
        Connection connection = connector.open();
        open.add(connection);
        if (down || closed) {
            abort(connection);
        }
        return connection;
    }

    private void awaitAdmission() throws SQLException {
        lock.lock();
        try {
            while (down && !closed) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal("interrupted while it is down", e);
        } finally {
            lock.unlock();
        }
        if (closed) {
            throw refusal("the data source is closed", null);
        }
    }

    private SQLException refusal(String reason, @Nullable InterruptedException cause) {
        return new SQLTransientConnectionException(
                "no connection to node " + connector.node().name() + ": " + reason, SqlErrors.UNABLE_TO_CONNECT, cause);
    }

    /** Opens no more connections until {@link #admit()}. */
    void refuse() {
        set(true, closed);
    }

    /** Opens connections again. */
    void admit() {
        if (down) {
            set(false, closed);
        }
    }

    /** Opens no more connections ever. */
    void close() {
        set(down, true);
    }

    private void set(boolean nowDown, boolean nowClosed) {
        lock.lock();
        try {
            down = nowDown;
            closed = nowClosed;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
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

    /** Only remembered: a pool asks for it at its end. Opening a connection is bounded by {@code connectTimeout}. */
    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeoutSeconds = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeoutSeconds;
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
