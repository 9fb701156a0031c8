// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** A statement that answers its parameter, in as many rows as it may fetch at once, or without an end. Confined to one thread at a time. */
final class StubPreparedStatement implements UnsupportedPreparedStatement {
    private final StubConnection connection;
    private int parameter;
    private int rows = 1;
    private @Nullable ResultSet last;
    private boolean closed;

    StubPreparedStatement(StubConnection connection) {
        this.connection = connection;
    }

    @Override
    public void setInt(int index, int value) {
        parameter = value;
    }

    @Override
    public void setObject(int index, Object value) {
        parameter = (Integer) value;
    }

    /** JDBC's word for no limit is 0. */
    @Override
    public void setMaxRows(int max) {
        rows = max == 0 ? Integer.MAX_VALUE : 1;
    }

    @Override
    public void setFetchSize(int size) {
        rows = Math.max(size, 1);
    }

    @Override
    public ResultSet executeQuery() {
        connection.query();
        ResultSet answer = new StubResultSet(this, parameter, rows);
        last = answer;
        return answer;
    }

    @Override
    public @Nullable ResultSet getResultSet() {
        return last;
    }

    @Override
    public int executeUpdate() throws SQLException {
        connection.update();
        return 1;
    }

    @Override
    public boolean execute(String sql) {
        connection.execute();
        return false;
    }

    @Override
    public @Nullable SQLWarning getWarnings() {
        return null;
    }

    @Override
    public void clearWarnings() {}

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
