// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

import java.sql.ResultSet;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** A statement that answers its parameter, in one row, or without an end. Confined to one thread at a time. */
final class StubPreparedStatement implements UnsupportedPreparedStatement {
    private final StubConnection connection;
    private int parameter;
    private boolean endless;
    private boolean closed;

    StubPreparedStatement(StubConnection connection) {
        this.connection = connection;
    }

    @Override
    public void setInt(int index, int value) {
        parameter = value;
    }

    /** JDBC's word for no limit is 0. */
    @Override
    public void setMaxRows(int max) {
        endless = max == 0;
    }

    @Override
    public ResultSet executeQuery() {
        connection.execute();
        return new StubResultSet(this, parameter, endless);
    }

    @Override
    public int executeUpdate() {
        connection.execute();
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
