// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.benchmarks.stub.SimpleDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The driver without a pool: each thread has one connection of its own. Safe for use by multiple threads. */
final class OnePerThread extends SimpleDataSource {
    private final DataSource physical;

    @SuppressWarnings("ThreadLocalUsage") // Each data source has its own connections.
    private final ThreadLocal<@Nullable Connection> own = new ThreadLocal<>();

    OnePerThread(DataSource physical) {
        this.physical = physical;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = own.get();
        if (connection == null) {
            connection = physical.getConnection();
            own.set(connection);
        }
        return connection;
    }
}
