// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import static io.pgsluice.internal.jdbc.Shell.ask;
import static io.pgsluice.internal.jdbc.Shell.execute;
import static io.pgsluice.internal.jdbc.Shell.leaseOf;
import static io.pgsluice.internal.jdbc.Shell.nodeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tenants that row-level security tells apart by what the session says: no route may lose it, no borrower may inherit it. */
class TenantIT extends ShellIT {
    private static final String VISIBLE = "SELECT string_agg(DISTINCT tenant, ',') FROM account";

    @BeforeAll
    void createTenants() throws SQLException {
        try (Connection connection = cluster.primary().connect()) {
            execute(connection, "CREATE ROLE red; CREATE ROLE blue; GRANT red, blue TO " + PostgresCluster.APP_USER);
        }
        try (Connection connection = cluster.primary()
                .connect(PostgresCluster.APP_DATABASE, PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)) {
            execute(connection, "CREATE TABLE account (tenant text, amount int)");
            execute(connection, "INSERT INTO account VALUES ('red', 1), ('blue', 2)");
            execute(connection, "ALTER TABLE account ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY");
            execute(
                    connection,
                    "CREATE POLICY tenants ON account USING (tenant = current_setting('app.tenant_id', true) OR tenant = current_user)");
            execute(connection, "GRANT ALL ON account TO red, blue");
        }
        cluster.awaitCaughtUp();
    }

    @Test
    void setting_madeBeforeTheRoute_isThereOnEveryNode() throws Exception {
        for (String set : List.of(
                "SET app.tenant_id = 'red'",
                "/* whose */ set session APP.TENANT_ID to 'red' ; ",
                "SET ROLE red",
                "SELECT set_config('app.tenant_id', 'red', false)")) {
            try (RoutingConnection connection = shell.connect()) {
                execute(connection, set);
                for (boolean readOnly : new boolean[] {true, false, true, true, false}) {
                    connection.setReadOnly(readOnly);
                    assertThat(ask(connection, VISIBLE)).as(set).isEqualTo("red");
                    connection.setAutoCommit(false);
                    assertThat(ask(connection, VISIBLE)).as(set).isEqualTo("red");
                    assertThat(nodeOf(connection).equals("n1")).isEqualTo(!readOnly);
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            }
            assertNothingLeft();
        }
    }

    /** Every pooled session, until the last of them was lent. */
    private void assertNothingLeft() throws SQLException {
        List<Connection> borrowed = new ArrayList<>();
        try {
            for (var node : shell.nodes()) {
                for (int i = 0; i < Shell.POOL_SIZE; i++) {
                    Connection connection = node.borrow();
                    borrowed.add(connection);
                    assertThat(ask(connection, "SELECT current_setting('app.tenant_id', true)"))
                            .isIn(null, "");
                    assertThat(ask(connection, "SELECT current_user")).isEqualTo(PostgresCluster.APP_USER);
                }
            }
        } finally {
            for (Connection connection : borrowed) {
                connection.close();
            }
        }
    }

    @Test
    void setting_goesInTheRoundTripOfTheFirstStatement() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly()) {
            ask(connection, "SELECT 1");
            shell.readRoute.retainAll(List.of(leaseOf(connection).node()));
            shell.roundTrips.take();
            execute(connection, "SET app.tenant_id = 'red'");
            execute(connection, "SET ROLE blue");
            assertThat(shell.roundTrips.take()).isZero();
            assertThat(ask(connection, VISIBLE)).isEqualTo("blue,red");
            assertThat(shell.roundTrips.take()).isOne();
            connection.setAutoCommit(false);
            execute(connection, "SET app.tenant_id = 'none'");
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT tenant, ?::int FROM account WHERE amount < ?")) {
                statement.setInt(1, 7);
                statement.setInt(2, 100);
                for (int i = 0; i < 3; i++) {
                    try (ResultSet rows = statement.executeQuery()) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getString(1)).isEqualTo("blue");
                        assertThat(rows.getInt(2)).isEqualTo(7);
                        assertThat(rows.next()).isFalse();
                        assertThat(rows.getStatement()).isSameAs(statement);
                    }
                    assertThat(shell.roundTrips.take()).isOne();
                }
            }
            connection.commit();
        }
        shell.roundTrips.take();
        assertNothingLeft();
    }

    @Test
    void setting_beforeWrites_leavesTheirCounts() throws Exception {
        try (RoutingConnection connection = shell.connect();
                Statement statement = connection.createStatement()) {
            execute(connection, "SET app.tenant_id = 'red'");
            assertThat(statement.executeUpdate("UPDATE account SET amount = amount"))
                    .isOne();
            execute(connection, "SET app.tenant_id = 'blue'");
            assertThat(statement.execute("UPDATE account SET amount = amount WHERE tenant = 'blue'"))
                    .isFalse();
            assertThat(statement.getUpdateCount()).isOne();
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
            execute(connection, "SET app.tenant_id = 'red'");
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO account VALUES ('red', ?)", Statement.RETURN_GENERATED_KEYS)) {
                insert.setInt(1, 3);
                assertThat(insert.executeUpdate()).isOne();
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getString(1)).isEqualTo("red");
                    assertThat(keys.getStatement()).isSameAs(insert);
                }
            }
            execute(connection, "SET app.tenant_id = 'red'; DELETE FROM account WHERE amount = 3");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO account VALUES (?, 4)")) {
                execute(connection, "SET app.tenant_id = 'blue'");
                insert.setString(1, "blue");
                insert.addBatch();
                insert.addBatch();
                assertThat(insert.executeBatch()).containsExactly(1, 1);
            }
            assertThat(statement.executeLargeUpdate("DELETE FROM account WHERE amount = 4"))
                    .isEqualTo(2);
        }
    }

    @Test
    void setting_withParameters_isCarried() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            for (String tenant : List.of("red", "it's \\ blue", "blue")) {
                try (PreparedStatement set = connection.prepareStatement("SELECT set_config(?, ?, false)")) {
                    set.setString(1, "app.tenant_id");
                    set.setString(2, tenant);
                    try (ResultSet rows = set.executeQuery()) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getString(1)).isEqualTo(tenant);
                    }
                }
                connection.setReadOnly(true);
                assertThat(ask(connection, "SELECT current_setting('app.tenant_id')"))
                        .isEqualTo(tenant);
                assertThat(nodeOf(connection)).isNotEqualTo("n1");
                connection.setReadOnly(false);
            }
        }
        assertNothingLeft();
    }

    @Test
    void setting_inATransaction_followsItsEnd() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            execute(connection, "SET app.tenant_id = 'red'");
            connection.setAutoCommit(false);
            execute(connection, "SET app.tenant_id = 'blue'");
            connection.rollback();
            assertThat(ask(connection, VISIBLE)).isEqualTo("red");
            var savepoint = connection.setSavepoint();
            execute(connection, "SET app.tenant_id = 'blue'");
            assertThat(ask(connection, VISIBLE)).isEqualTo("blue");
            connection.rollback(savepoint);
            assertThat(ask(connection, VISIBLE)).isEqualTo("red");
            execute(connection, "SAVEPOINT here");
            execute(connection, "SET app.tenant_id = 'blue'");
            execute(connection, "ROLLBACK TO SAVEPOINT here");
            connection.commit();
            connection.setReadOnly(true);
            assertThat(ask(connection, VISIBLE)).isEqualTo("red");
            connection.commit();
            connection.setReadOnly(false);
            execute(connection, "SET LOCAL app.tenant_id = 'blue'");
            connection.commit();
            assertThat(ask(connection, VISIBLE)).isEqualTo("red");
            execute(connection, "RESET app.tenant_id");
            assertThat(ask(connection, VISIBLE)).isNull();
            connection.commit();
            connection.setReadOnly(true);
            assertThat(ask(connection, VISIBLE)).isNull();
            connection.commit();
        }
        assertNothingLeft();
    }

    /** A setting that the statement's failure takes back with it must be sent again. */
    @Test
    void setting_thatWentWithAFailedStatement_isSentAgain() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            execute(connection, "SET app.tenant_id = 'red'");
            assertFails("22012", () -> ask(connection, "SELECT 1 / 0"));
            assertThat(ask(connection, VISIBLE)).isEqualTo("red");
            connection.setAutoCommit(false);
            execute(connection, "SET app.tenant_id = 'blue'");
            assertFails("22012", () -> ask(connection, "SELECT 1 / 0"));
            connection.rollback();
            assertThat(ask(connection, VISIBLE)).isEqualTo("red");
            connection.rollback();
            connection.setAutoCommit(true);
            execute(connection, "BEGIN");
            execute(connection, "SET app.tenant_id = 'blue'; ROLLBACK");
            assertThat(ask(connection, "SELECT current_setting('app.tenant_id')"))
                    .isEqualTo("red");
        }
        assertNothingLeft();
    }

    /** A wrong setting is an error of every statement until it is put right: none runs without it. */
    @Test
    void setting_thatTheServerRefuses_letsNoStatementThrough() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            execute(connection, "SET ROLE nobody_of_that_name");
            for (int i = 0; i < 3; i++) {
                assertFails("22023", () -> ask(connection, "SELECT 1"));
                assertFails("22023", () -> execute(connection, "CREATE TABLE never (id int)"));
            }
            execute(connection, "SET ROLE red");
            assertThat(ask(connection, VISIBLE)).isEqualTo("red");
        }
        assertNothingLeft();
    }

    @Test
    void setting_whenTheReplicaIsLost_isThereOnTheNext() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly()) {
            execute(connection, "SET app.tenant_id = 'red'");
            assertThat(ask(connection, VISIBLE)).isEqualTo("red");
            shell.readRoute.retainAll(List.of(leaseOf(connection).node()));
            cluster.replicas().forEach(PostgresNode::terminateSessions);
            assertThat(ask(connection, VISIBLE)).isEqualTo("red");
            assertThat(nodeOf(connection)).isEqualTo("n1");
            assertThat(shell.failures).isNotEmpty();
        }
    }
}
