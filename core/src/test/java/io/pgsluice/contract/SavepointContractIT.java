// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Savepoints. */
class SavepointContractIT extends Contract {

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int left(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM work")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void rollback_toASavepoint_undoesWhatCameAfter() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setAutoCommit(false);
            execute(connection, "DELETE FROM work WHERE id = 1");
            Savepoint named = connection.setSavepoint("it's \"mine\"");
            execute(connection, "DELETE FROM work WHERE id = 2");
            Savepoint unnamed = connection.setSavepoint();
            execute(connection, "DELETE FROM work WHERE id = 3");
            seen.is("name", "it's \"mine\"", named::getSavepointName);
            seen.does("id of a named one", named::getSavepointId);
            seen.is("id", true, () -> unnamed.getSavepointId() >= 0);
            seen.does("name of an unnamed one", unnamed::getSavepointName);
            seen.is("three deleted", 2, () -> left(connection));
            seen.succeeds("to the unnamed", () -> connection.rollback(unnamed));
            seen.is("two deleted", 3, () -> left(connection));
            seen.succeeds("to the named", () -> connection.rollback(named));
            seen.is("one deleted", 4, () -> left(connection));
            seen.fails("to the unnamed again", "3B001", () -> connection.rollback(unnamed));
            seen.succeeds("back from the failure", () -> connection.rollback(named));
            connection.commit();
            seen.is("committed", 4, () -> left(connection));
            seen.does("after its transaction", () -> connection.rollback(named));
            connection.rollback();
        });
    }

    @Test
    void release_keepsWhatCameAfter() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setAutoCommit(false);
            Savepoint one = connection.setSavepoint("one");
            execute(connection, "DELETE FROM work WHERE id = 1");
            Savepoint two = connection.setSavepoint("two");
            seen.succeeds("release", () -> connection.releaseSavepoint(one));
            seen.does("released name", one::getSavepointName);
            seen.does("rollback to a released one", () -> connection.rollback(one));
            seen.does("rollback to one inside", () -> connection.rollback(two));
            connection.rollback();
            seen.is("all there", 5, () -> left(connection));
            connection.rollback();
        });
    }

    @Test
    void error_isUndoneByASavepoint() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            Savepoint savepoint = connection.setSavepoint();
            seen.fails("error", "22012", () -> execute(connection, "SELECT 1 / 0"));
            seen.fails("failed", "25P02", () -> execute(connection, "SELECT 1"));
            seen.succeeds("rollback", () -> connection.rollback(savepoint));
            seen.succeeds("goes on", () -> execute(connection, "SELECT 1"));
            seen.succeeds("release", () -> connection.releaseSavepoint(savepoint));
            seen.succeeds("commit", connection::commit);
        });
    }

    @Test
    void savepoint_inAutocommit_isRefused() throws Exception {
        everywhere((connection, seen) -> {
            seen.fails("unnamed", "25P01", connection::setSavepoint);
            seen.fails("named", "25P01", () -> connection.setSavepoint("name"));
            connection.setAutoCommit(false);
            Savepoint savepoint = connection.setSavepoint();
            connection.commit();
            connection.setAutoCommit(true);
            seen.fails("rollback", "25P01", () -> connection.rollback(savepoint));
            seen.does("release", () -> connection.releaseSavepoint(savepoint));
            seen.succeeds("works", () -> execute(connection, "SELECT 1"));
        });
    }

    @Test
    void savepoint_ofAnother_isRefused() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setAutoCommit(false);
            try (Connection other = another(seen)) {
                other.setAutoCommit(false);
                Savepoint its = other.setSavepoint("theirs");
                connection.setSavepoint("mine");
                seen.fails("rollback", "3B001", () -> connection.rollback(its));
                other.rollback();
            }
            seen.does("null", () -> connection.rollback(nothing()));
            seen.does("null name", () -> connection.setSavepoint(noName()));
            connection.rollback();
        });
    }

    @SuppressWarnings("NullAway") // What an application may pass by mistake.
    private static Savepoint nothing() {
        return null;
    }

    @SuppressWarnings("NullAway") // What an application may pass by mistake.
    private static String noName() {
        return null;
    }

    @Test
    void savepoint_first_beginsTheTransaction() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setAutoCommit(false);
            Savepoint first = connection.setSavepoint("first");
            execute(connection, "DELETE FROM work");
            connection.rollback(first);
            seen.is("all", 5, () -> left(connection));
            seen.fails(
                    "isolation within",
                    "25001",
                    () -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
            connection.rollback();
        });
    }

    @Test
    void autosave_ofTheDriver_keepsTransactionsAlive() throws Exception {
        onPrimaryWith("autosave", "always", (connection, seen) -> {
            connection.setAutoCommit(false);
            execute(connection, "DELETE FROM work WHERE id = 1");
            seen.fails("error", "22012", () -> execute(connection, "SELECT 1 / 0"));
            seen.is("goes on", 4, () -> left(connection));
            connection.rollback();
        });
    }
}
