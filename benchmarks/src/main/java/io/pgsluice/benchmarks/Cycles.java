// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What an application does between {@code getConnection()} and {@code close()}. */
public enum Cycles {
    /** A read-only transaction of one query. */
    READ_TX("readTx") {
        @Override
        public int run(DataSource dataSource, int id) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                int answer = read(connection, id);
                connection.commit();
                return answer;
            }
        }
    },
    /** A transaction of one update. */
    WRITE_TX("writeTx") {
        @Override
        public int run(DataSource dataSource, int id) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                int answer = write(connection, id);
                connection.commit();
                return answer;
            }
        }
    },
    /** One query with autocommit on, on a connection declared read-only. */
    AUTOCOMMIT_READ("autocommitRead") {
        @Override
        public int run(DataSource dataSource, int id) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                connection.setReadOnly(true);
                return read(connection, id);
            }
        }
    },
    /** A connection of which no use is made. */
    EMPTY("emptyCycle") {
        @Override
        public int run(DataSource dataSource, int id) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                return connection.hashCode();
            }
        }
    },
    /** A read-only transaction and then one that writes, on one connection. */
    MIXED("mixed") {
        @Override
        public int run(DataSource dataSource, int id) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                int answer = read(connection, id);
                connection.commit();
                connection.setReadOnly(false);
                answer += write(connection, id);
                connection.commit();
                return answer;
            }
        }
    },
    /** A query of a thousand rows with autocommit on, on a connection declared read-only. */
    ROWS("rows") {
        @Override
        public int run(DataSource dataSource, int id) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                connection.setReadOnly(true);
                try (PreparedStatement statement = connection.prepareStatement(SELECT_MANY)) {
                    statement.setFetchSize(MANY);
                    statement.setInt(1, MANY);
                    int sum = 0;
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            sum += rows.getInt(1);
                        }
                    }
                    return sum;
                }
            }
        }
    };

    /** How many rows {@link #ROWS} reads. */
    static final int MANY = 1_000;

    private static final String SELECT = "SELECT balance FROM account WHERE id = ?";
    private static final String SELECT_MANY = "SELECT balance FROM account WHERE id <= ?";
    private static final String UPDATE = "UPDATE account SET balance = balance + 1 WHERE id = ?";

    private final String title;

    Cycles(String title) {
        this.title = title;
    }

    /** What it is called in tables. */
    String title() {
        return title;
    }

    /** Runs it once. */
    public abstract int run(DataSource dataSource, int id) throws SQLException;

    private static int read(Connection connection, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            statement.setInt(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static int write(Connection connection, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
            statement.setInt(1, id);
            return statement.executeUpdate();
        }
    }

    /** Makes the table that the cycles read and write. */
    static void makeTable(Connection connection) throws SQLException {
        try (PreparedStatement drop = connection.prepareStatement("DROP TABLE IF EXISTS account");
                PreparedStatement make = connection.prepareStatement(
                        "CREATE TABLE account AS SELECT id, 0 AS balance FROM generate_series(1, " + 10 * MANY
                                + ") AS id")) {
            drop.execute();
            make.execute();
        }
        try (PreparedStatement key = connection.prepareStatement("ALTER TABLE account ADD PRIMARY KEY (id)")) {
            key.execute();
        }
    }
}
