// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection that keeps a transaction's state and does nothing else. Confined to one thread at a time. */
class StubConnection implements UnsupportedConnection {
    private final boolean standby;
    private boolean autoCommit = true;
    private boolean readOnly;
    private boolean inTransaction;
    private boolean closed;
    private int networkTimeout;
    private long queries;

    /** Of a server that takes writes, or of one that refuses them. */
    StubConnection(boolean standby) {
        this.standby = standby;
    }

    /** A statement runs. */
    final void execute() {
        inTransaction = !autoCommit;
    }

    /** A query runs. */
    final void query() {
        queries++;
        execute();
    }

    /** A statement runs that writes. */
    final void update() throws SQLException {
        if (standby) {
            throw new SQLException("cannot execute UPDATE in a read-only transaction", "25006");
        }
        execute();
    }

    /** How many queries ran, as seen by another thread: what that one sees last. */
    final long queries() {
        return queries;
    }

    final boolean inTransaction() {
        return inTransaction;
    }

    @Override
    public final Statement createStatement() {
        return new StubPreparedStatement(this);
    }

    @Override
    public final PreparedStatement prepareStatement(String sql) {
        return new StubPreparedStatement(this);
    }

    @Override
    public final PreparedStatement prepareStatement(String sql, int type, int concurrency) {
        return new StubPreparedStatement(this);
    }

    @Override
    public final PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability) {
        return new StubPreparedStatement(this);
    }

    @Override
    public final int getHoldability() {
        return ResultSet.CLOSE_CURSORS_AT_COMMIT;
    }

    @Override
    public final void setHoldability(int holdability) {}

    @Override
    public final void setTransactionIsolation(int level) {}

    @Override
    public final void setAutoCommit(boolean value) {
        autoCommit = value;
        inTransaction = false;
    }

    @Override
    public final boolean getAutoCommit() {
        return autoCommit;
    }

    @Override
    public final void commit() {
        inTransaction = false;
    }

    @Override
    public final void rollback() {
        inTransaction = false;
    }

    @Override
    public final void setReadOnly(boolean value) {
        readOnly = value;
    }

    @Override
    public final boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public final int getTransactionIsolation() {
        return Connection.TRANSACTION_READ_COMMITTED;
    }

    @Override
    public final @Nullable String getCatalog() {
        return null;
    }

    @Override
    public final @Nullable String getSchema() {
        return null;
    }

    @Override
    public final void setNetworkTimeout(Executor executor, int milliseconds) {
        networkTimeout = milliseconds;
    }

    @Override
    public final int getNetworkTimeout() {
        return networkTimeout;
    }

    @Override
    public final @Nullable SQLWarning getWarnings() {
        return null;
    }

    @Override
    public final void clearWarnings() {}

    @Override
    public final boolean isValid(int timeout) {
        return !closed;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public final void close() {
        closed = true;
    }

    @Override
    public final void abort(Executor executor) {
        closed = true;
    }

    @Override
    public final <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }

    @Override
    public final boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
