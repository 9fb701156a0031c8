// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.transactions;

import io.pgsluice.internal.jdbc.ForwardingResultSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A result set of a {@link GuardedConnection}: it leads back to nothing that is not guarded. */
final class GuardedResultSet implements ForwardingResultSet {
    private final @Nullable Statement statement;
    private final ResultSet rows;

    private GuardedResultSet(@Nullable Statement statement, ResultSet rows) {
        this.statement = statement;
        this.rows = rows;
    }

    /** Guards the rows of a statement, or of metadata, which have none that anybody may use. */
    static GuardedResultSet of(@Nullable Statement statement, ResultSet rows) {
        return new GuardedResultSet(statement, rows);
    }

    /** The same for rows that may be missing. */
    static @Nullable ResultSet orNull(Statement statement, @Nullable ResultSet rows) {
        return rows == null ? null : of(statement, rows);
    }

    @Override
    public ResultSet delegate() {
        return rows;
    }

    @Override
    public @Nullable Statement getStatement() {
        return statement;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : rows.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || rows.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return rows.toString();
    }
}
