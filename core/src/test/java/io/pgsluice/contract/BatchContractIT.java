// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Batches, whole and broken. */
class BatchContractIT extends Contract {
    private static final String INSERT = "INSERT INTO work (name, amount) VALUES (?, ?)";

    private static String names(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT string_agg(name, ',' ORDER BY id) FROM work")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void add(PreparedStatement statement, String name, int amount) throws SQLException {
        statement.setString(1, name);
        statement.setInt(2, amount);
        statement.addBatch();
    }

    @Test
    void plain_isExecuted() throws Exception {
        onPrimary((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("INSERT INTO work (name) VALUES ('a')");
                statement.addBatch("UPDATE work SET amount = 1 WHERE id <= 3");
                statement.addBatch("DELETE FROM work WHERE id > 5");
                seen.is("counts", new int[] {1, 3, 1}, statement::executeBatch);
                seen.is("none left", new int[0], statement::executeBatch);
                seen.note("count", statement::getUpdateCount);
                statement.addBatch("DELETE FROM work");
                seen.succeeds("cleared", statement::clearBatch);
                seen.is("nothing", new int[0], statement::executeLargeBatch);
                statement.addBatch("SELECT 1");
                seen.note("a query", statement::executeBatch);
                statement.addBatch("DELETE FROM work WHERE id = 1");
                seen.is("afterwards", new int[] {1}, statement::executeLargeBatch);
            }
        });
    }

    @Test
    void plain_failingInTheMiddle_tellsWhatWasDone() throws Exception {
        onPrimary((connection, seen) -> {
            for (boolean autoCommit : new boolean[] {true, false}) {
                connection.setAutoCommit(autoCommit);
                String in = autoCommit ? ", autocommit" : ", transaction";
                try (Statement statement = connection.createStatement()) {
                    statement.addBatch("DELETE FROM work WHERE id = 1");
                    statement.addBatch("UPDATE work SET amount = -1");
                    statement.addBatch("DELETE FROM work");
                    seen.fails("batch" + in, "23514", statement::executeBatch);
                    seen.does("forgotten" + in, statement::executeBatch);
                }
                if (!autoCommit) {
                    seen.fails("failed transaction", "25P02", () -> names(connection));
                    connection.rollback();
                }
                seen.note("left" + in, () -> names(connection));
                if (!autoCommit) {
                    connection.rollback();
                }
            }
        });
    }

    @Test
    void prepared_isExecuted() throws Exception {
        onPrimary((connection, seen) -> prepared(connection, seen));
    }

    @Test
    void prepared_rewritten_isExecuted() throws Exception {
        onPrimaryWith("reWriteBatchedInserts", "true", (connection, seen) -> prepared(connection, seen));
    }

    private static void prepared(Connection connection, Transcript seen) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < 7; i++) {
                add(statement, "new " + i, i);
            }
            seen.note("counts", statement::executeBatch);
            seen.is("none left", new int[0], statement::executeBatch);
            add(statement, "one", 1);
            seen.note("one", statement::executeLargeBatch);
            add(statement, "gone", 1);
            seen.succeeds("cleared", statement::clearBatch);
            seen.is("nothing", new int[0], statement::executeBatch);
            seen.note("parameters stay", statement::executeUpdate);
        }
        seen.note("there", () -> names(connection));
    }

    @Test
    void prepared_failingInTheMiddle_tellsWhatWasDone() throws Exception {
        onPrimary((connection, seen) -> preparedFailing(connection, seen));
    }

    @Test
    void prepared_rewritten_failingInTheMiddle_tellsWhatWasDone() throws Exception {
        onPrimaryWith("reWriteBatchedInserts", "true", (connection, seen) -> preparedFailing(connection, seen));
    }

    private static void preparedFailing(Connection connection, Transcript seen) throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            connection.setAutoCommit(autoCommit);
            String in = autoCommit ? ", autocommit" : ", transaction";
            try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                add(statement, "x", 1);
                add(statement, "y", 1);
                add(statement, "work 1", 1);
                add(statement, "z", 1);
                seen.fails("batch" + in, "23505", statement::executeBatch);
                seen.does("forgotten" + in, statement::executeBatch);
            }
            if (!autoCommit) {
                seen.fails("failed transaction", "25P02", () -> names(connection));
                connection.rollback();
            }
            seen.note("left" + in, () -> names(connection));
        }
        connection.rollback();
    }

    @Test
    void prepared_acrossTransactions_staysOpen() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                add(statement, "first", 1);
                seen.is("first", new int[] {1}, statement::executeBatch);
                connection.commit();
                add(statement, "second", 1);
                connection.rollback();
                seen.is("second", new int[] {1}, statement::executeBatch);
                connection.commit();
                add(statement, "third", 1);
                connection.commit();
                add(statement, "fourth", 1);
                seen.is("third", new int[] {1, 1}, statement::executeBatch);
                connection.rollback();
            }
            seen.note("there", () -> names(connection));
            connection.rollback();
        });
    }

    @Test
    void prepared_withMissingParameters_isReported() throws Exception {
        onPrimary((connection, seen) -> {
            try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                seen.does("none", statement::addBatch);
                statement.setString(1, "x");
                seen.does("one", statement::addBatch);
                seen.does("execute", statement::executeBatch);
                seen.succeeds("clear", statement::clearBatch);
                add(statement, "y", 1);
                seen.is("afterwards", new int[] {1}, statement::executeBatch);
            }
        });
    }

    @Test
    void select_inABatch_isRefused() throws Exception {
        everywhere((connection, seen) -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT ?::int")) {
                statement.setInt(1, 1);
                seen.does("add", statement::addBatch);
                seen.note("execute", statement::executeBatch);
                statement.setInt(1, 2);
                seen.note("afterwards", statement::executeQuery);
            }
        });
    }
}
