// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import static io.pgsluice.internal.jdbc.Shell.ask;
import static io.pgsluice.internal.jdbc.Shell.execute;
import static io.pgsluice.internal.jdbc.Shell.nodeOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class StatementIT extends ShellIT {

    @Test
    void preparedStatement_overRoutes_keepsParametersAndSettings() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT ?::int, ?::text, pg_is_in_recovery(), g" + " FROM generate_series(1, 10) g")) {
            statement.setInt(1, 42);
            statement.setObject(2, "text", Types.VARCHAR);
            statement.setMaxRows(3);
            statement.setFetchSize(2);
            statement.setQueryTimeout(7);
            assertRow(statement, true);
            connection.setReadOnly(false);
            assertRow(statement, false);
            assertThat(statement.getMaxRows()).isEqualTo(3);
            assertThat(statement.getFetchSize()).isEqualTo(2);
            assertThat(statement.getQueryTimeout()).isEqualTo(7);
            assertThat(shell.inUse()).isOne();
        }
    }

    private static void assertRow(PreparedStatement statement, boolean inRecovery) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            int count = 0;
            while (rows.next()) {
                count++;
                assertThat(rows.getInt(1)).isEqualTo(42);
                assertThat(rows.getString(2)).isEqualTo("text");
                assertThat(rows.getBoolean(3)).isEqualTo(inRecovery);
            }
            assertThat(count).isEqualTo(3);
        }
    }

    @Test
    void preparedStatement_executedRepeatedly_isRoutedOncePerTransaction() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly()) {
            connection.setAutoCommit(false);
            PreparedStatement statement = connection.prepareStatement("SELECT 1");
            statement.executeQuery();
            statement.executeQuery();
            assertThat(shell.requests).hasSize(2);
            assertThat(shell.requests.get(0).confirms()).isFalse();
            assertThat(shell.requests.get(1).confirms()).isTrue();
            connection.commit();
            statement.executeQuery();
            assertThat(shell.requests).hasSize(3);
            assertThat(shell.requests.get(2).confirms()).isFalse();
            assertThat(shell.requests.get(2).prefer()).isNotNull();
        }
    }

    @Test
    void preparedStatement_withStream_canNotMove() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly();
                PreparedStatement statement = connection.prepareStatement("SELECT ?::bytea")) {
            statement.setBinaryStream(1, new ByteArrayInputStream(new byte[] {1}));
            connection.setReadOnly(false);
            assertFails("55000", statement::executeQuery);
            statement.clearParameters();
            statement.setBytes(1, new byte[] {1});
            assertThat(statement.executeQuery().next()).isTrue();
        }
    }

    @Test
    void batch_isExecutedAndMayMoveAfterwards() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            connection.setAutoCommit(false);
            PreparedStatement statement = connection.prepareStatement("INSERT INTO item (name) VALUES (?)");
            for (int i = 0; i < 3; i++) {
                statement.setString(1, "batch " + i);
                statement.addBatch();
            }
            assertThat(statement.executeBatch()).containsExactly(1, 1, 1);
            try (Statement plain = connection.createStatement()) {
                plain.addBatch("INSERT INTO item (name) VALUES ('batch')");
                plain.addBatch("INSERT INTO item (name) VALUES ('batch')");
                assertThat(plain.executeBatch()).containsExactly(1, 1);
            }
            connection.rollback();
            statement.setString(1, "batch");
            statement.addBatch();
            statement.clearBatch();
            connection.setReadOnly(true);
            assertFails("25006", statement::executeUpdate);
            assertThat(nodeOf(connection)).isNotEqualTo("n1");
            connection.rollback();
        }
    }

    @Test
    void batch_prepared_beforeItsTransactionRunsElsewhere_isMadeThere() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly();
                PreparedStatement statement = connection.prepareStatement("INSERT INTO item (name) VALUES (?)")) {
            connection.setReadOnly(false);
            connection.setAutoCommit(false);
            statement.setString(1, "batch");
            statement.addBatch();
            assertThat(statement.executeBatch()).containsExactly(1);
            connection.rollback();
        }
    }

    @Test
    void generatedKeys_areAnswered() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(
                    "INSERT INTO item (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
                statement.setString(1, "key");
                assertThat(statement.executeUpdate()).isOne();
                assertThat(statement.getGeneratedKeys().next()).isTrue();
            }
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO item (name) VALUES ('key')", new String[] {"id"});
                assertThat(statement.getGeneratedKeys().next()).isTrue();
            }
            connection.rollback();
        }
    }

    @Test
    void callable_overRoutes_keepsItsOutParameters() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly();
                CallableStatement statement = connection.prepareCall("{call twice(?, ?)}")) {
            statement.setInt(1, 21);
            statement.registerOutParameter(2, Types.INTEGER);
            statement.execute();
            assertThat(statement.getInt(2)).isEqualTo(42);
            connection.setReadOnly(false);
            statement.execute();
            assertThat(statement.getInt(2)).isEqualTo(42);
            assertThat(nodeOf(connection)).isEqualTo("n1");
        }
    }

    @Test
    void fetchSize_inATransaction_readsByCursor() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(10);
                shell.roundTrips.take();
                try (ResultSet rows = statement.executeQuery("SELECT id FROM item")) {
                    shell.roundTrips.take();
                    int count = 0;
                    while (rows.next()) {
                        count++;
                    }
                    assertThat(count).isEqualTo(100);
                    assertThat(shell.roundTrips.take()).isGreaterThanOrEqualTo(9);
                }
            }
            connection.commit();
        }
    }

    @Test
    void closeOnCompletion_withItsResultSet_closesTheStatement() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly()) {
            Statement statement = connection.createStatement();
            statement.closeOnCompletion();
            ResultSet rows = statement.executeQuery("SELECT 1");
            assertThat(statement.isCloseOnCompletion()).isTrue();
            rows.close();
            assertThat(statement.isClosed()).isTrue();
            connection.setReadOnly(false);
            assertFails("55000", () -> statement.execute("SELECT 1"));
            ask(connection, "SELECT 1");
            assertThat(shell.inUse()).isOne();
        }
    }

    @Test
    void multipleResults_areWalkedThrough() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly();
                Statement statement = connection.createStatement()) {
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
            assertThat(statement.execute("SELECT 1; SELECT 2")).isTrue();
            assertThat(statement.getResultSet().next()).isTrue();
            assertThat(statement.getMoreResults()).isTrue();
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(2);
            }
            assertThat(statement.getMoreResults()).isFalse();
        }
    }

    @Test
    void invalidSetting_onUnboundStatement_isRefusedAtOnce() throws Exception {
        try (RoutingConnection connection = shell.connect();
                Statement statement = connection.createStatement()) {
            assertFails("22023", () -> statement.setFetchSize(-1));
            assertFails("22023", () -> statement.setMaxRows(-1));
        }
    }

    @Test
    void cancel_fromAnotherThread_endsTheStatement() throws Exception {
        try (RoutingConnection connection = shell.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            Thread cancelling = new Thread(() -> {
                try (Connection observer = cluster.primary().connect()) {
                    Awaitility.await().until(() -> ask(
                                    observer, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                            .equals("1"));
                    statement.cancel();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            cancelling.start();
            assertFails("57014", () -> statement.execute("SELECT pg_sleep(60)"));
            cancelling.join();
        }
    }

    @Test
    void failedStatement_inATransaction_leavesItFailedUntilRollback() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            connection.setAutoCommit(false);
            assertFails("42P01", () -> execute(connection, "SELECT * FROM nowhere"));
            assertFails("25P02", () -> execute(connection, "SELECT 1"));
            connection.rollback();
            assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
            assertThat(shell.failures).hasSize(2);
        }
    }
}
