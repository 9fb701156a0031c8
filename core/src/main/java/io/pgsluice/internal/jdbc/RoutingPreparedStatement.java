// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.internal.sql.StatementInfo;
import io.pgsluice.internal.topology.SqlErrors;
import java.io.InputStream;
import java.io.Reader;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A prepared statement that is made anew, with its parameters, where it is executed. */
class RoutingPreparedStatement<P extends PreparedStatement> extends RoutingStatement<P>
        implements ForwardingPreparedStatement {
    private static final Parameter[] NO_PARAMETERS = {};
    /** Stands for a parameter that can't be set a second time. */
    private static final Parameter USED_UP = (statement, index) -> {};

    private static final Execution<PreparedStatement, ResultSet> QUERY =
            new Execution<>(PreparedStatement::executeQuery, Outcome.QUERY);
    private static final Execution<PreparedStatement, Boolean> ANY =
            new Execution<>(PreparedStatement::execute, Outcome.ANY);
    private static final Execution<PreparedStatement, Integer> UPDATE =
            new Execution<>(PreparedStatement::executeUpdate, Outcome.UPDATE);
    private static final Execution<PreparedStatement, Long> LARGE_UPDATE =
            new Execution<>(PreparedStatement::executeLargeUpdate, Outcome.LARGE_UPDATE);

    private final StatementInfo info;
    private @Nullable Parameter[] parameters = NO_PARAMETERS;

    RoutingPreparedStatement(
            RoutingConnection connection, String sql, boolean combinable, Factory<? extends P> factory) {
        super(connection, sql, combinable, factory);
        info = connection.statementInfo(sql);
    }

    @Override
    final StatementInfo info() {
        return info;
    }

    @Override
    final StatementInfo batchInfo() {
        return info;
    }

    /** A text is for a plain statement: the driver refuses it. */
    @Override
    final StatementInfo textInfo(String text) {
        return info;
    }

    @Override
    final Statement executedBehind(String first, Lease target) throws SQLException {
        P statement = placedAnew(target, first);
        statement.execute();
        return statement;
    }

    /** Describes it where the settings are that it will be executed with. */
    @Override
    public final @Nullable ResultSetMetaData getMetaData() throws SQLException {
        return described().getMetaData();
    }

    @Override
    public final ParameterMetaData getParameterMetaData() throws SQLException {
        return described().getParameterMetaData();
    }

    private P described() throws SQLException {
        return connection.binding().isUpToDate()
                ? delegate()
                : connection.binding().run(this, StatementInfo.UNKNOWN, Binding.Use.EXECUTE, PlacedStatement::placedOn);
    }

    @Override
    public final ResultSet executeQuery() throws SQLException {
        if (defer(info)) {
            throw new SQLException("No results were returned by the query.", SqlErrors.NO_DATA);
        }
        return Objects.requireNonNull(wrapped(execute(info, QUERY)));
    }

    @Override
    public final boolean execute() throws SQLException {
        return !defer(info) && execute(info, ANY);
    }

    @Override
    public final int executeUpdate() throws SQLException {
        return defer(info) ? 0 : execute(info, UPDATE);
    }

    @Override
    public final long executeLargeUpdate() throws SQLException {
        return defer(info) ? 0 : execute(info, LARGE_UPDATE);
    }

    @Override
    public final void setArray(int parameterIndex, Array x) throws SQLException {
        Array array = (Array) RoutingArray.unwrapped(x);
        set(parameterIndex, (statement, index) -> statement.setArray(index, array));
    }

    @Override
    public final void addBatch() throws SQLException {
        batching().addBatch();
    }

    @Override
    public final void clearParameters() throws SQLException {
        delegate().clearParameters();
        Arrays.fill(parameters, null);
    }

    @Override
    public final void set(int index, Parameter parameter) throws SQLException {
        parameter.set(delegate(), index);
        keep(index, parameter);
    }

    @Override
    public final void setOnce(int index, Parameter parameter) throws SQLException {
        parameter.set(isMovable() ? prepared() : delegate(), index);
        keep(index, USED_UP);
    }

    @Override
    public final void setObject(int parameterIndex, Object x) throws SQLException {
        Object value = RoutingArray.unwrapped(x);
        setAny(parameterIndex, value, (statement, index) -> statement.setObject(index, value));
    }

    @Override
    public final void setObject(int parameterIndex, Object x, int targetSqlType) throws SQLException {
        Object value = RoutingArray.unwrapped(x);
        setAny(parameterIndex, value, (statement, index) -> statement.setObject(index, value, targetSqlType));
    }

    @Override
    public final void setObject(int parameterIndex, Object x, int targetSqlType, int scaleOrLength)
            throws SQLException {
        setAny(parameterIndex, x, (statement, index) -> statement.setObject(index, x, targetSqlType, scaleOrLength));
    }

    @Override
    public final void setObject(int parameterIndex, Object x, SQLType targetSqlType) throws SQLException {
        setAny(parameterIndex, x, (statement, index) -> statement.setObject(index, x, targetSqlType));
    }

    @Override
    public final void setObject(int parameterIndex, Object x, SQLType targetSqlType, int scaleOrLength)
            throws SQLException {
        setAny(parameterIndex, x, (statement, index) -> statement.setObject(index, x, targetSqlType, scaleOrLength));
    }

    private void setAny(int index, @Nullable Object value, Parameter parameter) throws SQLException {
        if (value instanceof InputStream
                || value instanceof Reader
                || value instanceof Blob
                || value instanceof Clob
                || value instanceof SQLXML) {
            setOnce(index, parameter);
        } else {
            set(index, parameter);
        }
    }

    private void keep(int index, Parameter parameter) {
        Lease on = lease();
        if (parameters.length == 0 && on != null) {
            parameters = on.takeSpare();
        }
        if (index > parameters.length) {
            parameters = Arrays.copyOf(parameters, Math.max(index, Math.max(4, parameters.length * 2)));
        }
        parameters[index - 1] = parameter;
    }

    @Override
    void configure(P fresh) throws SQLException {
        super.configure(fresh);
        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = parameters[i];
            if (parameter != null) {
                parameter.set(fresh, i + 1);
            }
        }
    }

    @Override
    final void closed(Lease left) {
        left.leaveSpare(parameters);
        parameters = NO_PARAMETERS;
    }

    @Override
    boolean isMovable() {
        for (Parameter parameter : parameters) {
            if (parameter == USED_UP) {
                return false;
            }
        }
        return super.isMovable();
    }
}
