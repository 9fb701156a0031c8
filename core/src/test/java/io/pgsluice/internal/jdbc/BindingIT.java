// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import static io.pgsluice.internal.jdbc.Shell.ask;
import static io.pgsluice.internal.jdbc.Shell.execute;
import static io.pgsluice.internal.jdbc.Shell.nodeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class BindingIT extends ShellIT {

    @Test
    void earlyFrameworkCalls_onFreshConnection_borrowNothing() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            DatabaseMetaData metaData = connection.getMetaData();
            assertThat(metaData.getURL()).isEqualTo("jdbc:pgsluice:shell");
            assertThat(metaData.getUserName()).isEqualTo("app");
            assertThat(metaData.getDatabaseProductName()).isEqualTo("PostgreSQL");
            assertThat(metaData.getDatabaseProductVersion()).startsWith("17.4");
            assertThat(metaData.getDatabaseMajorVersion()).isEqualTo(17);
            assertThat(metaData.getDatabaseMinorVersion()).isEqualTo(4);
            assertThat(metaData.getDriverName()).contains("PostgreSQL");
            assertThat(metaData.supportsBatchUpdates()).isTrue();
            assertThat(metaData.supportsGetGeneratedKeys()).isTrue();
            assertThat(metaData.getIdentifierQuoteString()).isEqualTo("\"");
            assertThat(metaData.getConnection()).isSameAs(connection);
            assertThat(connection.isReadOnly()).isFalse();
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(connection.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
            assertThat(connection.getNetworkTimeout()).isZero();
            assertThat(connection.getTypeMap()).isEmpty();
            assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("shell");
            assertThat(connection.getCatalog()).isEqualTo("app");
            assertThat((Object) connection.getWarnings()).isNull();
            assertThat(connection.isValid(1)).isTrue();
            assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
            connection.clearWarnings();
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setSchema("other");
            connection.setNetworkTimeout(Runnable::run, 1000);
            connection.setClientInfo("ApplicationName", "early");
            connection.commit();
            connection.rollback();
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(10);
                assertThat(statement.getConnection()).isSameAs(connection);
                assertThat((Object) statement.getWarnings()).isNull();
            }
            connection.setAutoCommit(true);
        }
        assertThat(shell.requests).isEmpty();
        assertThat(shell.closed).isOne();
    }

    @Test
    void transactions_onOneConnection_goWhereEachBelongs() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            assertThat(ask(connection, "SELECT pg_is_in_recovery()")).isEqualTo("t");
            String first = nodeOf(connection);
            assertThat(ask(connection, "SELECT count(*) FROM item")).isEqualTo("100");
            assertThat(nodeOf(connection)).isEqualTo(first);
            connection.commit();
            connection.setReadOnly(false);
            assertThat(ask(connection, "SELECT pg_is_in_recovery()")).isEqualTo("f");
            assertThat(shell.inUse()).isOne();
            connection.commit();
            connection.setReadOnly(true);
            assertThat(ask(connection, "SELECT pg_is_in_recovery()")).isEqualTo("t");
            assertThat(nodeOf(connection)).isNotEqualTo(first);
        }
    }

    @Test
    void autocommitStatements_whileOneIsOpen_stayOnItsNode() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly();
                Statement open = connection.createStatement();
                ResultSet rows = open.executeQuery("SELECT * FROM item")) {
            String node = nodeOf(connection);
            for (int i = 0; i < 3; i++) {
                ask(connection, "SELECT 1");
                assertThat(nodeOf(connection)).isEqualTo(node);
            }
            assertThat(rows.next()).isTrue();
        }
        assertThat(shell.borrowed).isOne();
    }

    @Test
    void openResultSet_whenNextTransactionRunsElsewhere_isReadToItsEnd() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly()) {
            Statement open = connection.createStatement();
            ResultSet rows = open.executeQuery("SELECT id FROM item");
            connection.setReadOnly(false);
            assertThat(ask(connection, "SELECT pg_is_in_recovery()")).isEqualTo("f");
            assertThat(shell.inUse()).isEqualTo(2);
            int count = 0;
            while (rows.next()) {
                count++;
            }
            assertThat(count).isEqualTo(100);
            open.close();
            assertThat(shell.inUse()).isOne();
        }
    }

    @Test
    void close_withLingeringLease_givesEverythingBackOnce() throws Exception {
        RoutingConnection connection = shell.connectReadOnly();
        Statement open = connection.createStatement();
        open.executeQuery("SELECT id FROM item");
        connection.setReadOnly(false);
        connection.setAutoCommit(false);
        execute(connection, "INSERT INTO item (name) VALUES ('never')");
        connection.close();
        connection.close();
        assertThat(shell.inUse()).isZero();
        assertThat(shell.closed).isOne();
        assertThat(open.isClosed()).isTrue();
        try (RoutingConnection other = shell.connect()) {
            assertThat(ask(other, "SELECT count(*) FROM item WHERE name = 'never'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void use_afterClose_is08003() throws Exception {
        RoutingConnection connection = shell.connect();
        Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("SELECT 1");
        connection.close();
        assertFails("08003", connection::createStatement);
        assertFails("08003", () -> connection.prepareStatement("SELECT 1"));
        assertFails("08003", connection::commit);
        assertFails("08003", connection::rollback);
        assertFails("08003", connection::getAutoCommit);
        assertFails("08003", () -> connection.setReadOnly(true));
        assertFails("08003", connection::getMetaData);
        assertFails("08003", () -> connection.setClientInfo("ApplicationName", "x"));
        assertFails("08003", () -> statement.execute("SELECT 1"));
        assertFails("08003", prepared::executeQuery);
        assertThat(connection.isValid(1)).isFalse();
        assertThat(connection.isClosed()).isTrue();
        assertThat(prepared.isClosed()).isTrue();
        prepared.close();
    }

    @Test
    void commands_withAutocommit_areRefusedAsByTheDriver() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            assertFails("25P01", connection::commit);
            assertFails("25P01", connection::rollback);
        }
    }

    @Test
    void rawBegin_holdsItsNodeUntilItsEnd() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            execute(connection, "BEGIN");
            execute(connection, "INSERT INTO item (name) VALUES ('raw')");
            assertFails("25001", () -> connection.setReadOnly(true));
            assertThat(connection.isReadOnly()).isFalse();
            int routed = shell.requests.size();
            assertThat(ask(connection, "SELECT count(*) FROM item WHERE name = 'raw'"))
                    .isEqualTo("1");
            assertThat(shell.requests).hasSize(routed);
            execute(connection, "ROLLBACK");
            connection.setReadOnly(true);
            assertThat(ask(connection, "SELECT pg_is_in_recovery()")).isEqualTo("t");
        }
    }

    @Test
    void rawBegin_leftOpenAtClose_isRolledBack() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            execute(connection, "BEGIN");
            execute(connection, "INSERT INTO item (name) VALUES ('left')");
        }
        try (RoutingConnection connection = shell.connect()) {
            assertThat(ask(connection, "SELECT count(*) FROM item WHERE name = 'left'"))
                    .isEqualTo("0");
            assertThat(connection.binding().openTransaction()).isNull();
        }
    }

    @Test
    void copy_throughUnwrap_runsOnTheRoutedNode() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            connection.setAutoCommit(false);
            long rows = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY item (name) FROM STDIN", new StringReader("one\ntwo\n"));
            assertThat(rows).isEqualTo(2);
            assertThat(ask(connection, "SELECT count(*) FROM item WHERE name IN ('one', 'two')"))
                    .isEqualTo("2");
            connection.rollback();
        }
    }

    @Test
    void metaData_aboutTables_asksTheRoutedNode() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly();
                ResultSet tables = connection.getMetaData().getTables(null, "public", "item", null)) {
            assertThat(nodeOf(connection)).isNotEqualTo("n1");
            ask(connection, "SELECT 1");
            assertThat(tables.next()).isTrue();
        }
    }

    @Test
    void savepoint_isRolledBackTo() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            connection.setAutoCommit(false);
            var first = connection.setSavepoint("first");
            execute(connection, "INSERT INTO item (name) VALUES ('savepoint')");
            connection.rollback(first);
            connection.releaseSavepoint(connection.setSavepoint());
            assertThat(ask(connection, "SELECT count(*) FROM item WHERE name = 'savepoint'"))
                    .isEqualTo("0");
            connection.commit();
            assertThat(shell.commits).isOne();
        }
    }

    @Test
    void abort_whileAStatementRuns_breaksIt() throws Exception {
        RoutingConnection connection = shell.connect();
        Statement statement = connection.createStatement();
        execute(connection, "SELECT 1");
        Thread aborting = new Thread(() -> {
            try (Connection observer = cluster.primary().connect()) {
                Awaitility.await().until(() -> ask(
                                observer,
                                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%sleep(60)%'"
                                        + " AND state = 'active' AND pid <> pg_backend_pid()")
                        .equals("1"));
                connection.abort(Runnable::run);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        aborting.start();
        assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)")).isInstanceOf(SQLException.class);
        aborting.join();
        assertThat(connection.isClosed()).isTrue();
        assertThat(shell.closed).isOne();
        Awaitility.await().until(() -> shell.inUse() == 0);
    }
}
