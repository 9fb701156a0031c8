// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.internal.sql.Scanner;
import io.pgsluice.internal.sql.StatementInfo;
import io.pgsluice.internal.sql.StatementKind;
import io.pgsluice.internal.topology.SqlErrors;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A statement that stays usable over routes: it stands on the lease where it was made, and is made anew, with its settings, on the
 * lease where it is executed. Confined to one thread at a time, except {@link #cancel}.
 */
class RoutingStatement<S extends Statement> implements ForwardingStatement, RoutingArray.RowsAdopter {
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

    final RoutingConnection connection;
    private final Factory<? extends S> factory;
    /** Whether settings may be put before its text. */
    private final boolean combinable;

    /** What was executed last, or is prepared; null before. */
    private @Nullable String sql;
    /** Written by the owner's thread, read by {@link #cancel}. */
    private volatile @Nullable S physical;

    private @Nullable Lease lease;
    private @Nullable RoutingResultSet rows;
    /** The result set that alone keeps an adopted statement in use. */
    private @Nullable ResultSet adopted;

    private Setting @Nullable [] settings;
    /** What the texts of a batch say; null for none. */
    private @Nullable List<StatementInfo> batch;

    private boolean batching;
    /** Whether the result is that of a setting which waits for a session. */
    private boolean settingDeferred;

    /** Whether the physical statement's text begins with settings. */
    private boolean combined;

    private boolean closed;

    RoutingStatement(
            RoutingConnection connection, @Nullable String sql, boolean combinable, Factory<? extends S> factory) {
        this.connection = connection;
        this.sql = sql;
        this.combinable = combinable;
        this.factory = factory;
    }

    /** Makes a statement on a physical connection. */
    @FunctionalInterface
    interface Factory<S> {
        /** Makes it; {@code before} is put before the text if the statement has one. */
        S create(Connection connection, String before) throws SQLException;
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

    /** The statement that belongs to rows which the driver made by a statement of its own. */
    static ResultSet adopt(RoutingConnection connection, Lease lease, ResultSet rows) throws SQLException {
        Statement physical = rows.getStatement();
        RoutingStatement<Statement> statement =
                new RoutingStatement<>(connection, null, true, (c, before) -> c.createStatement());
        statement.physical = physical;
        statement.lease = lease;
        statement.adopted = rows;
        lease.add(statement);
        return Objects.requireNonNull(statement.wrapped(rows));
    }

    @Override
    public final ResultSet adopt(ResultSet fromDriver) throws SQLException {
        Lease on = lease;
        return on == null ? fromDriver : adopt(connection, on, fromDriver);
    }

    /** What was executed last, or is prepared; null before. */
    final @Nullable String sql() {
        return sql;
    }

    /** The physical statement as it is, or one where the next transaction would run if there is none yet. */
    @Override
    public final S delegate() throws SQLException {
        S statement = physical;
        return statement == null ? prepared() : statement;
    }

    /** What the text of a prepared statement says. */
    StatementInfo info() {
        return StatementInfo.UNKNOWN;
    }

    /** What the text says with its parameters in their places, as the driver shows it. */
    final StatementInfo boundInfo() {
        Statement statement = physical;
        return statement == null ? info() : Scanner.scan(String.valueOf(statement));
    }

    /** The physical statement where it would be executed now. */
    final S prepared() throws SQLException {
        return connection.binding().run(this, info(), Binding.Use.PREPARE, this::placedOn);
    }

    /** Executes, where this has to run now. */
    final <R> R execute(StatementInfo info, Call<? super S, R> call) throws SQLException {
        settingDeferred = false;
        return connection.binding().run(this, info, Binding.Use.EXECUTE, target -> call.on(placedOn(target)));
    }

    /** The same; settings that the session does not have yet go along if that is possible. */
    final <R> R execute(StatementInfo info, Call<? super S, R> call, Outcome<R> outcome) throws SQLException {
        settingDeferred = false;
        Binding.Use use = combinable && info.isCombinable() && isMovable() ? Binding.Use.COMBINE : Binding.Use.EXECUTE;
        return connection.binding().run(this, info, use, target -> {
            SettingsToSend first = target.takeSettings();
            return first == null
                    ? call.on(placedOn(target))
                    : outcome.behind(first, executedBehind(first.sql(), target));
        });
    }

    /** Executes the current text behind others, in the same round trip. */
    Statement executedBehind(String first, Lease target) throws SQLException {
        S statement = placedOn(target);
        statement.execute(first + sql);
        return statement;
    }

    /** Whether a setting was recorded, to be sent with a statement that comes later. */
    final boolean defer(StatementInfo info) throws SQLException {
        settingDeferred =
                info.kind() == StatementKind.SETTING && connection.binding().defer(info);
        if (settingDeferred) {
            Statement before = physical;
            if (before != null) {
                rows = null;
                closeRows(before);
            }
        }
        return settingDeferred;
    }

    private static void closeRows(Statement statement) throws SQLException {
        ResultSet left = statement.getResultSet();
        if (left != null) {
            left.close();
        }
    }

    private S placedOn(Lease target) throws SQLException {
        S statement = physical;
        return statement != null && lease == target && !combined ? statement : placedAnew(target, "");
    }

    /** Makes the physical statement on a lease, in the place of the one before; its text begins with another. */
    final S placedAnew(Lease target, String before) throws SQLException {
        S statement = physical;
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
        S fresh = factory.create(target.connection(), before);
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
        combined = !before.isEmpty();
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
            return closed || statement == null || statement.isClosed() || (adopted != null && adopted.isClosed());
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

    /** Closes what this has on a lease that is given back. */
    final void closePhysical() {
        Statement statement = physical;
        if (statement != null) {
            closeQuietly(statement);
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
        if (statement == null) {
            checkOpen();
        } else {
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
        return statement == null || settingDeferred ? null : wrapped(statement.getResultSet());
    }

    @Override
    public final @Nullable ResultSet getGeneratedKeys() throws SQLException {
        return wrapped(delegate().getGeneratedKeys());
    }

    /** The application's result set in front of the driver's: the same for the same. */
    @SuppressWarnings("ReferenceEquality") // which object it stands before is the question
    final @Nullable ResultSet wrapped(@Nullable ResultSet fromDriver) {
        RoutingResultSet known = rows;
        if (fromDriver == null || (known != null && known.delegate() == fromDriver)) {
            return fromDriver == null ? null : known;
        }
        rows = new RoutingResultSet(fromDriver, this);
        return rows;
    }

    /** A value of the driver as the application should see it: what leads back to a connection leads back to the logical one. */
    final @Nullable Object ours(@Nullable Object value) throws SQLException {
        if (value instanceof Array array) {
            return RoutingArray.of(array, this);
        }
        return value instanceof ResultSet fromDriver ? adopt(fromDriver) : value;
    }

    /** Notes what rows met. */
    final SQLException failed(SQLException error) {
        Lease on = lease;
        if (on != null) {
            connection.binding().failed(on, error);
        }
        return error;
    }

    @Override
    public final int getUpdateCount() throws SQLException {
        Statement statement = physicalOrNull();
        if (settingDeferred) {
            return 0;
        }
        return statement == null ? -1 : statement.getUpdateCount();
    }

    @Override
    public final long getLargeUpdateCount() throws SQLException {
        Statement statement = physicalOrNull();
        if (settingDeferred) {
            return 0;
        }
        return statement == null ? -1 : statement.getLargeUpdateCount();
    }

    @Override
    public final boolean getMoreResults() throws SQLException {
        return getMoreResults(CLOSE_CURRENT_RESULT);
    }

    @Override
    public final boolean getMoreResults(int current) throws SQLException {
        Statement statement = physicalOrNull();
        settingDeferred = false;
        return statement != null && statement.getMoreResults(current);
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
        StatementInfo info = textInfo(sql);
        if (defer(info)) {
            throw new SQLException("No results were returned by the query.", SqlErrors.NO_DATA);
        }
        return Objects.requireNonNull(wrapped(execute(info, s -> s.executeQuery(sql), Outcome.QUERY)));
    }

    @Override
    public final boolean execute(String sql) throws SQLException {
        StatementInfo info = textInfo(sql);
        return !defer(info) && execute(info, s -> s.execute(sql), Outcome.ANY);
    }

    @Override
    public final boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        StatementInfo info = textInfo(sql);
        return !defer(info) && execute(info, s -> s.execute(sql, autoGeneratedKeys));
    }

    @Override
    public final boolean execute(String sql, int[] columnIndexes) throws SQLException {
        return execute(textInfo(sql), s -> s.execute(sql, columnIndexes));
    }

    @Override
    public final boolean execute(String sql, String[] columnNames) throws SQLException {
        return execute(textInfo(sql), s -> s.execute(sql, columnNames));
    }

    @Override
    public final int executeUpdate(String sql) throws SQLException {
        StatementInfo info = textInfo(sql);
        return defer(info) ? 0 : execute(info, s -> s.executeUpdate(sql), Outcome.UPDATE);
    }

    @Override
    public final int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        StatementInfo info = textInfo(sql);
        return defer(info) ? 0 : execute(info, s -> s.executeUpdate(sql, autoGeneratedKeys));
    }

    @Override
    public final int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return execute(textInfo(sql), s -> s.executeUpdate(sql, columnIndexes));
    }

    @Override
    public final int executeUpdate(String sql, String[] columnNames) throws SQLException {
        return execute(textInfo(sql), s -> s.executeUpdate(sql, columnNames));
    }

    @Override
    public final long executeLargeUpdate(String sql) throws SQLException {
        StatementInfo info = textInfo(sql);
        return defer(info) ? 0 : execute(info, s -> s.executeLargeUpdate(sql), Outcome.LARGE_UPDATE);
    }

    @Override
    public final long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        StatementInfo info = textInfo(sql);
        return defer(info) ? 0 : execute(info, s -> s.executeLargeUpdate(sql, autoGeneratedKeys));
    }

    @Override
    public final long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return execute(textInfo(sql), s -> s.executeLargeUpdate(sql, columnIndexes));
    }

    @Override
    public final long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
        return execute(textInfo(sql), s -> s.executeLargeUpdate(sql, columnNames));
    }

    /** What a text says that is about to be executed. A prepared statement takes none: the driver says so. */
    StatementInfo textInfo(String text) throws SQLException {
        connection.binding().leases().checkOpen();
        checkOpen();
        sql = text;
        return connection.statementInfo(text);
    }

    @Override
    public final int[] executeBatch() throws SQLException {
        return executed(Statement::executeBatch);
    }

    @Override
    public final long[] executeLargeBatch() throws SQLException {
        return executed(Statement::executeLargeBatch);
    }

    private <R> R executed(Call<Statement, R> entries) throws SQLException {
        try {
            return connection
                    .binding()
                    .runAll(this, batch == null ? List.of(info()) : batch, target -> entries.on(placedOn(target)));
        } finally {
            batching = false;
            batch = null;
        }
    }

    @Override
    public final void addBatch(String sql) throws SQLException {
        StatementInfo info = connection.statementInfo(sql);
        batching().addBatch(sql);
        if (batch == null) {
            batch = new ArrayList<>();
        }
        batch.add(info);
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
        batch = null;
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
