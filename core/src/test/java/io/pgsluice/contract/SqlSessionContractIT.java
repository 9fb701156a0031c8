// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What SQL changes in a session: it lasts as long as the connection, and not longer. */
class SqlSessionContractIT extends Contract {

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void set_lasts() throws Exception {
        everywhere((connection, seen) -> {
            execute(connection, "SET app.tenant = 'one'");
            seen.is("set", "one", () -> ask(connection, "SHOW app.tenant"));
            execute(connection, "SET statement_timeout = '12s'");
            execute(connection, "SET TIME ZONE 'Asia/Tokyo'");
            execute(connection, "SET search_path TO other, public");
            connection.setAutoCommit(false);
            seen.is("timeout", "12s", () -> ask(connection, "SHOW statement_timeout"));
            seen.is("zone", "Asia/Tokyo", () -> ask(connection, "SHOW TimeZone"));
            seen.is("schema", "other", connection::getSchema);
            connection.commit();
            execute(connection, "RESET app.tenant");
            seen.is("reset", "", () -> ask(connection, "SHOW app.tenant"));
            execute(connection, "RESET ALL");
            seen.note("reset all", () -> ask(connection, "SHOW statement_timeout"));
            connection.rollback();
        });
    }

    @Test
    void set_lastsOverRoutes() throws Exception {
        onPrimary((connection, seen) -> {
            execute(connection, "SET app.tenant = 'one'");
            connection.setReadOnly(true);
            seen.is("read-only", "one", () -> ask(connection, "SHOW app.tenant"));
            execute(connection, "SET app.tenant = 'two'");
            connection.setReadOnly(false);
            seen.is("read-write", "two", () -> ask(connection, "SHOW app.tenant"));
        });
    }

    @Test
    void set_isTransactional() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            execute(connection, "SET app.tenant = 'one'");
            connection.commit();
            execute(connection, "SET app.tenant = 'two'");
            seen.is("within", "two", () -> ask(connection, "SHOW app.tenant"));
            connection.rollback();
            seen.is("rolled back", "one", () -> ask(connection, "SHOW app.tenant"));
            execute(connection, "SET LOCAL app.tenant = 'local'");
            seen.is("local", "local", () -> ask(connection, "SHOW app.tenant"));
            connection.commit();
            seen.is("after local", "one", () -> ask(connection, "SHOW app.tenant"));
            var savepoint = connection.setSavepoint();
            execute(connection, "SET app.tenant = 'three'");
            connection.rollback(savepoint);
            seen.is("back to a savepoint", "one", () -> ask(connection, "SHOW app.tenant"));
            seen.fails("error", "22012", () -> execute(connection, "SET app.tenant = 'four'; SELECT 1 / 0"));
            connection.rollback();
            seen.is("after an error", "one", () -> ask(connection, "SHOW app.tenant"));
            connection.rollback();
        });
    }

    @Test
    void setConfig_lasts() throws Exception {
        onPrimary((connection, seen) -> {
            seen.is("set", "one", () -> ask(connection, "SELECT set_config('app.tenant', 'one', false)"));
            seen.is("then", "one", () -> ask(connection, "SELECT current_setting('app.tenant')"));
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT set_config('app.tenant', ?, false)")) {
                statement.setString(1, "two");
                statement.execute();
            }
            seen.is("by parameter", "two", () -> ask(connection, "SHOW app.tenant"));
            connection.setAutoCommit(false);
            execute(connection, "SELECT set_config('app.tenant', 'local', true)");
            seen.is("local", "local", () -> ask(connection, "SHOW app.tenant"));
            connection.rollback();
            seen.is("afterwards", "two", () -> ask(connection, "SHOW app.tenant"));
            connection.rollback();
        });
    }

    @Test
    void role_lasts() throws Exception {
        onPrimary((connection, seen) -> {
            execute(connection, "SET ROLE app_reader");
            seen.is("role", "app_reader", () -> ask(connection, "SELECT current_user"));
            seen.fails("no privilege", "42501", () -> execute(connection, "DELETE FROM work"));
            seen.note("user", () -> connection.getMetaData().getUserName());
            execute(connection, "RESET ROLE");
            seen.is("reset", "app", () -> ask(connection, "SELECT current_user"));
            execute(connection, "SET ROLE app_reader");
        });
    }

    @Test
    void sessionCharacteristics_areTheServers() throws Exception {
        onPrimary((connection, seen) -> {
            execute(connection, "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE");
            seen.is("isolation", "serializable", () -> ask(connection, "SHOW transaction_isolation"));
            seen.note("level", connection::getTransactionIsolation);
            execute(connection, "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
            seen.fails("write", "25006", () -> execute(connection, "DELETE FROM work"));
            seen.note("declared", connection::isReadOnly);
            execute(connection, "SET default_transaction_read_only = off");
            seen.succeeds("write again", () -> execute(connection, "DELETE FROM work"));
        });
    }

    @Test
    void temporaryTables_last() throws Exception {
        apart((connection, seen) -> {
            execute(connection, "CREATE TEMP TABLE mine (i int)");
            execute(connection, "INSERT INTO mine VALUES (1)");
            connection.setAutoCommit(false);
            seen.is("there", "1", () -> ask(connection, "SELECT count(*) FROM mine"));
            connection.commit();
            connection.setAutoCommit(true);
            seen.is("still", "1", () -> ask(connection, "SELECT count(*) FROM mine"));
            execute(connection, "SELECT 1 INTO TEMP another");
            seen.is("another", "1", () -> ask(connection, "SELECT count(*) FROM another"));
        });
    }

    @Test
    void temporarySchema_ofTheOneBefore() throws Exception {
        apart((connection, seen) -> {
            execute(connection, "CREATE TEMP TABLE mine (i int)");
            connection.close();
            try (Connection next = anotherApart(seen);
                    ResultSet schemas = next.getMetaData().getSchemas()) {
                boolean temporary = false;
                while (schemas.next()) {
                    temporary |= schemas.getString(1).startsWith("pg_temp");
                }
                boolean listed = temporary;
                seen.is("listed", false, () -> listed);
            }
        });
    }

    @Test
    void preparedStatements_last() throws Exception {
        everywhere((connection, seen) -> {
            execute(connection, "PREPARE mine (int) AS SELECT $1 * 2");
            seen.is("executed", "42", () -> ask(connection, "EXECUTE mine(21)"));
            connection.setAutoCommit(false);
            seen.is("in a transaction", "4", () -> ask(connection, "EXECUTE mine(2)"));
            connection.rollback();
            connection.setAutoCommit(true);
            execute(connection, "DEALLOCATE mine");
            seen.fails("gone", "26000", () -> ask(connection, "EXECUTE mine(1)"));
            execute(connection, "PREPARE left_behind AS SELECT 1");
        });
    }

    @Test
    void heldCursors_last() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            execute(connection, "DECLARE mine CURSOR WITH HOLD FOR SELECT id FROM item ORDER BY id");
            connection.commit();
            seen.is("first", "1", () -> ask(connection, "FETCH NEXT FROM mine"));
            connection.commit();
            connection.setAutoCommit(true);
            seen.is("second", "2", () -> ask(connection, "FETCH NEXT FROM mine"));
        });
    }

    @Test
    void advisoryLocks_last() throws Exception {
        onPrimary((connection, seen) -> {
            execute(connection, "SELECT pg_advisory_lock(4711)");
            try (Connection other = another(seen)) {
                seen.is("held", "f", () -> ask(other, "SELECT pg_try_advisory_lock(4711)"));
            }
            connection.setAutoCommit(false);
            execute(connection, "SELECT 1");
            connection.rollback();
            connection.setAutoCommit(true);
            seen.is("unlocked", "t", () -> ask(connection, "SELECT pg_advisory_unlock(4711)"));
            execute(connection, "SELECT pg_advisory_lock(4712)");
            connection.close();
            try (Connection other = another(seen)) {
                // A server notices the end of a client a moment later.
                other.setAutoCommit(false);
                execute(other, "SET LOCAL lock_timeout = '10s'");
                seen.succeeds("free after close", () -> execute(other, "SELECT pg_advisory_lock(4712)"));
                other.commit();
                other.setAutoCommit(true);
                seen.is("unlocked again", "t", () -> ask(other, "SELECT pg_advisory_unlock(4712)"));
                execute(other, "SELECT pg_advisory_unlock_all()");
            }
        });
    }

    @Test
    void discard_clears() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setSchema("other");
            execute(connection, "SET app.tenant = 'one'");
            execute(connection, "DISCARD ALL");
            seen.is("setting", "", () -> ask(connection, "SHOW app.tenant"));
            seen.is("schema", "public", connection::getSchema);
            try (PreparedStatement statement = connection.prepareStatement("SELECT ?::int")) {
                statement.setInt(1, 1);
                seen.note("prepared", statement::executeQuery);
            }
        });
    }

    @Test
    void sequences_remember() throws Exception {
        onPrimary((connection, seen) -> {
            seen.is("next", "6", () -> ask(connection, "SELECT nextval('work_id_seq')"));
            seen.is("current", "6", () -> ask(connection, "SELECT currval('work_id_seq')"));
            connection.setAutoCommit(false);
            seen.is("in a transaction", "6", () -> ask(connection, "SELECT currval('work_id_seq')"));
            connection.rollback();
            seen.is("last", "6", () -> ask(connection, "SELECT lastval()"));
            connection.rollback();
            connection.close();
            try (Connection other = another(seen)) {
                seen.fails("not the next one's", "55000", () -> ask(other, "SELECT currval('work_id_seq')"));
            }
        });
    }
}
