// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spi;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections on threads of its own, for callers that wait for a limited time. There are as many attempts as callers: one that
 * gives up leaves its attempt to the next caller, and what nobody takes in time is closed. Safe for use by multiple threads.
 */
final class BackgroundDataSource implements DataSource {
    /** How much longer than the limit a caller waits, so that it hears a reason that is given at the limit. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long CONNECTION_OFFERED_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long FAILURE_OFFERED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final String name;
    private final DataSource physical;
    private final long patienceNanos;

    private final SynchronousQueue<Outcome> outcomes = new SynchronousQueue<>(true);
    private final AtomicInteger callers = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();

    BackgroundDataSource(PoolFactory.Request request) {
        this.name = request.poolName();
        this.physical = request.physical();
        this.patienceNanos = request.borrowTimeout().toNanos() + GRACE_NANOS;
    }

    /** What an attempt came to: one of the two. */
    private record Outcome(
            @Nullable Connection connection, @Nullable Exception failure) {}

    /**
     * Opens a connection, or takes one that was opened for a caller who did not wait for it.
     *
     * @throws SQLTransientConnectionException without an SQLSTATE if none is open in time, which says nothing about the node
     */
    @Override
    public Connection getConnection() throws SQLException {
        int waiting = callers.incrementAndGet();
        try {
            if (attempts.get() < waiting) {
                attempts.incrementAndGet();
                Thread thread = new Thread(this::attempt, name + "-connect");
                thread.setDaemon(true);
                thread.start();
            }
            Outcome outcome = outcomes.poll(patienceNanos, TimeUnit.NANOSECONDS);
            if (outcome == null) {
                throw new SQLTransientConnectionException(
                        name + " - still connecting after " + TimeUnit.NANOSECONDS.toMillis(patienceNanos)
                                + " ms; the connection goes to the next who asks");
            }
            attempts.decrementAndGet(); // Before the caller: who asks in between must not count on this attempt.
            return connection(outcome);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException(name + " - interrupted while connecting", e);
        } finally {
            callers.decrementAndGet();
        }
    }

    private Connection connection(Outcome outcome) throws SQLException {
        if (outcome.connection() != null) {
            return outcome.connection();
        }
        if (outcome.failure() instanceof SQLException failure) {
            throw failure;
        }
        throw new SQLException(name + " - connecting failed: " + outcome.failure(), outcome.failure());
    }

    private void attempt() {
        try {
            Outcome outcome = open();
            Connection connection = outcome.connection();
            long offered = connection == null ? FAILURE_OFFERED_NANOS : CONNECTION_OFFERED_NANOS;
            if (!outcomes.offer(outcome, offered, TimeUnit.NANOSECONDS)) {
                attempts.decrementAndGet();
                if (connection != null) {
                    connection.close();
                }
            }
        } catch (InterruptedException | SQLException e) {
            // Nobody interrupts this thread, and nobody waits for a connection that could not be closed.
        }
    }

    private Outcome open() {
        try {
            return new Outcome(physical.getConnection(), null);
        } catch (SQLException | RuntimeException e) {
            return new Outcome(null, e);
        }
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
