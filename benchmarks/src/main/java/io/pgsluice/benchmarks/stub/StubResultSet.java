// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

import java.sql.ResultSetMetaData;
import java.sql.Statement;

/** Rows of one column that are all the same; without an end if there are as many as an int can count. Confined to one thread at a time. */
final class StubResultSet implements UnsupportedResultSet {
    private final StubPreparedStatement statement;
    private final int value;
    private int left;
    private boolean closed;

    StubResultSet(StubPreparedStatement statement, int value, int rows) {
        this.statement = statement;
        this.value = value;
        this.left = rows;
    }

    @Override
    public boolean next() {
        if (left == 0) {
            return false;
        }
        if (left != Integer.MAX_VALUE) {
            left--;
        }
        return true;
    }

    @Override
    public int getInt(int column) {
        return value;
    }

    @Override
    public boolean wasNull() {
        return false;
    }

    @Override
    public ResultSetMetaData getMetaData() {
        return StubColumns.ONE;
    }

    @Override
    public Statement getStatement() {
        return statement;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
