// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.internal.topology.SqlErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A statement that stays usable over routes: it stands on the lease where it was made, and is made anew, with its settings, on the
 * lease where it is executed. Confined to one thread at a time, except {@link #cancel}.
 */
class RoutingStatement<S extends Statement> implements ForwardingStatement {
    private static final int CLOSE_ON_COMPLETION = 0;
    private static final int CURSOR_NAME = 1;
    private static final int ESCAPE_PROCESSING = 2;
    private static final int FETCH_DIRECTION = 3;
    private static final int FETCH_SIZE = 4;
    private static final int MAX_FIELD_SIZE = 5;
    private static final int MAX_ROWS = 6;
    private static final int POOLABLE = 7;
    private static final int QUERY_TIMEOUT = 8;
    private static final int SETTINGS = 9;

    private final RoutingConnection connection;
    private final Factory<? extends S> factory;
    /** Written by the owner's thread, read by {@link #cancel}. */
    private volatile @Nullable S physical;

    private @Nullable Lease lease;
    private Setting @Nullable [] settings;
    private boolean batching;
    private boolean closed;

    RoutingStatement(RoutingConnection connection, Factory<? extends S> factory) {
        this.connection = connection;
        this.factory = factory;
    }

    /** Makes a statement on a physical connection. */
    @FunctionalInterface
    interface Factory<S> {
        S create(Connection connection) throws SQLException;
    }

    /** What is called on a physical statement. */
    @FunctionalInterface
    interface Call<S, R> {
        R on(S statement) throws SQLException;
    }

    /** A setting; once more on another statement if need be. */
    @FunctionalInterface
    interface Setting {
        void set(Statement statement) throws SQLException;
    }

    /** The physical statement as it is, or one where the next transaction would run if there is none yet. */
    @Override
    public final S delegate() throws SQLException {
        S statement = physical;
        return statement == null ? prepared() : statement;
    }

    /** The physical statement where it would be executed now. */
    final S prepared() throws SQLException {
        return connection.binding().run(this, false, this::placedOn);
    }

    /** Executes, where this has to run now. */
    final <R> R execute(Call<? super S, R> call) throws SQLException {
        return connection.binding().run(this, true, target -> call.on(placedOn(target)));
    }

    private S placedOn(Lease target) throws SQLException {
        S statement = physical;
        if (statement != null && lease == target) {
            return statement;
        }
        if (closed || (statement != null && lease != null && !lease.ended() && statement.isClosed())) {
            throw new SQLException("This statement has been closed.", SqlErrors.NOT_IN_STATE);
        }
        if (statement != null && !isMovable()) {
            throw new SQLException(
                    "The transaction runs on " + target.node()
                            + ", but this statement was prepared on another connection and"
                            + " holds a stream, a locator or a batch that can't be moved: prepare it again in this transaction",
                    SqlErrors.NOT_IN_STATE);
        }
        S fresh = factory.create(target.connection());
        try {
            configure(fresh);
        } catch (SQLException e) {
            closeQuietly(fresh);
            throw e;
        }
        detach();
        target.add(this);
        lease = target;
        physical = fresh;
        return fresh;
    }

    /** Brings a fresh physical statement to where the last one was. */
    void configure(S fresh) throws SQLException {
        if (settings != null) {
            for (Setting setting : settings) {
                if (setting != null) {
                    setting.set(fresh);
                }
            }
        }
    }

    /** Whether this could be made anew on another connection. */
    boolean isMovable() {
        return !batching;
    }

    /** Whether nothing can be done any more with what this has on its lease. */
    final boolean isFinished() {
        try {
            Statement statement = physical;
            return closed || statement == null || statement.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    private void detach() {
        Statement statement = physical;
        Lease left = lease;
        if (statement != null && left != null) {
            closeQuietly(statement);
            left.remove(this);
            connection.binding().leases().sweep();
        }
    }

    private static void closeQuietly(Statement statement) {
        try {
            statement.close();
        } catch (SQLException e) {
            // Its connection is gone, or about to be: nobody waits for this statement.
        }
    }

    @Override
    public final void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        Statement statement = physical;
        Lease left = lease;
        if (statement == null || left == null) {
            return;
        }
        left.remove(this);
        try {
            statement.close();
        } catch (SQLException e) {
            if (!left.ended()) {
                throw e;
            }
        } finally {
            connection.binding().leases().sweep();
        }
    }

    @Override
    public final boolean isClosed() throws SQLException {
        Statement statement = physical;
        return closed || connection.isClosed() || (statement != null && statement.isClosed());
    }

    @Override
    public final Connection getConnection() throws SQLException {
        checkOpen();
        return connection;
    }

    @Override
    public final void cancel() throws SQLException {
        Statement statement = physical;
        if (statement != null) {
            statement.cancel();
        }
    }

    @Override
    public final @Nullable SQLWarning getWarnings() throws SQLException {
        Statement statement = physicalOrNull();
        return statement == null ? null : statement.getWarnings();
    }

    @Override
    public final void clearWarnings() throws SQLException {
        Statement statement = physicalOrNull();
        if (statement != null) {
            statement.clearWarnings();
        }
    }

    @Override
    public final @Nullable ResultSet getResultSet() throws SQLException {
        Statement statement = physicalOrNull();
        return statement == null ? null : statement.getResultSet();
    }

    @Override
    public final int getUpdateCount() throws SQLException {
        Statement statement = physicalOrNull();
        return statement == null ? -1 : statement.getUpdateCount();
    }

    @Override
    public final boolean getMoreResults() throws SQLException {
        Statement statement = physicalOrNull();
        return statement != null && statement.getMoreResults();
    }

    private @Nullable Statement physicalOrNull() throws SQLException {
        Statement statement = physical;
        if (statement == null) {
            checkOpen();
        }
        return statement;
    }

    private void checkOpen() throws SQLException {
        if (isClosed()) {
            throw new SQLException("This statement has been closed.", SqlErrors.NOT_IN_STATE);
        }
    }

    @Override
    public final ResultSet executeQuery(String sql) throws SQLException {
        return execute(statement -> statement.executeQuery(sql));
    }

    @Override
    public final boolean execute(String sql) throws SQLException {
        return execute(statement -> statement.execute(sql));
    }

    @Override
    public final boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        return execute(statement -> statement.execute(sql, autoGeneratedKeys));
    }

    @Override
    public final boolean execute(String sql, int[] columnIndexes) throws SQLException {
        return execute(statement -> statement.execute(sql, columnIndexes));
    }

    @Override
    public final boolean execute(String sql, String[] columnNames) throws SQLException {
        return execute(statement -> statement.execute(sql, columnNames));
    }

    @Override
    public final int executeUpdate(String sql) throws SQLException {
        return execute(statement -> statement.executeUpdate(sql));
    }

    @Override
    public final int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return execute(statement -> statement.executeUpdate(sql, autoGeneratedKeys));
    }

    @Override
    public final int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return execute(statement -> statement.executeUpdate(sql, columnIndexes));
    }

    @Override
    public final int executeUpdate(String sql, String[] columnNames) throws SQLException {
        return execute(statement -> statement.executeUpdate(sql, columnNames));
    }

    @Override
    public final long executeLargeUpdate(String sql) throws SQLException {
        return execute(statement -> statement.executeLargeUpdate(sql));
    }

    @Override
    public final long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return execute(statement -> statement.executeLargeUpdate(sql, autoGeneratedKeys));
    }

    @Override
    public final long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return execute(statement -> statement.executeLargeUpdate(sql, columnIndexes));
    }

    @Override
    public final long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
        return execute(statement -> statement.executeLargeUpdate(sql, columnNames));
    }

    @Override
    public final int[] executeBatch() throws SQLException {
        return executed(Statement::executeBatch);
    }

    @Override
    public final long[] executeLargeBatch() throws SQLException {
        return executed(Statement::executeLargeBatch);
    }

    private <R> R executed(Call<Statement, R> batch) throws SQLException {
        try {
            return execute(batch);
        } finally {
            batching = false;
        }
    }

    @Override
    public final void addBatch(String sql) throws SQLException {
        batching().addBatch(sql);
    }

    /** The physical statement for one more entry of a batch: the first is made where it would be executed now. */
    final S batching() throws SQLException {
        S statement = batching ? delegate() : prepared();
        batching = true;
        return statement;
    }

    @Override
    public final void clearBatch() throws SQLException {
        Statement statement = physicalOrNull();
        if (statement != null) {
            statement.clearBatch();
        }
        batching = false;
    }

    private void set(int slot, boolean valid, Setting setting) throws SQLException {
        Statement statement = physicalOrNull();
        if (statement != null) {
            setting.set(statement);
        } else if (!valid) {
            setting.set(delegate());
        }
        if (settings == null) {
            settings = new Setting[SETTINGS];
        }
        settings[slot] = setting;
    }

    @Override
    public final void closeOnCompletion() throws SQLException {
        set(CLOSE_ON_COMPLETION, true, Statement::closeOnCompletion);
    }

    @Override
    public final void setCursorName(String name) throws SQLException {
        set(CURSOR_NAME, true, statement -> statement.setCursorName(name));
    }

    @Override
    public final void setEscapeProcessing(boolean enable) throws SQLException {
        set(ESCAPE_PROCESSING, true, statement -> statement.setEscapeProcessing(enable));
    }

    @Override
    public final void setFetchDirection(int direction) throws SQLException {
        set(FETCH_DIRECTION, direction == ResultSet.FETCH_FORWARD, statement -> statement.setFetchDirection(direction));
    }

    @Override
    public final void setFetchSize(int rows) throws SQLException {
        set(FETCH_SIZE, rows >= 0, statement -> statement.setFetchSize(rows));
    }

    @Override
    public final void setLargeMaxRows(long max) throws SQLException {
        set(MAX_ROWS, max >= 0, statement -> statement.setLargeMaxRows(max));
    }

    @Override
    public final void setMaxFieldSize(int max) throws SQLException {
        set(MAX_FIELD_SIZE, max >= 0, statement -> statement.setMaxFieldSize(max));
    }

    @Override
    public final void setMaxRows(int max) throws SQLException {
        set(MAX_ROWS, max >= 0, statement -> statement.setMaxRows(max));
    }

    @Override
    public final void setPoolable(boolean poolable) throws SQLException {
        set(POOLABLE, true, statement -> statement.setPoolable(poolable));
    }

    @Override
    public final void setQueryTimeout(int seconds) throws SQLException {
        set(QUERY_TIMEOUT, seconds >= 0, statement -> statement.setQueryTimeout(seconds));
    }

    @Override
    public final <T> T unwrap(Class<T> iface) throws SQLException {
        return iface.isInstance(this) ? iface.cast(this) : delegate().unwrap(iface);
    }

    @Override
    public final boolean isWrapperFor(Class<?> iface) throws SQLException {
        return iface.isInstance(this) || delegate().isWrapperFor(iface);
    }

    @Override
    public String toString() {
        Statement statement = physical;
        return statement == null ? super.toString() : statement.toString();
    }
}
