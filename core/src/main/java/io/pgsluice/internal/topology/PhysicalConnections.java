// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.spi.Ticker;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a node's pool gets its connections: it remembers each one, so that all of them can be aborted when the node falls
 * silent, and opens none while the node is known to be down. Safe for use by multiple threads.
 */
final class PhysicalConnections implements DataSource {
    /** How long a call waits for a node that is down. */
    private static final long PATIENCE_NANOS = TopologyMonitor.BORROW_SLICE.toNanos();

    private final NodeConnector connector;
    private final Ticker ticker;
    private final Map<Connection, PhysicalConnection> open = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition admitted = lock.newCondition();

    /** Why no connection may be opened; null while they may. Written under the lock. */
    private volatile @Nullable String closedBecause;

    /** How often a session was lost. */
    private final AtomicInteger losses = new AtomicInteger();

    /** Written at the end. */
    private volatile boolean closed;

    /** Written by the pool when it starts. */
    private volatile int loginTimeoutSeconds;

    PhysicalConnections(NodeConnector connector, Ticker ticker) {
        this.connector = connector;
        this.ticker = ticker;
    }

    /**
     * Opens a connection.
     *
     * @throws SQLTransientConnectionException 08001 if the node is down and does not come up within a short while
     */
    @Override
    public Connection getConnection() throws SQLException {
        awaitAdmission();
        forgetClosed();
        int before = losses.get();
        return add(connector.open(), before);
    }

    /**
     * Remembers a connection.
     *
     * @param before how many losses there had been when its opening began
     */
    Connection add(PhysicalConnection opened, int before) {
        opened.alive(before);
        opened.opened(ticker.nanos());
        open.put(opened.connection(), opened);
        if (closedBecause != null || closed) {
            abort(opened);
        }
        return opened.connection();
    }

    /** The connection that the driver's belongs to; null if it is closed, or not from here. */
    @Nullable
    PhysicalConnection of(Connection driverConnection) {
        return open.get(driverConnection);
    }

    /** Notes that a session was lost: the others may be, too. */
    void lost() {
        losses.incrementAndGet();
    }

    /** How often a session was lost. */
    int losses() {
        return losses.get();
    }

    private void awaitAdmission() throws SQLException {
        if (closedBecause == null && !closed) {
            return;
        }
        lock.lock();
        try {
            long left = PATIENCE_NANOS;
            while (closedBecause != null && !closed && left > 0) {
                left = admitted.awaitNanos(left);
            }
            if (closed) {
                throw new SQLNonTransientConnectionException("the data source is closed", SqlErrors.CONNECTION_CLOSED);
            }
            if (closedBecause != null) {
                throw new SQLTransientConnectionException(
                        "node " + connector.node().name() + " is not connected to: " + closedBecause,
                        SqlErrors.UNABLE_TO_CONNECT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException(
                    "interrupted while node " + connector.node().name() + " was down", SqlErrors.INTERRUPTED, e);
        } finally {
            lock.unlock();
        }
    }

    /** Counts the connections whose mark is set. */
    int openTransactions() {
        int count = 0;
        for (PhysicalConnection connection : open.values()) {
            count += connection.mark().isSet() ? 1 : 0;
        }
        return count;
    }

    /** Opens no more connections until {@link #admit()}. */
    void refuse(@Nullable String reason) {
        set(reason == null ? "no answer" : reason);
    }

    /** Opens connections again. */
    void admit() {
        if (closedBecause != null) {
            set(null);
        }
    }

    /** Opens no connection ever again, and gives up those that are being opened. */
    void close() {
        closed = true;
        connector.close();
        set(closedBecause);
    }

    private void set(@Nullable String reason) {
        lock.lock();
        try {
            closedBecause = reason;
            admitted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Cuts every connection, so that threads that hang in a read return with an error. Does not wait for the server. */
    void abortAll() {
        open.values().removeIf(connection -> {
            abort(connection);
            return true;
        });
    }

    private void forgetClosed() {
        open.keySet().removeIf(connection -> {
            try {
                return connection.isClosed();
            } catch (SQLException e) {
                return true;
            }
        });
    }

    /** On a thread of its own: closing a TLS socket waits for the threads that come back from a read or a write. */
    private void abort(PhysicalConnection connection) {
        Thread thread = new Thread(
                connection::abort, "pgsluice-abort-" + connector.node().name());
        thread.setDaemon(true);
        thread.start();
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
