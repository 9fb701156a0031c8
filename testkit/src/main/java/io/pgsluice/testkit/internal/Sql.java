// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The testkit's own statements: short connections, each answer within seconds. */
public final class Sql {
    private static final int TIMEOUT_SECONDS = 15;

    private Sql() {}

    /** Opens a connection without TLS that waits for an answer no longer than the timeout; 0 is for ever. */
    public static Connection connect(
            int port, String database, String user, String password, String application, int answerTimeoutMillis)
            throws SQLException {
        return connect(port, database, user, password, application, answerTimeoutMillis, "disable");
    }

    /** Opens a connection of a user over TLS, without asking who answers, or without TLS. */
    public static Connection connect(int port, String database, String user, String password, boolean tls)
            throws SQLException {
        return connect(port, database, user, password, "test", 0, tls ? "require" : "disable");
    }

    private static Connection connect(
            int port,
            String database,
            String user,
            String password,
            String application,
            int answerTimeoutMillis,
            String sslmode)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", application);
        properties.setProperty("connectTimeout", String.valueOf(TIMEOUT_SECONDS));
        properties.setProperty("socketTimeout", String.valueOf(TIMEOUT_SECONDS));
        properties.setProperty("sslmode", sslmode);
        properties.setProperty("gssEncMode", "disable");
        Connection connection =
                DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
        connection.setNetworkTimeout(Runnable::run, answerTimeoutMillis);
        return connection;
    }

    /** A connection of the testkit itself. */
    public static Connection control(int port) throws SQLException {
        return connect(port, Names.SUPERUSER_DATABASE, Names.SUPERUSER, "", Names.CONTROL, TIMEOUT_SECONDS * 1000);
    }

    /** The first column of the first row, or null where it is null or there is no row. */
    public static @Nullable String value(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    /** As {@link #value(Connection, String, String...)} on a connection of its own. */
    public static @Nullable String value(int port, String sql, String... parameters) throws SQLException {
        try (Connection connection = control(port)) {
            return value(connection, sql, parameters);
        }
    }

    /** Executes statements on a connection of its own. */
    public static void execute(int port, String... statements) throws SQLException {
        try (Connection connection = control(port);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
