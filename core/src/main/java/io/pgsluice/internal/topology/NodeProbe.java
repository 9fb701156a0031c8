// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.internal.topology.Observation.Answered;
import io.pgsluice.internal.topology.Observation.Missed;
import io.pgsluice.internal.topology.Observation.Refused;
import io.pgsluice.internal.topology.Observation.Rejected;
import io.pgsluice.spi.Ticker;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Asks one node, on a connection and a thread of its own, so that a node that hangs holds up nobody else.
 *
 * <p>{@link #request} and {@link #close()} are for the monitor's thread; everything else happens on the probe's.
 */
final class NodeProbe implements Runnable {

    /** Takes the outcome of a probe; called on the probe's thread. */
    @FunctionalInterface
    interface Outcomes {
        void probed(int node, int request, Observation observation);
    }

    /** What an answer may weigh, with whatever the server sends beside it. */
    private static final int ANSWER_BYTES = 1 << 20;

    private final int node;
    private final NodeConnector connector;
    private final Deadlines deadlines;
    private final Duration timeout;
    private final long fullNanos;
    private final String applicationName;
    private final Ticker ticker;
    private final Runnable sessionLost;
    private final Outcomes outcomes;
    private final Semaphore requests = new Semaphore(0);
    private final Thread thread;

    /** The latest request; written by the monitor's thread. */
    private volatile int requested;

    /** Whether positions alone are asked for; written by the monitor's thread before the request. */
    private volatile boolean brief;

    /** Written by the monitor's thread. */
    private volatile boolean closed;

    /** Written by the probe's thread; the monitor's cuts it at the end. */
    private volatile @Nullable PhysicalConnection connection;

    /** How many sessions there were; confined to the probe's thread. */
    private int sessions;

    /** The last full answer; confined to the probe's thread. */
    private @Nullable Sample full;

    /** Of an application's session on the node; confined to the probe's thread. */
    private int defaultIsolation = Connection.TRANSACTION_READ_COMMITTED;

    NodeProbe(
            int node,
            String dataSource,
            NodeConnector connector,
            Deadlines deadlines,
            Duration timeout,
            Duration interval,
            Ticker ticker,
            Runnable sessionLost,
            Outcomes outcomes) {
        this.node = node;
        this.connector = connector;
        this.deadlines = deadlines;
        this.timeout = timeout;
        this.fullNanos = interval.toNanos();
        this.applicationName = dataSource + " monitor";
        this.ticker = ticker;
        this.sessionLost = sessionLost;
        this.outcomes = outcomes;
        this.thread = new Thread(
                this, "pgsluice-" + dataSource + "-probe-" + connector.node().name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Asks for a probe; requests that come while one is running are answered by one more.
     *
     * @param positionsAlone whether nothing else need be new, if the rest was asked for within the last {@code fullNanos}
     */
    void request(int number, boolean positionsAlone) {
        brief = positionsAlone;
        requested = number;
        requests.release();
    }

    /** Whether the thread waits for the application to answer with credentials. */
    boolean isAskingForCredentials() {
        return connection == null && connector.isAskingForCredentials();
    }

    /** Asks the thread to end; does not wait for it. */
    void close() {
        closed = true;
        requests.release();
    }

    /** The thread, to wait for its end. */
    Thread thread() {
        return thread;
    }

    /** Ends the read or write in which the thread may hang. */
    void cut() {
        PhysicalConnection current = connection;
        if (thread.isAlive() && current != null) {
            current.wire().cut();
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
            sessionLost.run();
            if (!reused || SqlErrors.isTimeout(e)) {
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
        PhysicalConnection current = connection;
        if (current == null) {
            current = connector.openForProbe(applicationName, timeout, ANSWER_BYTES);
            connection = current;
            sessions++;
            defaultIsolation = within(timeout, current, ProbeQuery::prepare);
        }
        Sample before = full;
        if (brief
                && before != null
                && before.session() == sessions
                && ticker.nanos() - before.receivedNanos() < fullNanos) {
            Optional<Sample> moved =
                    within(timeout, current, session -> ProbeQuery.runBriefly(session, before, ticker));
            if (moved.isPresent()) {
                return new Answered(moved.get());
            }
        }
        Sample answer =
                within(timeout, current, session -> ProbeQuery.run(session, sessions, defaultIsolation, ticker));
        full = answer;
        return new Answered(answer);
    }

    /** A question to the server. */
    @FunctionalInterface
    private interface Question<T> {
        T put(Connection connection) throws SQLException;
    }

    /** The driver's own timeout is for each read: a server that sends a byte now and then would never meet it. */
    private <T> T within(Duration time, PhysicalConnection session, Question<T> question) throws SQLException {
        Deadlines.Deadline deadline = deadlines.start(time, session.wire()::cut);
        try {
            session.wire().limit(ANSWER_BYTES);
            return question.put(session.connection());
        } catch (SQLException e) {
            if (session.wire().isCut()) {
                SocketTimeoutException cause = new SocketTimeoutException();
                cause.initCause(e);
                throw new SQLNonTransientConnectionException(
                        "no answer within " + time.toMillis() + " ms", SqlErrors.UNABLE_TO_CONNECT, cause);
            }
            throw e;
        } finally {
            deadline.cancel();
        }
    }

    private Observation judge(Throwable error) {
        String detail = message(error);
        SqlErrors kind = SqlErrors.of(error);
        if (kind == SqlErrors.CANNOT_CONNECT_NOW
                || (hasCause(error, ConnectException.class) && !SqlErrors.isTimeout(error))) {
            return new Refused(detail);
        }
        return !isUntrusted(error) && (kind == SqlErrors.CONNECTION_LOST || kind == SqlErrors.SESSION_ENDED)
                ? new Missed(detail)
                : new Rejected(detail);
    }

    /** Whether the server's certificate was refused: it is alive, and sessions that know it work on. */
    private static boolean isUntrusted(Throwable error) {
        return hasCause(error, CertificateException.class);
    }

    private static boolean hasCause(Throwable error, Class<? extends Throwable> type) {
        for (Throwable t = error; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    /** Without the node's name, which stands wherever the detail does. */
    private String message(Throwable error) {
        String prefix = LoginErrors.prefix(connector.node().name());
        String text = error.getMessage();
        return error instanceof SQLException sql && text != null && text.startsWith(prefix)
                ? text.substring(prefix.length()) + " (SQLSTATE " + sql.getSQLState() + ")"
                : ServerText.lineWithState(error);
    }

    private void drop() {
        PhysicalConnection current = connection;
        connection = null;
        if (current != null) {
            current.abort();
        }
    }

    private void disconnect() {
        PhysicalConnection last = connection;
        connection = null;
        if (last == null) {
            return;
        }
        Deadlines.Deadline deadline = deadlines.start(timeout, last.wire()::cut);
        try {
            last.connection().close();
        } catch (SQLException e) {
            // The server is gone: nothing is left to close.
        } finally {
            deadline.cancel();
        }
    }
}
