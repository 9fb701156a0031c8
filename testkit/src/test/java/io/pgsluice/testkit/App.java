// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What an application does, through the relay. */
final class App {
    private App() {}

    static Connection connect(PostgresNode node) throws SQLException {
        return connect(node, "connectTimeout=10");
    }

    static Connection connect(PostgresNode node, String parameters) throws SQLException {
        return DriverManager.getConnection(
                node.jdbcUrl() + "?sslmode=disable&gssEncMode=disable&" + parameters,
                PostgresCluster.APP_USER,
                PostgresCluster.APP_PASSWORD);
    }

    static void execute(PostgresNode node, String sql) throws SQLException {
        try (Connection connection = connect(node)) {
            execute(connection, sql);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static long number(PostgresNode node, String sql) throws SQLException {
        try (Connection connection = connect(node)) {
            return number(connection, sql);
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
