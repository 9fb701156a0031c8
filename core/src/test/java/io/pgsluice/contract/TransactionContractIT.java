// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Begin and end of transactions, and errors within them. */
class TransactionContractIT extends Contract {

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private static final String COUNT = "SELECT count(*) FROM work";

    @Test
    void autocommit_endsEachStatement() throws Exception {
        onPrimary((connection, seen) -> {
            seen.is("on", true, connection::getAutoCommit);
            execute(connection, "DELETE FROM work");
            seen.fails("commit", "25P01", connection::commit);
            seen.fails("rollback", "25P01", connection::rollback);
            seen.is("stays", "0", () -> ask(connection, COUNT));
            seen.succeeds("on again", () -> connection.setAutoCommit(true));
        });
    }

    @Test
    void rollback_undoes_andCommitKeeps() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setAutoCommit(false);
            seen.is("off", false, connection::getAutoCommit);
            seen.succeeds("commit of nothing", connection::commit);
            seen.succeeds("rollback of nothing", connection::rollback);
            execute(connection, "DELETE FROM work WHERE id = 1");
            seen.is("within", "4", () -> ask(connection, COUNT));
            seen.succeeds("rollback", connection::rollback);
            seen.is("rolled back", "5", () -> ask(connection, COUNT));
            execute(connection, "DELETE FROM work WHERE id = 1");
            seen.succeeds("commit", connection::commit);
            seen.succeeds("rollback after it", connection::rollback);
            seen.is("committed", "4", () -> ask(connection, COUNT));
            connection.rollback();
        });
    }

    @Test
    void autocommit_switchedWithinATransaction_commits() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setAutoCommit(false);
            execute(connection, "DELETE FROM work WHERE id = 1");
            seen.succeeds("off again", () -> connection.setAutoCommit(false));
            seen.is("not committed", "4", () -> ask(connection, COUNT));
            seen.succeeds("on", () -> connection.setAutoCommit(true));
            seen.fails("rollback", "25P01", connection::rollback);
            seen.is("committed", "4", () -> ask(connection, COUNT));
            connection.setAutoCommit(false);
            execute(connection, "DELETE FROM work");
            connection.rollback();
            connection.setAutoCommit(true);
            seen.is("rolled back", "4", () -> ask(connection, COUNT));
        });
    }

    @Test
    void close_withinATransaction_rollsBack() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setAutoCommit(false);
            execute(connection, "DELETE FROM work");
            connection.close();
            try (Connection other = another(seen)) {
                seen.is("rolled back", "5", () -> ask(other, COUNT));
            }
        });
    }

    @Test
    void error_withinATransaction_failsTheRest() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            seen.fails("error", "22012", () -> execute(connection, "SELECT 1 / 0"));
            seen.fails("next", "25P02", () -> execute(connection, "SELECT 1"));
            seen.fails("savepoint", "25P02", connection::setSavepoint);
            seen.does("isolation", () -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
            seen.does("read-only", () -> connection.setReadOnly(!connection.isReadOnly()));
            seen.does("schema", () -> connection.setSchema("other"));
            seen.note("schema's name", connection::getSchema);
            seen.note("level", connection::getTransactionIsolation);
            seen.note("valid", () -> connection.isValid(5));
            seen.does("commit", connection::commit);
            seen.is("afterwards", "1", () -> ask(connection, "SELECT 1"));
            connection.rollback();
        });
    }

    @Test
    void error_thenRollback_goesOn() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            seen.fails("error", "22012", () -> execute(connection, "SELECT 1 / 0"));
            seen.succeeds("rollback", connection::rollback);
            seen.is("afterwards", "1", () -> ask(connection, "SELECT 1"));
            seen.fails("error later", "22012", () -> execute(connection, "SELECT 1 / 0"));
            seen.does("autocommit on", () -> connection.setAutoCommit(true));
            seen.note("autocommit", connection::getAutoCommit);
            seen.note("at last", () -> ask(connection, "SELECT 1"));
        });
    }

    @Test
    void readOnly_isEnforced() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setReadOnly(true);
            seen.is("declared", true, connection::isReadOnly);
            seen.does("autocommit", () -> execute(connection, "DELETE FROM work WHERE id = 2"));
            connection.setAutoCommit(false);
            seen.fails("transaction", "25006", () -> execute(connection, "DELETE FROM work"));
            connection.rollback();
            seen.is("reads", "20", () -> ask(connection, "SELECT count(*) FROM item"));
            seen.fails("within a transaction", "25001", () -> connection.setReadOnly(false));
            seen.is("still", true, connection::isReadOnly);
            connection.rollback();
            seen.succeeds("back", () -> connection.setReadOnly(false));
            seen.succeeds("writes", () -> execute(connection, "DELETE FROM work WHERE id = 1"));
            seen.fails("declared too late", "25001", () -> connection.setReadOnly(true));
            seen.is("not declared", false, connection::isReadOnly);
            connection.rollback();
        });
    }

    @Test
    void readOnly_onTheServer_isSeen() throws Exception {
        everywhere((connection, seen) -> {
            seen.note("autocommit", () -> ask(connection, "SHOW transaction_read_only"));
            connection.setAutoCommit(false);
            seen.note("transaction", () -> ask(connection, "SHOW transaction_read_only"));
            connection.rollback();
            connection.setReadOnly(true);
            seen.is("read-only transaction", "on", () -> ask(connection, "SHOW transaction_read_only"));
            connection.rollback();
        });
    }

    @Test
    void isolation_isWhatWasAskedFor() throws Exception {
        onPrimary((connection, seen) -> {
            seen.is("default", Connection.TRANSACTION_READ_COMMITTED, connection::getTransactionIsolation);
            for (int level : new int[] {
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE,
                Connection.TRANSACTION_READ_UNCOMMITTED,
                Connection.TRANSACTION_READ_COMMITTED
            }) {
                seen.succeeds("set " + level, () -> connection.setTransactionIsolation(level));
                seen.is("get " + level, level, connection::getTransactionIsolation);
                seen.note("server " + level, () -> ask(connection, "SHOW transaction_isolation"));
                connection.setAutoCommit(false);
                seen.note("server, transaction " + level, () -> ask(connection, "SHOW transaction_isolation"));
                seen.fails(
                        "within " + level,
                        "25001",
                        () -> connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ));
                connection.commit();
                seen.is("still " + level, level, connection::getTransactionIsolation);
                connection.setAutoCommit(true);
            }
            seen.fails("none", "0A000", () -> connection.setTransactionIsolation(Connection.TRANSACTION_NONE));
            seen.fails("unknown", "0A000", () -> connection.setTransactionIsolation(77));
        });
    }

    @Test
    void isolation_serializableOnAStandby() throws Exception {
        everywhere((connection, seen) -> {
            seen.succeeds(
                    "repeatable read",
                    () -> connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ));
            connection.setAutoCommit(false);
            seen.is("its snapshot", "repeatable read", () -> ask(connection, "SHOW transaction_isolation"));
            connection.rollback();
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            seen.note("serializable", () -> ask(connection, "SELECT count(*) FROM item"));
            connection.rollback();
        });
    }

    @Test
    void snapshot_ofRepeatableRead_stays() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            seen.is("first", "5", () -> ask(connection, COUNT));
            try (Connection other = another(seen)) {
                execute(other, "DELETE FROM work WHERE id = 1");
            }
            seen.is("second", "5", () -> ask(connection, COUNT));
            seen.fails("write", "40001", () -> execute(connection, "DELETE FROM work WHERE id = 1"));
            connection.rollback();
            seen.is("third", "4", () -> ask(connection, COUNT));
            connection.rollback();
        });
    }

    @Test
    void constraintViolations_haveTheServersStates() throws Exception {
        onPrimary((connection, seen) -> {
            for (boolean autoCommit : new boolean[] {true, false}) {
                connection.setAutoCommit(autoCommit);
                String in = autoCommit ? " in autocommit" : " in a transaction";
                seen.fails("unique" + in, "23505", () -> insert(connection, "('work 1', 1, 1)"));
                rollBack(connection);
                seen.fails("foreign key" + in, "23503", () -> insert(connection, "('x', 1, 99)"));
                rollBack(connection);
                seen.fails("check" + in, "23514", () -> insert(connection, "('x', -1, 1)"));
                rollBack(connection);
                seen.fails("not null" + in, "23502", () -> insert(connection, "('x', NULL, 1)"));
                rollBack(connection);
                seen.fails("range" + in, "22003", () -> insert(connection, "('x', 99999999999, 1)"));
                rollBack(connection);
                seen.fails("raised" + in, "ZX123", () -> execute(connection, "SELECT fail('ZX123')"));
                rollBack(connection);
                seen.fails("privilege" + in, "42501", () -> execute(connection, "SELECT * FROM pg_authid"));
                rollBack(connection);
                seen.fails("class 08" + in, "08006", () -> execute(connection, "SELECT fail('08006')"));
                rollBack(connection);
            }
        });
    }

    private static void insert(Connection connection, String values) throws SQLException {
        execute(connection, "INSERT INTO work (name, amount, item_id) VALUES " + values);
    }

    private static void rollBack(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
    }

    @Test
    void transaction_inSql_isATransaction() throws Exception {
        onPrimary((connection, seen) -> {
            execute(connection, "BEGIN");
            execute(connection, "DELETE FROM work");
            seen.is("within", "0", () -> ask(connection, COUNT));
            execute(connection, "ROLLBACK");
            seen.is("rolled back", "5", () -> ask(connection, COUNT));
            execute(connection, "START TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            seen.is("isolation", "repeatable read", () -> ask(connection, "SHOW transaction_isolation"));
            seen.note("level", connection::getTransactionIsolation);
            execute(connection, "DELETE FROM work WHERE id = 1");
            execute(connection, "COMMIT");
            seen.is("committed", "4", () -> ask(connection, COUNT));
            execute(connection, "BEGIN READ ONLY");
            seen.fails("read-only", "25006", () -> execute(connection, "DELETE FROM work"));
            seen.fails("failed", "25P02", () -> execute(connection, "SELECT 1"));
            execute(connection, "ROLLBACK");
            connection.setAutoCommit(false);
            execute(connection, "DELETE FROM work WHERE id = 2");
            seen.does("commit in SQL", () -> execute(connection, "COMMIT"));
            seen.is("count", "3", () -> ask(connection, COUNT));
            seen.does("rollback in SQL", () -> execute(connection, "ROLLBACK"));
            seen.does("rollback", connection::rollback);
            seen.is("count at last", "3", () -> ask(connection, COUNT));
            connection.rollback();
        });
    }

    @Test
    void transaction_inSql_leftOpen_isRolledBackAtClose() throws Exception {
        onPrimary((connection, seen) -> {
            execute(connection, "BEGIN");
            execute(connection, "DELETE FROM work");
            connection.close();
            try (Connection other = another(seen)) {
                seen.is("rolled back", "5", () -> ask(other, COUNT));
            }
        });
    }

    @Test
    void isValid_answers() throws Exception {
        everywhere((connection, seen) -> {
            seen.is("open", true, () -> connection.isValid(5));
            seen.is("without a bound", true, () -> connection.isValid(0));
            seen.fails("negative", "22023", () -> connection.isValid(-1));
            connection.setAutoCommit(false);
            seen.is("in no transaction", true, () -> connection.isValid(5));
            execute(connection, "SELECT 1");
            seen.is("in a transaction", true, () -> connection.isValid(5));
            connection.rollback();
            connection.close();
            seen.is("closed", false, () -> connection.isValid(5));
        });
    }

    /** Whether a call began a transaction, with autocommit off. */
    private static void begins(Connection connection, Transcript seen, String call, Transcript.Action action)
            throws SQLException {
        connection.setAutoCommit(false);
        seen.does(call, action);
        seen.does("after " + call, () -> connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ));
        connection.rollback();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }

    @Test
    void calls_thatBeginATransaction() throws Exception {
        everywhere((connection, seen) -> {
            begins(connection, seen, "nothing", () -> {});
            begins(connection, seen, "statement", () -> execute(connection, "SELECT 1"));
            begins(connection, seen, "setSchema", () -> connection.setSchema("public"));
            begins(connection, seen, "setClientInfo", () -> connection.setClientInfo("ApplicationName", "x"));
            begins(connection, seen, "setClientInfo of another", () -> connection.setClientInfo("Another", "x"));
            begins(connection, seen, "setClientInfo of none", () -> connection.setClientInfo(new Properties()));
            begins(connection, seen, "setNetworkTimeout", () -> connection.setNetworkTimeout(Runnable::run, 60_000));
            begins(connection, seen, "setHoldability", () -> connection.setHoldability(1));
            begins(connection, seen, "getSchema", connection::getSchema);
            begins(connection, seen, "getCatalog", connection::getCatalog);
            begins(connection, seen, "getTransactionIsolation", connection::getTransactionIsolation);
            begins(connection, seen, "getClientInfo", connection::getClientInfo);
            begins(connection, seen, "isValid", () -> connection.isValid(5));
            begins(connection, seen, "getWarnings", connection::getWarnings);
            begins(connection, seen, "nativeSQL", () -> connection.nativeSQL("SELECT 1"));
            begins(connection, seen, "getMetaData", () -> connection
                    .getMetaData()
                    .getUserName());
            begins(connection, seen, "getTables", () -> connection
                    .getMetaData()
                    .getTables(null, null, "item", null)
                    .close());
            begins(connection, seen, "createArrayOf", () -> connection.createArrayOf("int4", new Object[] {1}));
            begins(connection, seen, "createSQLXML", connection::createSQLXML);
            begins(connection, seen, "unwrap", () -> connection.unwrap(org.postgresql.PGConnection.class));
            begins(connection, seen, "createStatement", () -> connection
                    .createStatement()
                    .close());
            begins(connection, seen, "prepareStatement", () -> connection
                    .prepareStatement("SELECT 1")
                    .close());
            begins(connection, seen, "metadata of a statement", () -> {
                try (PreparedStatement statement = connection.prepareStatement("SELECT id FROM item")) {
                    statement.getMetaData();
                }
            });
            begins(connection, seen, "setSavepoint", connection::setSavepoint);
            begins(connection, seen, "beginRequest", connection::beginRequest);
        });
    }
}
