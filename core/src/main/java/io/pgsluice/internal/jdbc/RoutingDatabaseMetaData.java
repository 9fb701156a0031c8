// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgDatabaseMetaData;

/** Metadata that takes a physical connection only for what a server must be asked. */
final class RoutingDatabaseMetaData implements ForwardingDatabaseMetaData {
    /** Without a connection it answers all that does not depend on one. */
    private static final DatabaseMetaData CONSTANTS = new PgDatabaseMetaData(null);

    private final RoutingConnection connection;
    private final ConnectionDefaults defaults;

    RoutingDatabaseMetaData(RoutingConnection connection, ConnectionDefaults defaults) {
        this.connection = connection;
        this.defaults = defaults;
    }

    @Override
    public DatabaseMetaData constants() {
        return CONSTANTS;
    }

    @Override
    public DatabaseMetaData delegate() throws SQLException {
        return connection.ask(lease -> lease.connection().getMetaData());
    }

    @Override
    public ResultSet rows(Rows question) throws SQLException {
        return connection.ask(lease -> RoutingStatement.adopt(
                connection, lease, question.of(lease.connection().getMetaData())));
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public String getURL() {
        return defaults.url();
    }

    @Override
    public @Nullable String getUserName() throws SQLException {
        String user = defaults.userName();
        return user == null ? delegate().getUserName() : user;
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return connection.isReadOnly();
    }

    @Override
    public int getDefaultTransactionIsolation() {
        return defaults.transactionIsolation();
    }

    @Override
    public String getDatabaseProductVersion() throws SQLException {
        String version = defaults.serverVersion();
        return version == null ? delegate().getDatabaseProductVersion() : version;
    }

    @Override
    public int getDatabaseMajorVersion() throws SQLException {
        int major = versionPart(0);
        return major < 0 ? delegate().getDatabaseMajorVersion() : major;
    }

    @Override
    public int getDatabaseMinorVersion() throws SQLException {
        int minor = versionPart(1);
        return minor < 0 ? delegate().getDatabaseMinorVersion() : minor;
    }

    /** A number of "17.4" or "17.4 (Debian 17.4-1)"; -1 if there is none, as in "18beta1". */
    private int versionPart(int part) {
        String version = defaults.serverVersion();
        if (version == null) {
            return -1;
        }
        int begin = part == 0 ? 0 : version.indexOf('.') + 1;
        int end = begin;
        while (end < version.length() && Character.isDigit(version.charAt(end))) {
            end++;
        }
        return end == begin || (part == 1 && begin == 0) ? -1 : Integer.parseInt(version, begin, end, 10);
    }

    @Override
    public <T> T unwrap(Class<T> iface) throws SQLException {
        return iface.isInstance(this) ? iface.cast(this) : delegate().unwrap(iface);
    }

    @Override
    public boolean isWrapperFor(Class<?> iface) throws SQLException {
        return iface.isInstance(this) || delegate().isWrapperFor(iface);
    }
}
