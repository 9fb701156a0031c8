// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An array of the driver whose result sets point back to the logical connection. */
final class RoutingArray implements Array {
    private final Array delegate;
    private final RowsAdopter adopter;

    /** Makes result sets of the driver the application's. */
    @FunctionalInterface
    interface RowsAdopter {
        ResultSet adopt(ResultSet rows) throws SQLException;
    }

    private RoutingArray(Array delegate, RowsAdopter adopter) {
        this.delegate = delegate;
        this.adopter = adopter;
    }

    static @Nullable Array of(@Nullable Array array, RowsAdopter adopter) {
        return array == null ? null : new RoutingArray(array, adopter);
    }

    /** The driver's own, if it is an array that was wrapped here. */
    static @Nullable Object unwrapped(@Nullable Object value) {
        return value instanceof RoutingArray array ? array.delegate : value;
    }

    @Override
    public String getBaseTypeName() throws SQLException {
        return delegate.getBaseTypeName();
    }

    @Override
    public int getBaseType() throws SQLException {
        return delegate.getBaseType();
    }

    @Override
    public Object getArray() throws SQLException {
        return delegate.getArray();
    }

    @Override
    public Object getArray(Map<String, Class<?>> map) throws SQLException {
        return delegate.getArray(map);
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        return delegate.getArray(index, count);
    }

    @Override
    public Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return delegate.getArray(index, count, map);
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return adopter.adopt(delegate.getResultSet());
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
        return adopter.adopt(delegate.getResultSet(map));
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        return adopter.adopt(delegate.getResultSet(index, count));
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return adopter.adopt(delegate.getResultSet(index, count, map));
    }

    @Override
    public void free() throws SQLException {
        delegate.free();
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
