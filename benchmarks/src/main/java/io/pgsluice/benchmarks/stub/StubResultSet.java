// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

import java.sql.Statement;

/** One row of one column, or the same without an end. Confined to one thread at a time. */
final class StubResultSet implements UnsupportedResultSet {
    private final StubPreparedStatement statement;
    private final int value;
    private final boolean endless;
    private boolean read;
    private boolean closed;

    StubResultSet(StubPreparedStatement statement, int value, boolean endless) {
        this.statement = statement;
        this.value = value;
        this.endless = endless;
    }

    @Override
    public boolean next() {
        boolean more = endless || !read;
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
