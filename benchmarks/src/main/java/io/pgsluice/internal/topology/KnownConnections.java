// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.internal.net.Wire;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Connections of a stub that pgsluice knows one by one, as it does those that it opens itself. Safe for use by multiple threads. */
public final class KnownConnections implements DataSource {
    private final PhysicalConnections known;
    private final DataSource stubs;

    /**
     * Makes a data source.
     *
     * @param known what pgsluice has given to the pool
     * @param stubs where the connections come from instead
     */
    public KnownConnections(DataSource known, DataSource stubs) {
        this.known = (PhysicalConnections) known;
        this.stubs = stubs;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return known.add(new PhysicalConnection(stubs.getConnection(), new Wire(null)), known.losses());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return stubs.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        stubs.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        stubs.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return stubs.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.pgsluice.benchmarks");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return stubs.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return stubs.isWrapperFor(type);
    }
}
