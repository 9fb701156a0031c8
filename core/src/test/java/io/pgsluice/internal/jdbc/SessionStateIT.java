// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import static io.pgsluice.internal.jdbc.Shell.ask;
import static io.pgsluice.internal.jdbc.Shell.execute;
import static io.pgsluice.internal.jdbc.Shell.leaseOf;
import static io.pgsluice.internal.jdbc.Shell.nodeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.internal.topology.Node;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionStateIT extends ShellIT {

    @Test
    void transactions_comparedWithThePoolAlone_costNoRoundTripMore() throws Exception {
        for (boolean readOnly : new boolean[] {true, false}) {
            try (RoutingConnection warm = shell.connect()) {
                transaction(warm, readOnly);
            }
            shell.readRoute.subList(1, shell.readRoute.size()).clear();
            try (Connection warm = node(readOnly).borrow()) {
                transaction(warm, readOnly);
            }
            shell.roundTrips.take();
            try (Connection plain = node(readOnly).borrow()) {
                transaction(plain, readOnly);
                transaction(plain, readOnly);
            }
            long expected = shell.roundTrips.take();
            try (RoutingConnection connection = shell.connect()) {
                transaction(connection, readOnly);
                transaction(connection, readOnly);
            }
            assertThat(shell.roundTrips.take()).isEqualTo(expected).isEqualTo(4);
        }
    }

    private Node node(boolean readOnly) {
        return readOnly ? shell.readRoute.get(0) : shell.primary;
    }

    private static void transaction(Connection connection, boolean readOnly) throws SQLException {
        connection.setReadOnly(readOnly);
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM item WHERE id = ?")) {
            statement.setInt(1, 1);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        connection.setReadOnly(false);
    }

    @Test
    void settings_areToldToEachPhysicalConnectionOnce() throws Exception {
        long plain;
        try (Connection connection = shell.replicas.get(0).borrow()) {
            ask(connection, "SELECT 1");
            shell.roundTrips.take();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setSchema("other");
            connection.setAutoCommit(false);
            ask(connection, "SELECT current_schema()");
            plain = shell.roundTrips.take();
        }
        try (RoutingConnection connection = shell.connectReadOnly()) {
            ask(connection, "SELECT 1");
            shell.readRoute.retainAll(List.of(leaseOf(connection).node()));
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setSchema("other");
            connection.setAutoCommit(false);
            shell.roundTrips.take();
            assertThat(ask(connection, "SELECT current_schema()")).isEqualTo("other");
            assertThat(shell.roundTrips.take()).isEqualTo(plain - 2);
            connection.commit();
            shell.roundTrips.take();
            connection.setSchema("other");
            assertThat(ask(connection, "SELECT current_setting('transaction_isolation')"))
                    .isEqualTo("repeatable read");
            assertThat(shell.roundTrips.take()).isOne();
            connection.commit();
            connection.setReadOnly(false);
            assertThat(ask(connection, "SELECT current_schema()")).isEqualTo("other");
            assertThat(nodeOf(connection)).isEqualTo("n1");
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
            connection.rollback();
        }
        try (RoutingConnection connection = shell.connect()) {
            assertThat(ask(connection, "SELECT current_schema() || ' ' || current_setting('transaction_isolation')"))
                    .isEqualTo("public read committed");
        }
    }

    @Test
    void readOnlyAutocommit_onThePrimary_isReadOnlyOnTheServer() throws Exception {
        shell.readRoute.clear();
        try (RoutingConnection connection = shell.connectReadOnly()) {
            assertFails("25006", () -> execute(connection, "INSERT INTO item (name) VALUES ('refused')"));
            assertThat(nodeOf(connection)).isEqualTo("n1");
            shell.roundTrips.take();
            ask(connection, "SELECT 1");
            assertThat(shell.roundTrips.take()).isOne();
            connection.setReadOnly(false);
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO item (name) VALUES ('accepted')");
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setReadOnly(true);
            ask(connection, "SELECT 1");
        }
        try (RoutingConnection connection = shell.connect()) {
            assertThat(ask(connection, "SHOW default_transaction_read_only")).isEqualTo("off");
        }
    }

    @Test
    void readOnlyTransaction_onThePrimary_isReadOnlyOnTheServer() throws Exception {
        shell.readRoute.clear();
        try (RoutingConnection connection = shell.connectReadOnly()) {
            connection.setAutoCommit(false);
            shell.roundTrips.take();
            assertThat(ask(connection, "SHOW transaction_read_only")).isEqualTo("on");
            assertFails("25006", () -> execute(connection, "INSERT INTO item (name) VALUES ('refused')"));
            connection.rollback();
        }
    }

    @Test
    void clientInfo_doesNotReachTheNextBorrower() throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (RoutingConnection connection = shell.connect()) {
                connection.setAutoCommit(autoCommit);
                connection.setClientInfo("ApplicationName", "mine");
                assertThat(ask(connection, "SHOW application_name")).isEqualTo("mine");
                assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("mine");
            }
            try (RoutingConnection connection = shell.connect()) {
                assertThat(ask(connection, "SHOW application_name")).isEqualTo("shell");
            }
        }
    }

    @Test
    void settings_madeInATransactionThatRollsBack_areUndoneAsTheServerDoes() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            connection.setAutoCommit(false);
            ask(connection, "SELECT 1");
            connection.setSchema("other");
            connection.setClientInfo("ApplicationName", "inside");
            assertThat(ask(connection, "SELECT current_schema()")).isEqualTo("other");
            connection.rollback();
            assertThat(ask(connection, "SELECT current_schema()")).isEqualTo("public");
            assertThat(ask(connection, "SHOW application_name")).isEqualTo("shell");
            assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("shell");
            connection.rollback();
        }
        try (RoutingConnection connection = shell.connect()) {
            assertThat(ask(connection, "SHOW application_name")).isEqualTo("shell");
        }
    }

    @Test
    void settings_inATransaction_followTheDriversRules() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            connection.setAutoCommit(false);
            ask(connection, "SELECT 1");
            assertFails("25001", () -> connection.setReadOnly(true));
            assertFails("25001", () -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
            assertThat(connection.isReadOnly()).isFalse();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            Savepoint savepoint = connection.setSavepoint();
            connection.rollback(savepoint);
            execute(connection, "CREATE TABLE made (id int)");
            connection.setAutoCommit(true);
            assertThat(shell.commits).isOne();
            execute(connection, "DROP TABLE made");
            assertFails("0A000", () -> connection.setTransactionIsolation(3));
            assertFails("22023", () -> connection.setHoldability(0));
            assertFails("22023", () -> connection.setNetworkTimeout(Runnable::run, -1));
        }
    }

    @Test
    void holdabilityAndTypeMap_doNotReachTheNextBorrower() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
            connection.setTypeMap(Map.of("item", Object.class));
            connection.setNetworkTimeout(Runnable::run, 10_000);
            try (var statement = connection.createStatement()) {
                statement.execute("SELECT 1");
                assertThat(statement.getResultSetHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
            }
            assertThat(leaseOf(connection).connection().getNetworkTimeout()).isEqualTo(10_000);
        }
        try (RoutingConnection connection = shell.connect()) {
            ask(connection, "SELECT 1");
            Connection physical = leaseOf(connection).connection();
            assertThat(physical.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
            assertThat(physical.getTypeMap()).isEmpty();
            assertThat(physical.getNetworkTimeout()).isZero();
        }
    }
}
