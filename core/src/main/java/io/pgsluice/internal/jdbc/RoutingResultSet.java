// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result set of the driver that points back to the statement which the application holds. */
final class RoutingResultSet implements ForwardingResultSet {
    private final ResultSet delegate;
    private final PlacedStatement<?> statement;

    RoutingResultSet(ResultSet delegate, PlacedStatement<?> statement) {
        this.delegate = delegate;
        this.statement = statement;
    }

    @Override
    public ResultSet delegate() {
        return delegate;
    }

    @Override
    public boolean next() throws SQLException {
        try {
            return delegate.next();
        } catch (SQLException e) {
            throw statement.failed(e);
        }
    }

    @Override
    public void insertRow() throws SQLException {
        change(ResultSet::insertRow);
    }

    @Override
    public void updateRow() throws SQLException {
        change(ResultSet::updateRow);
    }

    @Override
    public void deleteRow() throws SQLException {
        change(ResultSet::deleteRow);
    }

    /** A change of a row. */
    @FunctionalInterface
    private interface Change {
        void of(ResultSet rows) throws SQLException;
    }

    private void change(Change change) throws SQLException {
        try {
            change.of(delegate);
        } catch (SQLException e) {
            throw statement.changeFailed(e);
        }
        statement.changedRows();
    }

    @Override
    public void close() throws SQLException {
        try {
            delegate.close();
        } catch (SQLException e) {
            throw statement.failed(e);
        }
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        return delegate.getStatement() == null ? null : statement;
    }

    @Override
    public @Nullable Array getArray(int columnIndex) throws SQLException {
        return statement.ours(delegate.getArray(columnIndex));
    }

    @Override
    public @Nullable Array getArray(String columnLabel) throws SQLException {
        return statement.ours(delegate.getArray(columnLabel));
    }

    @Override
    public Blob getBlob(int columnIndex) throws SQLException {
        return writable(delegate.getBlob(columnIndex));
    }

    @Override
    public Blob getBlob(String columnLabel) throws SQLException {
        return writable(delegate.getBlob(columnLabel));
    }

    @Override
    public Clob getClob(int columnIndex) throws SQLException {
        return writable(delegate.getClob(columnIndex));
    }

    @Override
    public Clob getClob(String columnLabel) throws SQLException {
        return writable(delegate.getClob(columnLabel));
    }

    /** A locator of a large object, which can be changed through it in the open transaction. */
    private <T> T writable(T locator) {
        statement.mayWrite();
        return locator;
    }

    @Override
    public @Nullable Object getObject(int columnIndex) throws SQLException {
        return statement.ours(delegate.getObject(columnIndex));
    }

    @Override
    public @Nullable Object getObject(String columnLabel) throws SQLException {
        return statement.ours(delegate.getObject(columnLabel));
    }

    @Override
    public @Nullable Object getObject(int columnIndex, Map<String, Class<?>> map) throws SQLException {
        return statement.ours(delegate.getObject(columnIndex, map));
    }

    @Override
    public @Nullable Object getObject(String columnLabel, Map<String, Class<?>> map) throws SQLException {
        return statement.ours(delegate.getObject(columnLabel, map));
    }

    @Override
    public <T> @Nullable T getObject(int columnIndex, Class<T> type) throws SQLException {
        return type == Array.class
                ? type.cast(getArray(columnIndex))
                : locatorOf(type, delegate.getObject(columnIndex, type));
    }

    @Override
    public <T> @Nullable T getObject(String columnLabel, Class<T> type) throws SQLException {
        return type == Array.class
                ? type.cast(getArray(columnLabel))
                : locatorOf(type, delegate.getObject(columnLabel, type));
    }

    private <T> @Nullable T locatorOf(Class<T> type, @Nullable T value) {
        if (type == Blob.class || type == Clob.class) {
            statement.mayWrite();
        }
        return value;
    }

    @Override
    public <T> T unwrap(Class<T> iface) throws SQLException {
        return iface.isInstance(this) ? iface.cast(this) : delegate.unwrap(iface);
    }

    @Override
    public boolean isWrapperFor(Class<?> iface) throws SQLException {
        return iface.isInstance(this) || delegate.isWrapperFor(iface);
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
