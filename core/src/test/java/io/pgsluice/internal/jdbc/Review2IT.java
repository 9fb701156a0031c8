// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import static io.pgsluice.internal.jdbc.Shell.ask;
import static io.pgsluice.internal.jdbc.Shell.execute;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.testkit.PostgresCluster;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.util.PGobject;

class Review2IT extends ShellIT {
    private static final String X = "SELECT current_setting('app.tenant_id', true)";

    @BeforeAll
    void more() throws SQLException {
        try (Connection connection = cluster.primary()
                .connect(PostgresCluster.APP_DATABASE, PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)) {
            execute(connection, "CREATE TYPE other.mood AS ENUM ('glad', 'sad')");
            execute(connection, "CREATE TABLE other.only_here (id int)");
            execute(connection, "CREATE TABLE stamped (id int PRIMARY KEY, name text, tenant text DEFAULT current_setting('app.tenant_id', true))");
            execute(connection, "INSERT INTO stamped VALUES (1, 'one', 'none')");
        }
        cluster.awaitCaughtUp();
    }

    private void nothingLeft() throws SQLException {
        List<Connection> borrowed = new ArrayList<>();
        List<String> left = new ArrayList<>();
        try {
            for (var node : shell.nodes()) {
                for (int i = 0; i < Shell.POOL_SIZE; i++) {
                    Connection c = node.borrow();
                    borrowed.add(c);
                    String x = ask(c, X);
                    if (x != null && !x.isEmpty()) left.add(node + ":" + x);
                    String y = ask(c, "SELECT current_setting('app.y', true)");
                    if (y != null && !y.isEmpty()) left.add(node + ":y=" + y);
                }
            }
        } finally {
            for (Connection c : borrowed) c.close();
        }
        assertThat(left).as("LEAKED").isEmpty();
    }

    interface Step { void run() throws SQLException; }

    private static void quietly(Step s) {
        try { s.run(); System.out.println("  (no exception)"); } catch (SQLException e) { System.out.println("  expected: " + e.getSQLState() + " " + e.getMessage()); }
    }


    @Test
    void o1_rollbackAndChain_losesTenant() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET app.tenant_id = 'red'");
            c.setAutoCommit(false);
            ask(c, "SELECT 1");
            execute(c, "ROLLBACK AND CHAIN");
            assertThat(ask(c, X)).isEqualTo("red");
            c.rollback();
        }
    }

    @Test
    void o2_autosave_losesTenantInTheTransaction() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            ask(c, "SELECT 1");
            ((PGConnection) Shell.leaseOf(c).connection()).setAutosave(org.postgresql.jdbc.AutoSave.ALWAYS);
            try {
                execute(c, "SET app.tenant_id = 'red'");
                c.setAutoCommit(false);
                quietly(() -> ask(c, "SELECT 1 / 0"));
                assertThat(ask(c, X)).isEqualTo("red");
            } finally {
                ((PGConnection) Shell.leaseOf(c).connection()).setAutosave(org.postgresql.jdbc.AutoSave.NEVER);
                c.rollback();
            }
        }
    }

    @Test
    void o3_preparedBatchOfSetConfig_recordsTheLastOnly() throws Exception {
        try (RoutingConnection c = shell.connect();
                PreparedStatement p = c.prepareStatement("SELECT set_config(?, ?, false)")) {
            p.setString(1, "app.tenant_id");
            p.setString(2, "red");
            p.addBatch();
            p.setString(1, "app.y");
            p.setString(2, "1");
            p.addBatch();
            quietly(p::executeBatch);
        }
        nothingLeft();
    }

    @Test
    void o4_replicaHintedWriteOnFallback_isTakenForHarmless() throws Exception {
        shell.readRoute.clear();
        try (RoutingConnection c = shell.connect()) {
            execute(c, "/* pgsluice:replica */ INSERT INTO item (name) VALUES ('hinted')");
            System.out.println("o4 commits noted: " + shell.commits);
            quietly(() -> execute(c, "/* pgsluice:replica */ INSERT INTO item (name) SELECT pg_terminate_backend(pg_backend_pid())::text"));
            System.out.println("o4 attempts: " + shell.failures.size());
        }
    }

    @Test
    void o5_copyInRawSchema() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            var api = c.unwrap(PGConnection.class);
            c.setSchema("other");
            api.getCopyAPI().copyIn("COPY only_here FROM STDIN", new StringReader("1\n"));
        }
    }

    @Test
    void o6_standardConformingStrings_deferredWithTheStatement() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET standard_conforming_strings = off");
            assertThat(ask(c, "SELECT 'it\\'s; yes'")).isEqualTo("it's; yes");
        }
    }

    @Test
    void o7_lingeringLeaseIsRestored() throws Exception {
        try (RoutingConnection c = shell.connectReadOnly(); Statement s = c.createStatement()) {
            execute(c, "SET app.tenant_id = 'red'");
            ResultSet rs = s.executeQuery("SELECT 1");
            c.setReadOnly(false);
            ask(c, "SELECT 1");
            rs.close();
            ask(c, "SELECT 1");
        }
        nothingLeft();
    }

    @Test
    void o8_readOnlySettingAfterRollbackOfRawBegin() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            execute(c, "SET app.tenant_id = 'red'");
            quietly(() -> c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY).executeQuery("SELECT 1/0"));
            execute(c, "SET app.tenant_id = 'blue'");
            quietly(() -> s.executeUpdate("SELECT 1"));
            System.out.println("o8 " + ask(c, X));
        }
        nothingLeft();
    }

    @Test
    void o9_refusedThenRestoredReplica_ownRoundTrip() throws Exception {
        try (RoutingConnection c = shell.connectReadOnly()) {
            execute(c, "SET app.tenant_id = 'red'");
            quietly(() -> c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY).executeQuery("SELECT lo_unlink_x(1)"));
        }
        nothingLeft();
    }

    @Test
    void p1_adoptedStatementUsedAgain() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            ResultSet tables = c.getMetaData().getTables(null, null, "item", null);
            Statement s = tables.getStatement();
            tables.close();
            quietly(() -> { ResultSet rs = s.executeQuery("SELECT 1"); rs.next(); c.setReadOnly(true); ask(c, "SELECT 1"); ask(c, "SELECT 1"); System.out.println("p1 in use " + Shell.leaseOf(c).inUse() + " total " + shell.inUse() + " rs closed " + rs.isClosed()); });
        }
    }
}
