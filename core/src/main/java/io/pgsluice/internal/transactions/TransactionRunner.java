// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.transactions;

import io.pgsluice.CommitOutcomeUnknownException;
import io.pgsluice.SluiceTransactions.Block;
import io.pgsluice.internal.sql.StatementCache;
import io.pgsluice.internal.topology.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs blocks in transactions until one attempt is committed. Safe for use by multiple threads.
 *
 * <h2>An attempt</h2>
 *
 * Each has an id of its own. When the block has returned, one message to the server leaves a marker, a row with that id, and commits. The
 * marker is the last thing that the transaction does: by then nothing but the commit can fail, no other statement runs while its row is
 * locked, and it costs no round trip, since it goes together with the COMMIT.
 *
 * <h2>A commit in doubt</h2>
 *
 * If what was sent brings no answer, it is asked on the primary of now: <i>insert a tombstone with that id; where there is a row, update
 * it to what it is; tell which it was</i>. One statement, because of three cases:
 *
 * <table>
 * <caption>What the question meets</caption>
 * <tr><td>the marker, committed</td><td>the attempt was committed: the result that it had is returned</td></tr>
 * <tr><td>the marker of a transaction that is open</td><td>the unique index makes the question wait for its end</td></tr>
 * <tr><td>nothing, or the tombstone of a question before</td><td>the attempt was not committed, and never will be: should the old session
 * still come to insert its marker, it meets the tombstone, and its COMMIT is skipped</td></tr>
 * </table>
 *
 * A question without an answer is asked again, since its own effect does no harm. It is a write even where it finds the marker, and its
 * answer comes when its own COMMIT is as safe as the session asks for: with synchronous replication a marker that is to be seen, but not
 * yet replicated, is thus not taken for more than it is.
 *
 * <h2>Another attempt</h2>
 *
 * It is run if the one before has failed with something transient and certainly was not committed: nothing was sent, or the server said
 * so, or there is a tombstone. In the last case the marker of the new attempt is inserted only where the tombstones of all earlier ones are
 * to be seen. So a history that has the marker of one attempt has none of another. Were the primary replaced by a server that has
 * not followed it, and there the first attempt is committed, then the new attempt finds a tombstone missing, rolls back, and asks anew.
 *
 * <h2>What remains</h2>
 *
 * What the servers forget (a commit that was acknowledged and not replicated) is not noticed here. A marker may be gone when its time is
 * over: an answer that comes later than half of that counts as none.
 */
public final class TransactionRunner {
    private static final Logger LOG = LoggerFactory.getLogger("io.pgsluice.transactions");
    private static final long CACHED_SQL_CHARS = 500_000;

    private final DataSource dataSource;
    private final TransactionSettings settings;
    private final Markers markers;
    private final TransactionCounters counters;
    private final StatementCache statements = new StatementCache(CACHED_SQL_CHARS);
    private final ThreadLocal<Boolean> running = new ThreadLocal<>();

    /** Written by whichever thread has looked first. */
    private volatile boolean tableChecked;

    /** Runs blocks on connections of a data source. */
    public TransactionRunner(
            DataSource dataSource, TransactionSettings settings, Markers markers, TransactionCounters counters) {
        this.dataSource = dataSource;
        this.settings = settings;
        this.markers = markers;
        this.counters = counters;
    }

    /** Another attempt was begun on a history that lacks the tombstones of the ones before. */
    private static final class OtherHistoryException extends SQLTransactionRollbackException {
        private static final long serialVersionUID = 1L;

        OtherHistoryException(String message) {
            super(message, SqlErrors.ROLLED_BACK);
        }
    }

    /** Runs a block until it is committed. */
    public <T extends @Nullable Object, E extends Exception> T execute(Block<T, E> block, boolean readOnly)
            throws SQLException, E {
        if (running.get() != null) {
            throw new IllegalStateException(settings.name()
                    + " - a block is running on this thread: what another one commits inside would be done again with it;"
                    + " use the connection of the outer one, or another thread");
        }
        running.set(Boolean.TRUE);
        try {
            T value = repeat(block, readOnly);
            counters.committed.increment();
            return value;
        } finally {
            running.remove();
        }
    }

    private <T extends @Nullable Object, E extends Exception> T repeat(Block<T, E> block, boolean readOnly)
            throws SQLException, E {
        Patience patience = new Patience(settings);
        List<Attempt<T, E>> buried = new ArrayList<>();
        for (int number = 1; ; number++) {
            Attempt<T, E> attempt = new Attempt<>(settings);
            try {
                return run(attempt, block, readOnly, buried);
            } catch (Exception e) {
                boolean doubt = attempt.wasSent() && !Failures.provesRollback(e);
                if (doubt && wasCommitted(attempt, e)) {
                    return value(attempt, e);
                }
                if (e instanceof OtherHistoryException) {
                    for (Attempt<T, E> earlier : buried) {
                        if (wasCommitted(earlier, e)) {
                            return value(earlier, e);
                        }
                    }
                }
                if (doubt) {
                    buried.add(attempt);
                }
                if (!Failures.isTransient(e)) {
                    throw e;
                }
                if (number >= settings.maxAttempts() || isClosed(attempt, e) || !patience.pause()) {
                    if (doubt) {
                        throw rolledBack(number, patience, e);
                    }
                    throw e;
                }
                LOG.debug("{} - attempt {} was rolled back and is repeated", settings.name(), number, e);
            }
            counters.repeated.increment();
        }
    }

    private <T extends @Nullable Object, E extends Exception> T run(
            Attempt<T, E> attempt, Block<T, E> block, boolean readOnly, List<Attempt<T, E>> buried)
            throws SQLException, E {
        checkTable(readOnly);
        Connection connection = dataSource.getConnection();
        try {
            attempt.connected();
            connection.setAutoCommit(false);
            if (readOnly) {
                connection.setReadOnly(true);
            }
            if (settings.isolation() != 0) {
                connection.setTransactionIsolation(settings.isolation());
            }
            attempt.run(block, new GuardedConnection(settings.name(), connection, statements));
            if (!readOnly) {
                mark(connection, attempt, buried);
            }
            connection.commit();
            return value(attempt, null);
        } catch (Throwable e) {
            rollBack(connection, e);
            throw e;
        } finally {
            close(connection);
        }
    }

    private <T extends @Nullable Object, E extends Exception> void mark(
            Connection connection, Attempt<T, E> attempt, List<Attempt<T, E>> buried) throws SQLException {
        if (buried.isEmpty()) {
            attempt.sending();
            markers.markAndCommit(connection, attempt.id());
        } else if (markers.markAfter(
                connection, attempt.id(), buried.stream().map(Attempt::id).toList())) {
            attempt.sending();
        } else {
            throw new OtherHistoryException(
                    settings.name()
                            + " - the primary has another history than the one where an attempt before was found not committed");
        }
    }

    private static <T extends @Nullable Object, E extends Exception> T value(
            Attempt<T, E> attempt, @Nullable Exception e) {
        Attempt.Result<T> result = attempt.result();
        if (result == null) {
            throw new IllegalStateException("nothing was sent before the block had returned", e);
        }
        return result.value();
    }

    private void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            LOG.debug("{} - a connection was not closed in order", settings.name(), e);
        }
    }

    /** Makes the table of markers if there is none. */
    public void createTable() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(true);
            markers.createTable(connection);
        }
    }

    /** Looks once whether there is a table, before a block does something. */
    private void checkTable(boolean readOnly) throws SQLException {
        if (readOnly || tableChecked) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            markers.checkTable(connection);
            connection.commit();
        }
        tableChecked = true;
    }

    /**
     * Finds out what became of an attempt whose commit brought no answer. If it was not committed it never will be.
     *
     * @throws CommitOutcomeUnknownException if that can't be told in time
     */
    private boolean wasCommitted(Attempt<?, ?> attempt, Exception doubt) throws CommitOutcomeUnknownException {
        Patience patience = new Patience(settings);
        Exception last = null;
        do {
            try {
                boolean committed = ask(attempt, patience);
                if (!committed && attempt.isTooOld()) {
                    break;
                }
                (committed ? counters.foundCommitted : counters.foundRolledBack).increment();
                LOG.info(
                        "{} - a commit in doubt was {} (id={}, SQLSTATE={}, asked for {} ms)",
                        settings.name(),
                        committed ? "found committed" : "found rolled back",
                        attempt.id(),
                        state(doubt),
                        Duration.ofNanos(patience.elapsedNanos()).toMillis());
                return committed;
            } catch (SQLException | RuntimeException e) {
                last = e;
                if (Failures.isLasting(e)) {
                    break;
                }
            }
        } while (patience.pause());
        throw unknown(attempt, patience, doubt, last);
    }

    private boolean ask(Attempt<?, ?> attempt, Patience patience) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(true);
            // A higher level fails where a row was committed that its snapshot does not have.
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            // Not a query timeout: a cancelled wait for synchronous replication ends in success.
            connection.setNetworkTimeout(Runnable::run, patience.remainingMillis());
            return markers.resolve(connection, attempt.id());
        }
    }

    private CommitOutcomeUnknownException unknown(
            Attempt<?, ?> attempt, Patience patience, Exception doubt, @Nullable Exception last) {
        counters.unknown.increment();
        String why = attempt.isTooOld()
                ? "its marker may have been deleted since"
                : Thread.currentThread().isInterrupted()
                        ? "interrupted"
                        : last == null ? "no time was left" : String.valueOf(last.getMessage());
        CommitOutcomeUnknownException unknown = new CommitOutcomeUnknownException(
                settings.name() + " - a commit brought no answer, and what became of it could not be told (id="
                        + attempt.id() + ", asked for "
                        + Duration.ofNanos(patience.elapsedNanos()).toMillis() + " ms): " + why,
                null,
                null,
                null,
                doubt);
        if (last != null) {
            unknown.addSuppressed(last);
        }
        return unknown;
    }

    private SQLTransactionRollbackException rolledBack(int attempts, Patience patience, Exception cause) {
        return new SQLTransactionRollbackException(
                settings.name() + " - the transaction was not committed (attempts=" + attempts + ", elapsed="
                        + Duration.ofNanos(patience.elapsedNanos()).toMillis() + " ms, SQLSTATE of the last="
                        + state(cause) + ")",
                SqlErrors.ROLLED_BACK,
                cause);
    }

    private static boolean isClosed(Attempt<?, ?> attempt, Exception e) {
        return !attempt.hasConnected() && e instanceof SQLException sql && Failures.isClosed(sql);
    }

    private static @Nullable String state(Exception e) {
        return e instanceof SQLException sql ? sql.getSQLState() : null;
    }
}
