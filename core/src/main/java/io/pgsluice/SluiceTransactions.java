// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import io.pgsluice.internal.transactions.MarkerCleaner;
import io.pgsluice.internal.transactions.MarkerTable;
import io.pgsluice.internal.transactions.Markers;
import io.pgsluice.internal.transactions.TransactionCounters;
import io.pgsluice.internal.transactions.TransactionRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs blocks of work in transactions, each exactly once: a transaction that was lost is run again, and one whose COMMIT brought no answer
 * is looked up first.
 *
 * <p>For that every transaction leaves a row in a table, its marker, under an id that no other has. When a COMMIT is in doubt the primary
 * of that moment, after a failover the new one, is asked for the marker, and is given a tombstone in its place if it has none. Either the marker
 * is there: then the transaction was committed, and the result of its block is returned. Or the tombstone is: then the transaction was not
 * committed, and never will be, since its marker could not be inserted any more. Only then the block runs again. This holds with asynchronous
 * replication too: what counts is the history of the server that is the primary, and that has either the transaction with its marker or
 * neither.
 *
 * <p>A block is handed a connection in a transaction, and may run more than once. What it does must stay within that connection: what it
 * does elsewhere (mails, files, fields of objects, other connections) is done with each run. Commit, rollback and
 * {@code setAutoCommit(true)} are refused (2D000), {@code close()} does nothing, savepoints work. The transaction is committed when the block
 * returns, and rolled back when it throws; what it throws is thrown on as it is, unless it shows that the transaction was lost, or undone by the
 * server for another one (08xxx, 57P01 to 57P03, 40001, 40P01, in the exception or its causes): then the block runs again.
 *
 * <p>What can't be repaired: a commit that was acknowledged, and that the servers lose afterwards. Only synchronous replication prevents that.
 *
 * <p>Meant for a {@link SluiceDataSource}, which waits for the new primary and never goes back to an old one. With another data source that is
 * its job.
 *
 * <p>Safe for use by multiple threads. A block must not begin another one on its thread ({@link IllegalStateException}): that would be
 * committed once for each run of the outer one.
 */
public final class SluiceTransactions implements AutoCloseable {
    private final String name;
    private final DataSource dataSource;
    private final MarkerTable table;
    private final Markers markers;
    private final TransactionCounters counters = new TransactionCounters();
    private final TransactionRunner runner;
    private final MarkerCleaner cleaner;
    /** Set by {@link #close()}. */
    private volatile boolean closed;

    SluiceTransactions(SluiceTransactionsBuilder builder) {
        this.name = builder.name();
        this.dataSource = builder.dataSource();
        this.table = builder.markerTable();
        this.markers = new Markers(name, table);
        this.runner = new TransactionRunner(dataSource, builder.settings(), markers, counters);
        this.cleaner = new MarkerCleaner(name, dataSource, markers, builder.cleaningInterval());
    }

    /**
     * Begins to describe transactions on a data source.
     *
     * @param dataSource where connections come from; stays the caller's to close
     * @return a builder with the defaults
     */
    public static SluiceTransactionsBuilder builder(DataSource dataSource) {
        return new SluiceTransactionsBuilder(dataSource);
    }

    void start() {
        cleaner.start();
    }

    /**
     * What is done in a transaction. It may run more than once, see {@link SluiceTransactions}.
     *
     * @param <T> what it returns
     * @param <E> what it throws besides unchecked exceptions
     */
    @FunctionalInterface
    public interface Block<T extends @Nullable Object, E extends Exception> {
        /**
         * Does the work.
         *
         * @param connection a connection in a transaction, for as long as the block runs
         * @return what the caller gets once the transaction is committed
         * @throws E to roll back
         */
        T run(Connection connection) throws E;
    }

    /**
     * A {@link Block} without a result.
     *
     * @param <E> what it throws besides unchecked exceptions
     */
    @FunctionalInterface
    public interface Action<E extends Exception> {
        /**
         * Does the work.
         *
         * @param connection a connection in a transaction, for as long as the action runs
         * @throws E to roll back
         */
        void run(Connection connection) throws E;
    }

    /**
     * Runs a block in a transaction and commits it, exactly once.
     *
     * @param block what to do
     * @param <T> what it returns
     * @param <E> what it throws
     * @return what the block returned in the run that was committed
     * @throws CommitOutcomeUnknownException 08007 if a COMMIT brought no answer and the primary could not be asked in time
     * @throws SQLException of the block, of the last attempt where there was no time for more, or 42P01 if there is no table of markers; then
     *     nothing was committed
     * @throws E of the block; then nothing was committed
     */
    public <T extends @Nullable Object, E extends Exception> T execute(Block<T, E> block) throws SQLException, E {
        checkOpen();
        return runner.execute(block, false);
    }

    /**
     * Runs a block without a result: see {@link #execute}.
     *
     * @param action what to do
     * @param <E> what it throws
     * @throws SQLException as {@link #execute}
     * @throws E of the action; then nothing was committed
     */
    public <E extends Exception> void run(Action<E> action) throws SQLException, E {
        execute(withoutResult(action));
    }

    /**
     * Runs a block in a read-only transaction, on a replica if one is fit. It leaves no marker: it is run again whenever it was lost.
     *
     * @param block what to do
     * @param <T> what it returns
     * @param <E> what it throws
     * @return what the block returned
     * @throws SQLException of the block, or of the last attempt where there was no time for more
     * @throws E of the block
     */
    public <T extends @Nullable Object, E extends Exception> T executeReadOnly(Block<T, E> block)
            throws SQLException, E {
        checkOpen();
        return runner.execute(block, true);
    }

    private static <E extends Exception> Block<Boolean, E> withoutResult(Action<E> action) {
        return connection -> {
            action.run(connection);
            return Boolean.TRUE;
        };
    }

    private void checkOpen() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException(name + " - closed", "08003");
        }
    }

    /**
     * Makes the table of markers if there is none, by {@link #ddl()}.
     *
     * @throws SQLException if that fails; 42501 if the user may not
     */
    public void createTable() throws SQLException {
        checkOpen();
        runner.createTable();
    }

    /**
     * Answers the SQL that makes the table of markers.
     *
     * @return statements that end with a semicolon; they leave alone a table that is there
     */
    public String ddl() {
        return table.ddlText();
    }

    /**
     * Counts what happened so far.
     *
     * @return a snapshot; reads memory only
     */
    public TransactionStatistics statistics() {
        return new TransactionStatistics(
                counters.committed(),
                counters.repeated(),
                counters.foundCommitted(),
                counters.foundRolledBack(),
                counters.unknown());
    }

    /** Ends the deleting of old markers, and takes no new work. What is running goes on; the data source stays open. Idempotent. */
    @Override
    public void close() {
        closed = true;
        cleaner.close();
    }

    @Override
    public String toString() {
        return "SluiceTransactions[" + name + ", " + dataSource + "]";
    }
}
