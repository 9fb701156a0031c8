// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import static io.pgsluice.internal.jdbc.Shell.ask;
import static io.pgsluice.internal.jdbc.Shell.execute;
import static io.pgsluice.internal.jdbc.Shell.nodeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LossIT extends ShellIT {

    @Test
    void readOnlyTransaction_whenItsSessionWasEnded_runsElsewhere() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly()) {
            connection.setAutoCommit(false);
            PreparedStatement statement = connection.prepareStatement("SELECT count(*) FROM item WHERE id <= ?");
            statement.setInt(1, 10);
            assertThat(count(statement)).isEqualTo(10);
            connection.commit();
            String first = nodeOf(connection);
            cluster.node(first).terminateSessions();
            statement.setInt(1, 20);
            assertThat(count(statement)).isEqualTo(20);
            assertThat(nodeOf(connection)).isNotEqualTo(first);
            assertThat(shell.failures).hasSize(1);
        }
    }

    @Test
    void autocommitRead_whenEveryReplicaSessionWasEnded_runsOnThePrimary() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly()) {
            ask(connection, "SELECT 1");
            try (RoutingConnection other = shell.connectReadOnly()) {
                ask(other, "SELECT 1");
            }
            cluster.replicas().forEach(PostgresNode::terminateSessions);
            assertThat(ask(connection, "SELECT pg_is_in_recovery()")).isEqualTo("f");
            assertThat(shell.failures).hasSize(2);
        }
    }

    @Test
    void sessionState_whenTheSessionWasEnded_isAppliedElsewhere() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            ask(connection, "SELECT 1");
            cluster.primary().terminateSessions();
            connection.setSchema("other");
            assertThat(ask(connection, "SELECT current_schema()")).isEqualTo("other");
        }
    }

    @Test
    void writeTransaction_whenItsSessionWasEnded_tellsTheApplication() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO item (name) VALUES ('lost')");
            cluster.primary().terminateSessions();
            assertThatThrownBy(() -> execute(connection, "INSERT INTO item (name) VALUES ('lost')"))
                    .isInstanceOf(SQLException.class);
            assertThat(shell.inUse()).isZero();
            assertFails("40001", () -> ask(connection, "SELECT 1"));
            assertThat(connection.isValid(1)).isFalse();
            assertFails("40001", connection::commit);
            assertThat(ask(connection, "SELECT count(*) FROM item WHERE name = 'lost'"))
                    .isEqualTo("0");
            connection.commit();
            assertThat(shell.failures).hasSize(1);
        }
    }

    @Test
    void rollback_afterLoss_isQuiet() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO item (name) VALUES ('lost')");
            cluster.primary().terminateSessions();
            connection.rollback();
            assertThat(ask(connection, "SELECT count(*) FROM item WHERE name = 'lost'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void commit_onEndedSession_isNotRepeated() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO item (name) VALUES ('lost')");
            cluster.primary().terminateSessions();
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            assertThat(shell.failures).hasSize(1);
            assertThat(shell.commits).as("noted as a write that may be there").isOne();
            assertThat(ask(connection, "SELECT count(*) FROM item WHERE name = 'lost'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void close_onEndedSession_isQuiet() throws Exception {
        RoutingConnection connection = shell.connect();
        connection.setAutoCommit(false);
        connection.setClientInfo("ApplicationName", "ended");
        PreparedStatement statement = connection.prepareStatement("INSERT INTO item (name) VALUES ('lost')");
        statement.executeUpdate();
        cluster.primary().terminateSessions();
        statement.close();
        connection.close();
        assertThat(shell.inUse()).isZero();
    }

    @Test
    void firstWrite_onAStandby_isRoutedAgain() throws Exception {
        shell.writeRoute.add(0, shell.replicas.get(0));
        shell.writeRoute.add(0, shell.replicas.get(0));
        try (RoutingConnection connection = shell.connect()) {
            connection.setAutoCommit(false);
            PreparedStatement statement = connection.prepareStatement("INSERT INTO item (name) VALUES (?)");
            statement.setString(1, "moved");
            assertThat(statement.executeUpdate()).isOne();
            assertThat(nodeOf(connection)).isEqualTo("n1");
            connection.rollback();
            assertThat(shell.failures).hasSize(1);
        }
    }

    @Test
    void firstWrite_inSessionThatIsReadOnlyByItself_failsAtOnce() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            execute(connection, "SET default_transaction_read_only = on");
            assertFails("25006", () -> execute(connection, "INSERT INTO item (name) VALUES ('refused')"));
            assertThat(shell.failures).hasSize(1);
            execute(connection, "RESET default_transaction_read_only");
        }
    }

    @Test
    void firstRead_cancelledByRecovery_runsElsewhere() throws Exception {
        shell.readRoute.clear();
        shell.readRoute.add(shell.replicas.get(0));
        Thread locking = new Thread(this::conflict);
        locking.start();
        try (RoutingConnection connection = shell.connectReadOnly();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT pg_is_in_recovery(), CASE WHEN pg_is_in_recovery() THEN pg_sleep(60) END"
                                + " FROM item LIMIT 1")) {
            rows.next();
            assertThat(rows.getBoolean(1)).isFalse();
        }
        locking.join();
        assertThat(shell.failures).singleElement().satisfies(e -> assertThat(e.getSQLState())
                .isEqualTo("40001"));
    }

    private void conflict() {
        try (Connection observer = cluster.replicas().get(0).connect();
                RoutingConnection writer = shell.connect()) {
            Awaitility.await()
                    .until(() -> ask(observer, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                            .equals("1"));
            writer.setAutoCommit(false);
            execute(writer, "LOCK TABLE item IN ACCESS EXCLUSIVE MODE");
            writer.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int count(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
