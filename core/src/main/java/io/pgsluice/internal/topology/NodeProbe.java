// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.internal.topology.Observation.Answered;
import io.pgsluice.internal.topology.Observation.Missed;
import io.pgsluice.internal.topology.Observation.Refused;
import io.pgsluice.internal.topology.Observation.Rejected;
import io.pgsluice.spi.Ticker;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Asks one node, on a connection and a thread of its own, so that a node that hangs holds up nobody else.
 *
 * <p>{@link #request(int)} and {@link #close()} are for the monitor's thread; everything else happens on the probe's.
 */
final class NodeProbe implements Runnable {

    /** Takes the outcome of a probe; called on the probe's thread. */
    @FunctionalInterface
    interface Outcomes {
        void probed(int node, int request, Observation observation);
    }

    private final int node;
    private final NodeConnector connector;
    private final Duration timeout;
    private final String applicationName;
    private final Ticker ticker;
    private final Outcomes outcomes;
    private final Semaphore requests = new Semaphore(0);
    private final Thread thread;

    /** The latest request; written by the monitor's thread. */
    private volatile int requested;

    /** Written by the monitor's thread. */
    private volatile boolean closed;

    /** Written by the probe's thread; the monitor's cuts it at the end. */
    private volatile @Nullable Connection connection;

    /** Of an application's session on the node; confined to the probe's thread. */
    private int defaultIsolation = Connection.TRANSACTION_READ_COMMITTED;

    NodeProbe(
            int node, String dataSource, NodeConnector connector, Duration timeout, Ticker ticker, Outcomes outcomes) {
        this.node = node;
        this.connector = connector;
        this.timeout = timeout;
        this.applicationName = dataSource + " monitor";
        this.ticker = ticker;
        this.outcomes = outcomes;
        this.thread = new Thread(
                this, "pgsluice-" + dataSource + "-probe-" + connector.node().name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Asks for a probe; requests that come while one is running are answered by one more. */
    void request(int number) {
        requested = number;
        requests.release();
    }

    /** Asks the thread to end; does not wait for it. */
    void close() {
        closed = true;
        requests.release();
    }

    /** Waits for the end of the thread; one that hangs in a read has its connection cut. */
    void join(long millis) throws InterruptedException {
        thread.join(millis);
        Connection current = connection;
        if (thread.isAlive() && current != null) {
            abort(current);
            thread.join(millis);
        }
    }

    @Override
    public void run() {
        while (!closed) {
            requests.acquireUninterruptibly();
            requests.drainPermits();
            if (!closed) {
                int request = requested;
                outcomes.probed(node, request, probe());
            }
        }
        disconnect();
    }

    private Observation probe() {
        boolean reused = connection != null;
        try {
            return ask();
        } catch (Throwable e) {
            drop();
            if (!reused || isTimeout(e)) {
                return judge(e);
            }
        }
        try {
            return ask();
        } catch (Throwable e) {
            drop();
            return judge(e);
        }
    }

    private Observation ask() throws SQLException {
        Connection current = connection;
        if (current == null) {
            current = connector.openForProbe(applicationName, timeout);
            connection = current;
            defaultIsolation = ProbeQuery.prepare(current);
        }
        return new Answered(ProbeQuery.run(current, defaultIsolation, ticker));
    }

    private static Observation judge(Throwable error) {
        String detail = message(error);
        SqlErrors kind = SqlErrors.of(error);
        if (kind == SqlErrors.CANNOT_CONNECT_NOW || (hasCause(error, ConnectException.class) && !isTimeout(error))) {
            return new Refused(detail);
        }
        return kind == SqlErrors.CONNECTION_LOST || kind == SqlErrors.SESSION_ENDED
                ? new Missed(detail)
                : new Rejected(detail);
    }

    private static boolean isTimeout(Throwable error) {
        return hasCause(error, SocketTimeoutException.class);
    }

    private static boolean hasCause(Throwable error, Class<? extends Throwable> type) {
        for (Throwable t = error; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static String message(Throwable error) {
        String text = String.valueOf(error.getMessage() == null ? error : error.getMessage())
                .lines()
                .findFirst()
                .orElse("");
        return error instanceof SQLException sql && sql.getSQLState() != null
                ? text + " (SQLSTATE " + sql.getSQLState() + ")"
                : text;
    }

    private void drop() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            abort(current);
        }
    }

    private void disconnect() {
        Connection last = connection;
        connection = null;
        try {
            if (last != null) {
                last.close();
            }
        } catch (SQLException e) {
            // The server is gone: nothing is left to close.
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(command -> {
                Thread thread = new Thread(command, "pgsluice-probe-abort");
                thread.setDaemon(true);
                thread.start();
            });
        } catch (SQLException e) {
            // A connection that can't be aborted is closed already.
        }
    }
}
