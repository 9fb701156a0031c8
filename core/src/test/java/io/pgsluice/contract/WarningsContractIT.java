// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What the server says beside its answers. */
class WarningsContractIT extends Contract {

    @Test
    void warnings_ofAStatement() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.is("none", null, statement::getWarnings);
                try (ResultSet rows = statement.executeQuery("SELECT say('one')")) {
                    seen.note("two", statement::getWarnings);
                    seen.note("again", statement::getWarnings);
                    seen.note("of the rows", rows::getWarnings);
                    seen.note("of the connection", connection::getWarnings);
                    seen.succeeds("clear of the rows", rows::clearWarnings);
                }
                seen.succeeds("clear", statement::clearWarnings);
                seen.is("cleared", null, statement::getWarnings);
                statement.executeQuery("SELECT say('two')");
                statement.executeQuery("SELECT 1");
                seen.note("after another statement", statement::getWarnings);
            }
            try (PreparedStatement statement = connection.prepareStatement("SELECT say(?)")) {
                statement.setString(1, "prepared");
                statement.executeQuery();
                seen.note("prepared", statement::getWarnings);
                seen.succeeds("clear prepared", statement::clearWarnings);
                seen.is("cleared prepared", null, statement::getWarnings);
            }
        });
    }

    @Test
    void warnings_ofTheConnection() throws Exception {
        everywhere((connection, seen) -> {
            seen.is("none", null, connection::getWarnings);
            seen.succeeds("clear", connection::clearWarnings);
            connection.setAutoCommit(false);
            connection.commit();
            connection.setClientInfo("Nothing", "x");
            seen.note("client info", connection::getWarnings);
            seen.succeeds("clear again", connection::clearWarnings);
            seen.is("cleared", null, connection::getWarnings);
            connection.rollback();
        });
    }

    @Test
    void warnings_byLevel() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL client_min_messages = 'warning'");
                statement.executeQuery("SELECT say('x')");
                seen.note("warnings only", statement::getWarnings);
            }
            connection.rollback();
        });
    }

    @Test
    void warning_ofTheServer_aboutTransactions() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("COMMIT");
                seen.note("no transaction", statement::getWarnings);
                statement.clearWarnings();
                statement.execute("BEGIN");
                statement.execute("BEGIN");
                seen.note("two", statement::getWarnings);
                statement.execute("ROLLBACK");
            }
        });
    }
}
