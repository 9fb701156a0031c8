// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import static io.pgsluice.contract.Walk.except;
import static io.pgsluice.contract.Walk.getters;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What setters change in a session, and what getters answer. */
class SessionContractIT extends Contract {

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
    void getters_ofAConnection() throws Exception {
        everywhere((connection, seen) -> {
            Walk.over(Connection.class, connection, seen, "", getters().and(except("setSavepoint", "hashCode")));
            connection.setAutoCommit(false);
            execute(connection, "SELECT 1");
            Walk.over(
                    Connection.class,
                    connection,
                    seen,
                    "in a transaction ",
                    getters().and(except("setSavepoint", "hashCode")));
            connection.rollback();
        });
    }

    @Test
    void schema_isSet() throws Exception {
        everywhere((connection, seen) -> {
            seen.is("default", "public", connection::getSchema);
            connection.setSchema("other");
            seen.is("set", "other", connection::getSchema);
            seen.is("on the server", "other", () -> ask(connection, "SELECT current_schema()"));
            seen.is("its table", "0", () -> ask(connection, "SELECT count(*) FROM item"));
            connection.setSchema("nowhere");
            seen.note("unknown", connection::getSchema);
            seen.fails("no table", "42P01", () -> execute(connection, "SELECT * FROM item"));
            connection.setSchema("it's \"odd\"");
            seen.note("odd", () -> ask(connection, "SHOW search_path"));
            seen.does("null", () -> connection.setSchema(noText()));
            seen.note("after null", () -> ask(connection, "SHOW search_path"));
            seen.note("schema after null", connection::getSchema);
        });
    }

    @SuppressWarnings("NullAway") // JDBC allows it.
    private static String noText() {
        return null;
    }

    @Test
    void schema_withinATransaction_isTransactional() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            execute(connection, "SELECT 1");
            connection.setSchema("other");
            seen.is("within", "other", connection::getSchema);
            connection.rollback();
            seen.is("rolled back", "public", connection::getSchema);
            connection.rollback();
            connection.setSchema("other");
            seen.is("first of a transaction", "other", () -> ask(connection, "SELECT current_schema()"));
            connection.commit();
            seen.is("committed", "other", connection::getSchema);
            connection.rollback();
            seen.is("stays", "other", () -> ask(connection, "SELECT current_schema()"));
            connection.rollback();
        });
    }

    @Test
    void schema_beforeTheFirstStatementOfATransaction_thenRolledBack() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            connection.setSchema("other");
            execute(connection, "SELECT 1");
            connection.rollback();
            seen.note("rolled back", connection::getSchema);
            connection.rollback();
        });
    }

    @Test
    void catalog_isTheDatabase() throws Exception {
        everywhere((connection, seen) -> {
            seen.is("catalog", "app", connection::getCatalog);
            seen.succeeds("set", () -> connection.setCatalog("another"));
            seen.is("then", "app", connection::getCatalog);
        });
    }

    @Test
    void clientInfo_isSet() throws Exception {
        everywhere((connection, seen) -> {
            seen.is("all", Map.of("ApplicationName", Servers.NAME), connection::getClientInfo);
            connection.setClientInfo("ApplicationName", "it's mine");
            seen.is("set", "it's mine", () -> connection.getClientInfo("ApplicationName"));
            seen.is("on the server", "it's mine", () -> ask(connection, "SHOW application_name"));
            seen.note("unknown", () -> connection.getClientInfo("Nothing"));
            seen.does("set unknown", () -> connection.setClientInfo("Nothing", "x"));
            seen.note("warnings", connection::getWarnings);
            connection.clearWarnings();
            Properties several = new Properties();
            several.setProperty("ApplicationName", "several");
            several.setProperty("Nothing", "x");
            seen.does("several", () -> connection.setClientInfo(several));
            seen.is("several set", "several", () -> ask(connection, "SHOW application_name"));
            seen.does("none", () -> connection.setClientInfo(new Properties()));
            seen.note("none set", () -> ask(connection, "SHOW application_name"));
            seen.does("null", () -> connection.setClientInfo("ApplicationName", noText()));
            seen.note("after null", () -> ask(connection, "SHOW application_name"));
            seen.note("at last", connection::getClientInfo);
        });
    }

    @Test
    void clientInfo_withinATransaction() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            execute(connection, "SELECT 1");
            connection.setClientInfo("ApplicationName", "within");
            seen.is("within", "within", () -> ask(connection, "SHOW application_name"));
            connection.rollback();
            seen.is("rolled back", Servers.NAME, () -> ask(connection, "SHOW application_name"));
            seen.note("says", () -> connection.getClientInfo("ApplicationName"));
            connection.rollback();
        });
    }

    @Test
    void networkTimeout_isSet() throws Exception {
        everywhere((connection, seen) -> {
            seen.is("default", 0, connection::getNetworkTimeout);
            connection.setNetworkTimeout(Runnable::run, 4321);
            seen.is("set", 4321, connection::getNetworkTimeout);
            execute(connection, "SELECT 1");
            seen.is("still", 4321, connection::getNetworkTimeout);
            seen.fails("negative", "22023", () -> connection.setNetworkTimeout(Runnable::run, -1));
            seen.does("no executor", () -> connection.setNetworkTimeout(noExecutor(), 1));
            connection.setNetworkTimeout(Runnable::run, 0);
            seen.is("none", 0, connection::getNetworkTimeout);
        });
    }

    @SuppressWarnings("NullAway") // What an application may pass by mistake.
    private static java.util.concurrent.Executor noExecutor() {
        return null;
    }

    @Test
    void typeMap_isSet() throws Exception {
        everywhere((connection, seen) -> {
            seen.note("default", connection::getTypeMap);
            Map<String, Class<?>> map = new HashMap<>();
            map.put("pair", String.class);
            connection.setTypeMap(map);
            seen.note("set", connection::getTypeMap);
            execute(connection, "SELECT 1");
            seen.note("still", connection::getTypeMap);
        });
    }

    @Test
    void requests_andShardingKeys() throws Exception {
        everywhere((connection, seen) -> {
            seen.succeeds("begin", connection::beginRequest);
            seen.succeeds("begin again", connection::beginRequest);
            execute(connection, "SELECT 1");
            seen.succeeds("end", connection::endRequest);
            seen.succeeds("end again", connection::endRequest);
            seen.does("key", () -> connection.setShardingKey(key()));
            seen.does("keys", () -> connection.setShardingKey(key(), key()));
            seen.does("valid key", () -> connection.setShardingKeyIfValid(key(), 1));
            seen.does("valid keys", () -> connection.setShardingKeyIfValid(key(), key(), 1));
        });
    }

    private static ShardingKey key() {
        return new ShardingKey() {};
    }

    @Test
    void quoting_byTheConnection() throws Exception {
        everywhere((connection, seen) -> {
            // Methods of Java 26 and later on connections; on statements since Java 9.
            Walk.over(
                    Connection.class,
                    connection,
                    seen,
                    "",
                    method -> method.getName().startsWith("enquote")
                            || method.getName().startsWith("isSimple"));
            seen.note("some", () -> "none needed");
        });
    }

    @Test
    void settings_ofDriverProperties_reachSessions() throws Exception {
        onPrimaryWith("options", "-c statement_timeout=12345", (connection, seen) -> {
            seen.is("timeout", "12345ms", () -> ask(connection, "SHOW statement_timeout"));
            execute(connection, "SET statement_timeout = 0");
            execute(connection, "RESET statement_timeout");
            seen.is("reset", "12345ms", () -> ask(connection, "SHOW statement_timeout"));
        });
    }

    @Test
    void currentSchema_ofTheDriver_isTheDefault() throws Exception {
        onPrimaryWith("currentSchema", "other", (connection, seen) -> {
            seen.is("default", "other", connection::getSchema);
            connection.setSchema("public");
            seen.is("set", "public", connection::getSchema);
        });
    }
}
