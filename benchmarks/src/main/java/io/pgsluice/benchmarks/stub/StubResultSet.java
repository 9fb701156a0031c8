// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

import java.sql.Statement;

/** One row of one column. Confined to one thread at a time. */
final class StubResultSet implements UnsupportedResultSet {
    private final StubPreparedStatement statement;
    private final int value;
    private boolean read;
    private boolean closed;

    StubResultSet(StubPreparedStatement statement, int value) {
        this.statement = statement;
        this.value = value;
    }

    @Override
    public boolean next() {
        boolean more = !read;
        read = true;
        return more;
    }

    @Override
    public int getInt(int column) {
        return value;
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
