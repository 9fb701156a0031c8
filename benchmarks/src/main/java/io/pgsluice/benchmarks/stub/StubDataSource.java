// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

import java.io.PrintWriter;
import java.sql.Connection;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes connections to nowhere. Safe for use by multiple threads. */
public final class StubDataSource implements DataSource {
    private final StubDriver driver;
    private final boolean standby;

    /**
     * Makes a data source.
     *
     * @param standby whether its connections say that they belong to a standby
     */
    public StubDataSource(StubDriver driver, boolean standby) {
        this.driver = driver;
        this.standby = standby;
    }

    @Override
    public Connection getConnection() {
        return driver == StubDriver.PGJDBC ? new StubPgConnection(standby) : new StubConnection();
    }

    @Override
    public Connection getConnection(String username, String password) {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.pgsluice.benchmarks");
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
