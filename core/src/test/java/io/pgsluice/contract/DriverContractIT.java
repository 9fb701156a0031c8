// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.PGStatement;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.PGCopyOutputStream;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PreferQueryMode;

/** What pgjdbc offers beyond JDBC. */
class DriverContractIT extends Contract {

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static CopyManager copy(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private static String copied(Connection connection, String sql) throws Exception {
        StringWriter text = new StringWriter();
        copy(connection).copyOut(sql, text);
        return text.toString();
    }

    @Test
    void copy_out() throws Exception {
        everywhere((connection, seen) -> {
            seen.is(
                    "rows",
                    "1\titem 1\n2\titem 2\n",
                    () -> copied(connection, "COPY (SELECT id, name FROM item WHERE id < 3 ORDER BY id) TO STDOUT"));
            connection.setAutoCommit(false);
            seen.is("in a transaction", "1\n", () -> copied(connection, "COPY (SELECT 1) TO STDOUT"));
            seen.fails("error", "22012", () -> copied(connection, "COPY (SELECT 1 / 0) TO STDOUT"));
            seen.fails("failed", "25P02", () -> execute(connection, "SELECT 1"));
            connection.rollback();
            seen.is("afterwards", "2\n", () -> copied(connection, "COPY (SELECT 2) TO STDOUT"));
            connection.rollback();
        });
    }

    @Test
    void copy_in() throws Exception {
        onPrimary((connection, seen) -> {
            seen.is("reader", 2L, () -> copy(connection)
                    .copyIn("COPY work (name, amount) FROM STDIN", new StringReader("a\t1\nb\t2\n")));
            seen.is("stream", 1L, () -> copy(connection)
                    .copyIn(
                            "COPY work (name, amount) FROM STDIN (FORMAT csv)",
                            new ByteArrayInputStream("c,3".getBytes(StandardCharsets.UTF_8))));
            seen.fails("violation", "23505", () -> copy(connection)
                    .copyIn("COPY work (name) FROM STDIN", new StringReader("work 1\n")));
            connection.setAutoCommit(false);
            CopyIn copy = copy(connection).copyIn("COPY work (name) FROM STDIN");
            byte[] row = "d\n".getBytes(StandardCharsets.UTF_8);
            copy.writeToCopy(row, 0, row.length);
            seen.is("active", true, copy::isActive);
            seen.is("end", 1L, copy::endCopy);
            CopyIn cancelled = copy(connection).copyIn("COPY work (name) FROM STDIN");
            seen.does("cancel", cancelled::cancelCopy);
            connection.rollback();
            try (PGCopyOutputStream stream =
                    new PGCopyOutputStream(connection.unwrap(PGConnection.class), "COPY work (name) FROM STDIN")) {
                stream.write(row);
            }
            connection.commit();
            seen.is(
                    "there",
                    "a\nb\nc\nd\n",
                    () -> copied(connection, "COPY (SELECT name FROM work WHERE id > 5 ORDER BY name) TO STDOUT"));
            connection.rollback();
        });
    }

    @Test
    void copy_byAManagerOfBefore_inAutocommit_isCommitted() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setAutoCommit(false);
            CopyManager copy = copy(connection);
            execute(connection, "SELECT 1");
            connection.commit();
            connection.setAutoCommit(true);
            seen.is("rows", 1L, () -> copy.copyIn("COPY work (name) FROM STDIN", new StringReader("kept\n")));
            connection.close();
            try (Connection other = another(seen)) {
                seen.is("kept", "kept\n", () -> copied(other, "COPY (SELECT name FROM work WHERE id > 5) TO STDOUT"));
            }
        });
    }

    @Test
    void copy_byAManagerOfBefore_afterRollback_isUndone() throws Exception {
        onPrimary((connection, seen) -> {
            CopyManager copy = copy(connection);
            execute(connection, "SELECT 1");
            connection.setAutoCommit(false);
            seen.is("rows", 1L, () -> copy.copyIn("COPY work (name) FROM STDIN", new StringReader("undone\n")));
            connection.rollback();
            connection.close();
            try (Connection other = another(seen)) {
                seen.is("undone", "", () -> copied(other, "COPY (SELECT name FROM work WHERE id > 5) TO STDOUT"));
            }
        });
    }

    @Test
    void copy_bySql_isRefused() throws Exception {
        onPrimary((connection, seen) -> {
            seen.does("from", () -> execute(connection, "COPY work (name) FROM STDIN"));
            seen.does("to", () -> execute(connection, "COPY work TO STDOUT"));
            seen.succeeds("afterwards", () -> execute(connection, "SELECT 1"));
        });
    }

    @Test
    void notifications_arrive() throws Exception {
        onPrimary((connection, seen) -> {
            PGConnection driver = connection.unwrap(PGConnection.class);
            execute(connection, "LISTEN news");
            try (Connection other = another(seen)) {
                execute(other, "NOTIFY news, 'one'");
            }
            seen.is("from another", List.of("news one"), () -> names(driver.getNotifications(5000)));
            execute(connection, "NOTIFY news, 'two'");
            seen.is("one's own", List.of("news two"), () -> names(driver.getNotifications(5000)));
            connection.setAutoCommit(false);
            execute(connection, "NOTIFY news, 'three'");
            seen.is("before the commit", List.of(), () -> names(driver.getNotifications()));
            connection.commit();
            seen.is("after the commit", List.of("news three"), () -> names(driver.getNotifications(5000)));
            seen.is("no more", List.of(), () -> names(driver.getNotifications()));
            execute(connection, "UNLISTEN *");
            connection.commit();
        });
    }

    @Test
    void notifications_ofOneThatForgetsToUnlisten() throws Exception {
        onPrimary((connection, seen) -> {
            execute(connection, "LISTEN news");
            execute(connection, "NOTIFY news, 'mine'");
            connection.close();
            try (Connection next = another(seen)) {
                seen.is("nothing for the next", List.of(), () -> {
                    execute(next, "SELECT 1");
                    return names(next.unwrap(PGConnection.class).getNotifications());
                });
            }
        });
    }

    private static List<String> names(PGNotification[] notifications) {
        return notifications == null
                ? List.of()
                : Arrays.stream(notifications)
                        .map(notification -> notification.getName() + " " + notification.getParameter())
                        .collect(Collectors.toList());
    }

    @Test
    void settings_ofTheDriver_areCleanAgain() throws Exception {
        everywhere((connection, seen) -> {
            PGConnection driver = connection.unwrap(PGConnection.class);
            driver.setPrepareThreshold(17);
            driver.setDefaultFetchSize(19);
            driver.setAutosave(AutoSave.ALWAYS);
            driver.setAdaptiveFetch(true);
            seen.is("threshold", 17, driver::getPrepareThreshold);
            seen.is("fetch size", 19, driver::getDefaultFetchSize);
            seen.is("autosave", AutoSave.ALWAYS, driver::getAutosave);
            try (PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
                seen.is("of a statement", 17, () -> statement
                        .unwrap(PGStatement.class)
                        .getPrepareThreshold());
                seen.is("fetch size of a statement", 19, statement::getFetchSize);
            }
        });
    }

    @Test
    void information_ofTheDriver() throws Exception {
        everywhere((connection, seen) -> {
            PGConnection driver = connection.unwrap(PGConnection.class);
            seen.is("mode", PreferQueryMode.EXTENDED, driver::getPreferQueryMode);
            seen.is("zone", true, () -> driver.getParameterStatus("TimeZone") != null);
            seen.is("parameters", true, () -> driver.getParameterStatuses().size() > 5);
            seen.note("escaped", () -> driver.escapeLiteral("it's") + driver.escapeIdentifier("a b"));
            seen.is("backend", true, () -> driver.getBackendPID() > 0);
            seen.is(
                    "same connection",
                    true,
                    () -> connection.unwrap(PGConnection.class).getBackendPID() == driver.getBackendPID());
        });
    }

    @Test
    void serverPrepare_ofAStatement() throws Exception {
        everywhere((connection, seen) -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT ?::int AS x")) {
                PGStatement driver = statement.unwrap(PGStatement.class);
                driver.setPrepareThreshold(1);
                statement.setInt(1, 1);
                seen.note("rows", statement::executeQuery);
                seen.is("prepared", true, driver::isUseServerPrepare);
                seen.note("oid", driver::getLastOID);
                statement.setString(1, "2");
                seen.note("another type", statement::executeQuery);
            }
        });
    }

    @Test
    void cancel_byTheDriver() throws Exception {
        everywhere((connection, seen) -> {
            seen.succeeds("nothing to cancel", connection.unwrap(PGConnection.class)::cancelQuery);
            seen.succeeds("afterwards", () -> execute(connection, "SELECT 1"));
        });
    }
}
