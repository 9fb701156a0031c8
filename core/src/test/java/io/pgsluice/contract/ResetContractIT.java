// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * What a connection leaves to the next: nothing. Every contract looks at that; here everything is left dirty, and the next connection
 * of pgsluice's stands on the same physical one.
 */
class ResetContractIT extends Contract {

    private static int session(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Closes the connection, and looks at the next one as the application gets it. */
    private void next(Connection connection, Transcript seen) throws Exception {
        boolean readOnly = connection.isReadOnly();
        int session = session(connection);
        connection.close();
        try (Connection next = servers().connect(seen.side(), readOnly, Map.of())) {
            seen.is("autocommit", true, next::getAutoCommit);
            seen.is("read-only", false, next::isReadOnly);
            seen.is("isolation", Connection.TRANSACTION_READ_COMMITTED, next::getTransactionIsolation);
            seen.is("schema", "public", next::getSchema);
            seen.is("holdability", ResultSet.CLOSE_CURSORS_AT_COMMIT, next::getHoldability);
            seen.is("network timeout", 0, next::getNetworkTimeout);
            seen.note("type map", next::getTypeMap);
            seen.is("client info", Servers.NAME, () -> next.getClientInfo("ApplicationName"));
            seen.is("warnings", null, next::getWarnings);
            next.setReadOnly(readOnly);
            if (seen.side() == Side.SLUICE) {
                assertThat(session(next)).isEqualTo(session);
            }
        }
    }

    private static void change(Connection connection) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setSchema("other");
        connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        connection.setNetworkTimeout(Runnable::run, 60_000);
        connection.setTypeMap(new HashMap<>(Map.of("pair", String.class)));
        connection.setClientInfo("ApplicationName", "dirty");
    }

    @Test
    void setters_inAutocommit() throws Exception {
        everywhere((connection, seen) -> {
            change(connection);
            execute(connection, "SELECT 1");
            next(connection, seen);
        });
    }

    @Test
    void setters_beforeATransaction() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            change(connection);
            execute(connection, "SELECT public.say('a warning')");
            next(connection, seen);
        });
    }

    @Test
    void setters_withinATransaction() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            execute(connection, "SELECT 1");
            connection.setSchema("other");
            connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
            connection.setNetworkTimeout(Runnable::run, 60_000);
            connection.setClientInfo("ApplicationName", "dirty");
            connection.commit();
            execute(connection, "SELECT 1");
            next(connection, seen);
        });
    }

    @Test
    void setters_withoutAStatement() throws Exception {
        everywhere((connection, seen) -> {
            change(connection);
            connection.setAutoCommit(false);
            next(connection, seen);
        });
    }

    @Test
    void transaction_thatFailed() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            change(connection);
            seen.fails("error", "22012", () -> execute(connection, "SELECT 1 / 0"));
            next(connection, seen);
        });
    }

    @Test
    void transaction_bySql_thatFailed() throws Exception {
        everywhere((connection, seen) -> {
            change(connection);
            execute(connection, "BEGIN");
            seen.fails("error", "22012", () -> execute(connection, "SELECT 1 / 0"));
            next(connection, seen);
        });
    }

    @Test
    void statements_leftOpen() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            Statement statement = connection.createStatement();
            statement.setFetchSize(2);
            ResultSet rows = statement.executeQuery("SELECT id FROM item");
            seen.is("row", true, rows::next);
            connection.prepareStatement("SELECT 1").executeQuery();
            next(connection, seen);
        });
    }
}
