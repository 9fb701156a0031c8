// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.transactions;

import io.pgsluice.internal.jdbc.ForwardingDatabaseMetaData;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Metadata of a {@link GuardedConnection}: it leads back to that one. */
final class GuardedMetaData implements ForwardingDatabaseMetaData {
    private final GuardedConnection connection;
    private final DatabaseMetaData metaData;

    GuardedMetaData(GuardedConnection connection, DatabaseMetaData metaData) {
        this.connection = connection;
        this.metaData = metaData;
    }

    @Override
    public DatabaseMetaData constants() {
        return metaData;
    }

    @Override
    public DatabaseMetaData delegate() {
        return metaData;
    }

    @Override
    public ResultSet rows(Rows question) throws SQLException {
        return GuardedResultSet.of(null, question.of(metaData));
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : metaData.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || metaData.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return metaData.toString();
    }
}
