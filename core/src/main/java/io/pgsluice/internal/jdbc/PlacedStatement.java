// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.internal.sql.Scanner;
import io.pgsluice.internal.sql.StatementInfo;
import io.pgsluice.internal.sql.StatementKind;
import io.pgsluice.internal.topology.SqlErrors;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A statement that stays usable over routes: it stands on the lease where it was made, and is made anew, with its settings, on the
 * lease where it is executed. Confined to one thread at a time, except {@link #cancel}.
 */
abstract class PlacedStatement<S extends Statement> implements ForwardingStatement {
    final RoutingConnection connection;
    private final Factory<? extends S> factory;
    /** Whether settings may be put before its text. */
    private final boolean combinable;

    /** What was executed last, or is prepared; null before. */
    private @Nullable String sql;
    /** Written by the owner's thread, read by {@link #cancel}. */
    private volatile @Nullable S physical;

    private @Nullable Lease lease;
    /** The one that was made before on the same lease; the lease's. */
    @Nullable
    PlacedStatement<?> before;

    private @Nullable RoutingResultSet rows;
    /** Whether the result is that of a setting which waits for a session. */
    private boolean settingDeferred;

    /** Whether the physical statement's text begins with settings. */
    private boolean combined;

    /** Whether its result sets may be changed. */
    private boolean updatable;
    /** Whether the result of a deferred setting was passed over. */
    private boolean settingPassed;

    private boolean closed;

    PlacedStatement(
            RoutingConnection connection, @Nullable String sql, boolean combinable, Factory<? extends S> factory) {
        this.connection = connection;
        this.sql = sql;
        this.combinable = combinable;
        this.factory = factory;
    }

    /** Makes a statement on a physical connection. */
    @FunctionalInterface
    interface Factory<S> {
        /** Makes it, of a text that may have settings before it if the statement takes them along. */
        S create(Connection connection, String text) throws SQLException;
    }

    /** Makes a prepared statement of the text alone. */
    static final Factory<PreparedStatement> PREPARED = Connection::prepareStatement;

    /** What is called on a physical statement. */
    @FunctionalInterface
    interface Call<S, R> {
        R on(S statement) throws SQLException;
    }

    /** Takes the place of a statement that the driver made itself, for rows that stand alone. */
    final ResultSet standFor(Lease on, S statement, ResultSet fromDriver) {
        physical = statement;
        lease = on;
        on.add(this);
        return Objects.requireNonNull(wrapped(fromDriver));
    }

    private ResultSet adopt(ResultSet fromDriver) throws SQLException {
        Lease on = lease;
        return on == null ? fromDriver : RoutingStatement.adopt(connection, on, fromDriver);
    }

    /** Notes what is about to be executed. */
    final void sql(String text) {
        sql = text;
    }

    /** Notes that its result sets may be changed. */
    final void updatable() {
        updatable = true;
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

    /** The physical statement where it would be executed now. */
    final S prepared() throws SQLException {
        return connection.binding().run(this, info(), Binding.Use.PREPARE, PlacedStatement::placedOn);
    }

    /** Executes, where this has to run now. */
    final <R> R execute(StatementInfo info, Call<? super S, R> call) throws SQLException {
        settingDeferred = false;
        return connection.binding().run(this, info, Binding.Use.EXECUTE, (placed, target) -> {
            S statement = placedOn(target);
            bind(info, statement, target);
            return call.on(statement);
        });
    }

    /** The same; settings that the session does not have yet go along if that is possible. */
    final <R> R execute(StatementInfo info, Execution<? super S, R> execution) throws SQLException {
        settingDeferred = false;
        if (!combinable || !info.isCombinable() || info.hasUnknownSetting() || !isMovable()) {
            return execute(info, execution.call());
        }
        return connection.binding().run(this, info, Binding.Use.COMBINE, execution);
    }

    /** Lets the parameters tell what the text does not. */
    private void bind(StatementInfo info, Statement statement, Lease target) {
        if (info.hasUnknownSetting()) {
            boolean shown = statement instanceof PreparedStatement && isMovable();
            connection.binding().runsBound(shown ? Scanner.scan(String.valueOf(statement)) : info, target);
        }
    }

    /** Whether rows of its result set may be changed, which is no execution. */
    final boolean mayChangeRows() {
        return updatable;
    }

    /** Notes that rows were changed through its result set. */
    final void changedRows() {
        Lease on = lease;
        if (on != null) {
            connection.binding().changedRows(on);
        }
    }

    /** Notes that something was handed out which can write in the open transaction. */
    final void mayWrite() {
        connection.binding().mayWrite();
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
        if (settingDeferred && physical != null && isMovable()) {
            // Its results and keys are those of the statement before.
            detach();
            physical = null;
            lease = null;
            rows = null;
        }
        return settingDeferred;
    }

    /** The physical statement on a lease; one that is closed answers for itself, wherever it was. */
    final S placedOn(Lease target) throws SQLException {
        S statement = physical;
        return statement != null && (lease == target || closed) && !combined ? statement : placedAnew(target, "");
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
        S fresh = factory.create(target.connection(), before.isEmpty() && sql != null ? sql : before + sql);
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
    abstract void configure(S fresh) throws SQLException;

    /** Whether this could be made anew on another connection. */
    abstract boolean isMovable();

    /** Whether nothing can be done any more with what this has on its lease. */
    final boolean isFinished() {
        try {
            Statement statement = physical;
            return closed || statement == null || statement.isClosed() || isReadThrough();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Whether it stands before rows alone, and they are closed. */
    boolean isReadThrough() throws SQLException {
        return false;
    }

    private void detach() {
        Statement statement = physical;
        Lease left = lease;
        if (statement != null && left != null) {
            closeQuietly(statement);
            left.remove(this);
            connection.binding().sweep();
        }
    }

    /** Closes what this has on a lease that is given back, and forgets the lease. */
    final void closePhysical() {
        Statement statement = physical;
        if (statement != null) {
            closeQuietly(statement);
        }
        lease = null;
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
        lease = null;
        closed(left);
        try {
            statement.close();
        } catch (SQLException e) {
            if (!left.ended()) {
                throw e;
            }
        } finally {
            connection.binding().sweep();
        }
    }

    /** Leaves to a lease what another statement can use again. */
    void closed(Lease left) {}

    /** Where it stands; null for nowhere. */
    final @Nullable Lease lease() {
        return lease;
    }

    @Override
    public final boolean isClosed() throws SQLException {
        Statement statement = physical;
        return closed || connection.isClosed() || (statement != null && statement.isClosed());
    }

    @Override
    public final Connection getConnection() {
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
            return ours(array);
        }
        return value instanceof ResultSet fromDriver ? adopt(fromDriver) : value;
    }

    /** An array of the driver's as the application should see it: it may be asked for rows after this was closed. */
    final @Nullable Array ours(@Nullable Array array) {
        Lease on = lease;
        if (array == null || on == null) {
            return array;
        }
        on.known();
        return RoutingArray.of(array, rows -> RoutingStatement.adopt(connection, on, rows));
    }

    /** Notes what a change of rows met. */
    final SQLException changeFailed(SQLException error) {
        Lease on = lease;
        return on == null ? error : connection.binding().changeFailed(on, error);
    }

    /** Notes what rows met. */
    final SQLException failed(SQLException error) {
        Lease on = lease;
        return on == null ? error : connection.binding().failed(on, error);
    }

    @Override
    public final int getUpdateCount() throws SQLException {
        Statement statement = physicalOrNull();
        if (settingDeferred) {
            return settingPassed ? -1 : 0;
        }
        return statement == null ? -1 : statement.getUpdateCount();
    }

    @Override
    public final long getLargeUpdateCount() throws SQLException {
        Statement statement = physicalOrNull();
        if (settingDeferred) {
            return settingPassed ? -1 : 0;
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
        settingPassed = true;
        return statement != null && !settingDeferred && statement.getMoreResults(current);
    }

    final @Nullable Statement physicalOrNull() throws SQLException {
        Statement statement = physical;
        if (statement == null) {
            checkOpen();
        }
        return statement;
    }

    final void checkOpen() throws SQLException {
        if (isClosed()) {
            throw new SQLException("This statement has been closed.", SqlErrors.NOT_IN_STATE);
        }
    }

    @Override
    public String toString() {
        Statement statement = physical;
        return statement == null ? super.toString() : statement.toString();
    }
}
