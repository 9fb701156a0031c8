// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A prepared statement that is made anew, with its parameters, where it is executed. */
class RoutingPreparedStatement<P extends PreparedStatement> extends RoutingStatement<P>
        implements ForwardingPreparedStatement {
    private static final Parameter[] NO_PARAMETERS = {};
    /** Stands for a parameter that can't be set a second time. */
    private static final Parameter USED_UP = (statement, index) -> {};

    private @Nullable Parameter[] parameters = NO_PARAMETERS;

    RoutingPreparedStatement(RoutingConnection connection, Factory<? extends P> factory) {
        super(connection, factory);
    }

    @Override
    public final ResultSet executeQuery() throws SQLException {
        return execute(PreparedStatement::executeQuery);
    }

    @Override
    public final boolean execute() throws SQLException {
        return execute((Call<PreparedStatement, Boolean>) PreparedStatement::execute);
    }

    @Override
    public final int executeUpdate() throws SQLException {
        return execute((Call<PreparedStatement, Integer>) PreparedStatement::executeUpdate);
    }

    @Override
    public final long executeLargeUpdate() throws SQLException {
        return execute((Call<PreparedStatement, Long>) PreparedStatement::executeLargeUpdate);
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
        setAny(parameterIndex, x, (statement, index) -> statement.setObject(index, x));
    }

    @Override
    public final void setObject(int parameterIndex, Object x, int targetSqlType) throws SQLException {
        setAny(parameterIndex, x, (statement, index) -> statement.setObject(index, x, targetSqlType));
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
    boolean isMovable() {
        for (Parameter parameter : parameters) {
            if (parameter == USED_UP) {
                return false;
            }
        }
        return super.isMovable();
    }
}
