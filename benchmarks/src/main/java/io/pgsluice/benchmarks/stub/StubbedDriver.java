// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes pgjdbc's place where {@link DriverManager} is asked for one: its connections are the stub's, or while a candidate learns the servers' own. Safe
 * for use by multiple threads.
 */
public final class StubbedDriver implements Driver, AutoCloseable {
    private static final String PREFIX = "jdbc:postgresql://";
    private static final String MARK = "ApplicationName=stub-";

    /** In the URLs that are for this one alone. */
    private final String mark = MARK + UUID.randomUUID();

    private final Map<String, StubDataSource> stubs;
    private final Driver pgjdbc = new org.postgresql.Driver();

    /** Written by the thread that opens a candidate. */
    private volatile boolean learning;

    /**
     * Makes a driver and registers it in front of pgjdbc.
     *
     * @param stubs by host and port
     */
    public StubbedDriver(Map<String, StubDataSource> stubs, boolean learning) throws SQLException {
        this.stubs = stubs;
        this.learning = learning;
        if (org.postgresql.Driver.isRegistered()) {
            org.postgresql.Driver.deregister();
        }
        DriverManager.registerDriver(this);
        org.postgresql.Driver.register();
    }

    /** The URL as no other driver of this kind takes it. */
    public String marked(String url) {
        return url + "?" + mark;
    }

    /** From now on there are stubs only. */
    public void learned() {
        learning = false;
    }

    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        if (learning) {
            return pgjdbc.connect(url, properties);
        }
        String rest = url.substring(PREFIX.length());
        StubDataSource stub = stubs.get(rest.substring(0, rest.indexOf('/')));
        if (stub == null) {
            throw new SQLException("no stub for " + url, "08001");
        }
        return stub.getConnection();
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX) && (!url.contains(MARK) || url.contains(mark));
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return pgjdbc.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return pgjdbc.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.pgsluice.benchmarks");
    }

    @Override
    public void close() throws SQLException {
        DriverManager.deregisterDriver(this);
    }
}
