// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.transactions;

import io.pgsluice.internal.jdbc.ForwardingCallableStatement;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A callable statement of a {@link GuardedConnection}, whose text was looked at. */
final class GuardedCallableStatement implements ForwardingCallableStatement {
    private final GuardedConnection connection;
    private final CallableStatement statement;

    GuardedCallableStatement(GuardedConnection connection, CallableStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    @Override
    public CallableStatement delegate() {
        return statement;
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public void set(int index, Parameter parameter) throws SQLException {
        parameter.set(statement, index);
    }

    @Override
    public void setOnce(int index, Parameter parameter) throws SQLException {
        parameter.set(statement, index);
    }

    @Override
    public void register(int index, OutParameter parameter) throws SQLException {
        parameter.register(statement, index);
    }

    @Override
    public @Nullable ResultSet getResultSet() throws SQLException {
        return GuardedResultSet.orNull(this, statement.getResultSet());
    }

    @Override
    public @Nullable ResultSet getGeneratedKeys() throws SQLException {
        return GuardedResultSet.orNull(this, statement.getGeneratedKeys());
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return GuardedResultSet.of(this, statement.executeQuery());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : statement.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || statement.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return statement.toString();
    }
}
