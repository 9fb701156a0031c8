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

class ReviewIT extends ShellIT {
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
    void a1_ownRoundTripThenFailure_leaks() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            execute(c, "SET app.tenant_id = 'red'");
            quietly(() -> s.executeUpdate("INSERT INTO no_such VALUES (1)", Statement.RETURN_GENERATED_KEYS));
        }
        nothingLeft();
    }

    @Test
    void a2_ownRoundTripThenRawRollback_leaks() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET app.tenant_id = 'red'");
            execute(c, "BEGIN");
            execute(c, "ROLLBACK");
        }
        nothingLeft();
    }

    @Test
    void a3_ownRoundTripThenRawRollback_resetIsNotSent() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET app.tenant_id = 'red'");
            execute(c, "BEGIN");
            execute(c, "ROLLBACK");
            execute(c, "RESET app.tenant_id");
            assertThat(ask(c, X)).isIn(null, "");
        }
    }

    @Test
    void b1_clientSideFailure_executeUpdateOfSelect_leaks() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            execute(c, "SET app.tenant_id = 'red'");
            quietly(() -> s.executeUpdate("SELECT 1"));
        }
        nothingLeft();
    }

    @Test
    void b2_clientSideFailure_executeQueryOfUpdate_leaks() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            execute(c, "SET app.tenant_id = 'red'");
            quietly(() -> s.executeQuery("UPDATE stamped SET name = name"));
        }
        nothingLeft();
    }

    @Test
    void b3_clientSideFailure_executeUpdateOfSetConfig_leaks() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            quietly(() -> s.executeUpdate("SELECT set_config('app.tenant_id', 'red', false)"));
            System.out.println("b3 now " + ask(c, X));
        }
        nothingLeft();
    }

    @Test
    void b4_batchWithSetConfig_leaks() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            s.addBatch("SET app.tenant_id = 'red'");
            s.addBatch("SELECT 1");
            quietly(s::executeBatch);
            System.out.println("b4 now " + ask(c, X));
        }
        nothingLeft();
    }

    @Test
    void b5_textThatCommitsThenFails_leaks() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            quietly(() -> s.execute("SET app.tenant_id = 'red'; COMMIT; SELECT 1 / 0"));
        }
        nothingLeft();
    }

    @Test
    void b6_textInTransactionThatCommitsThenFails_leaks() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            execute(c, "BEGIN");
            quietly(() -> s.execute("SET app.tenant_id = 'red'; COMMIT; SELECT 1 / 0"));
        }
        nothingLeft();
    }

    @Test
    void b7_largeBatchFailingLate_leaks() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            s.addBatch("SET app.tenant_id = 'red'");
            for (int i = 0; i < 600; i++) s.addBatch("UPDATE stamped SET name = 'n" + i + "' WHERE id = 1");
            s.addBatch("UPDATE no_such SET name = 1");
            quietly(s::executeBatch);
            System.out.println("b7 now " + ask(c, X));
        }
        nothingLeft();
    }

    @Test
    void c1_dynamicSetConfigInPlainStatement_leaks() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            s.execute("SELECT set_config('app.tenant_id', 'r' || 'ed', false)");
            System.out.println("c1 " + ask(c, X));
            c.setReadOnly(true);
            quietly(() -> System.out.println("c1 on replica " + ask(c, X)));
        }
        nothingLeft();
    }

    @Test
    void c2_dynamicSetConfigBehindSet_plain() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            s.execute("SET app.y = 'q'; SELECT set_config('app.tenant_id', 'r' || 'ed', false)");
            c.setReadOnly(true);
            quietly(() -> System.out.println("c2 on replica " + ask(c, X)));
        }
        nothingLeft();
    }

    @Test
    void d1_batchOfSets_autocommit_isNotCommitted() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            s.addBatch("SET app.y = '1'");
            s.addBatch("SET app.tenant_id = 'red'");
            s.executeBatch();
            quietly(() -> ask(c, "SELECT 1 / 0"));
        }
        nothingLeft();
    }

    @Test
    void d2_batchOfSets_autocommit_lostByRollback() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            s.addBatch("SET app.y = '1'");
            s.addBatch("SET app.tenant_id = 'red'");
            s.executeBatch();
            c.setAutoCommit(false);
            ask(c, "SELECT 1");
            c.rollback();
            c.setReadOnly(true);
            assertThat(ask(c, X)).isEqualTo("red");
            c.rollback();
        }
    }

    @Test
    void e1_copyThroughUnwrap_afterDeferredSet_isWrongTenant() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET app.tenant_id = 'red'");
            PGConnection pg = c.unwrap(PGConnection.class);
            pg.getCopyAPI().copyIn("COPY stamped (id) FROM STDIN", new StringReader("100\n"));
            execute(c, "SET app.tenant_id = 'blue'");
            pg.getCopyAPI().copyIn("COPY stamped (id) FROM STDIN", new StringReader("101\n"));
            assertThat(ask(c, "SELECT string_agg(tenant, ',' ORDER BY id) FROM stamped WHERE id IN (100,101)")).isEqualTo("red,blue");
        }
    }

    @Test
    void e2_updatableRows_afterDeferredSet_isWrongTenant() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
            execute(c, "SET app.tenant_id = 'red'");
            ResultSet rs = s.executeQuery("SELECT id, name FROM stamped WHERE id = 1");
            int before = shell.commits;
            execute(c, "SET app.tenant_id = 'blue'");
            rs.moveToInsertRow();
            rs.updateInt(1, 200);
            rs.updateString(2, "two");
            rs.insertRow();
            System.out.println("e2 commits noted by insertRow: " + (shell.commits - before));
            assertThat(ask(c, "SELECT tenant FROM stamped WHERE id = 200")).isEqualTo("blue");
        }
    }

    @Test
    void f1_commitAndChainOfFailed_keepsSetting() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET app.tenant_id = 'red'");
            c.setAutoCommit(false);
            ask(c, "SELECT 1");
            execute(c, "SET app.tenant_id = 'blue'");
            quietly(() -> ask(c, "SELECT 1 / 0"));
            quietly(() -> execute(c, "COMMIT AND CHAIN"));
            System.out.println("f1 in the chained: " + ask(c, X));
            c.commit();
            c.setReadOnly(true);
            assertThat(ask(c, X)).isEqualTo("red");
            c.rollback();
        }
    }

    @Test
    void f2_savepointInText_rolledBackTo() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET app.tenant_id = 'red'");
            c.setAutoCommit(false);
            execute(c, "SAVEPOINT a; SET app.tenant_id = 'blue'");
            execute(c, "ROLLBACK TO a");
            System.out.println("f2 server: " + ask(c, X));
            c.commit();
            c.setReadOnly(true);
            assertThat(ask(c, X)).isEqualTo("red");
            c.rollback();
        }
    }

    @Test
    void f3_textBeginSetRollback_autocommit() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET app.tenant_id = 'red'");
            ask(c, "SELECT 1");
            execute(c, "BEGIN; SET app.tenant_id = 'blue'; ROLLBACK");
            String here = ask(c, X);
            c.setReadOnly(true);
            assertThat(ask(c, X)).as("the same everywhere; here " + here).isEqualTo(here);
        }
    }

    @Test
    void g1_typeInSchema() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            c.setSchema("other");
            try (PreparedStatement p = c.prepareStatement("SELECT ?::text")) {
                PGobject mood = new PGobject();
                mood.setType("mood");
                mood.setValue("glad");
                p.setObject(1, mood);
                try (ResultSet rs = p.executeQuery()) { rs.next(); assertThat(rs.getString(1)).isEqualTo("glad"); }
            }
        }
    }

    @Test
    void g2_metaDataInSchema() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            c.setSchema("other");
            try (PreparedStatement p = c.prepareStatement("SELECT * FROM only_here")) {
                assertThat(p.getMetaData().getColumnCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void g3_metaDataAfterCombined() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            try (PreparedStatement p = c.prepareStatement("SELECT ?::int AS one")) {
                execute(c, "SET app.tenant_id = 'red'");
                p.setInt(1, 1);
                try (ResultSet rs = p.executeQuery()) { rs.next(); }
                assertThat(p.getMetaData()).isNotNull();
                assertThat(p.getMetaData().getColumnCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void g4_parameterMetaDataAfterCombined() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            try (PreparedStatement p = c.prepareStatement("SELECT ?::int AS one")) {
                execute(c, "SET app.tenant_id = 'red'");
                p.setInt(1, 1);
                try (ResultSet rs = p.executeQuery()) { rs.next(); }
                assertThat(p.getParameterMetaData().getParameterCount()).isEqualTo(1);
                assertThat(p.getParameterMetaData().getParameterTypeName(1)).isEqualTo("int4");
                p.addBatch();
                quietly(p::executeBatch);
            }
        }
    }

    @Test
    void g5_batchAfterCombined() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            try (PreparedStatement p = c.prepareStatement("UPDATE stamped SET name = ? WHERE id = 1")) {
                execute(c, "SET app.tenant_id = 'red'");
                p.setString(1, "a");
                assertThat(p.executeUpdate()).isOne();
                p.setString(1, "b");
                p.addBatch();
                p.setString(1, "c");
                p.addBatch();
                assertThat(p.executeBatch()).containsExactly(1, 1);
            }
        }
    }

    @Test
    void h1_setTransactionBehindSetConfig() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SELECT set_config('app.tenant_id', 'red', false)");
            c.setReadOnly(true);
            c.setAutoCommit(false);
            execute(c, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            assertThat(ask(c, X)).isEqualTo("red");
            c.rollback();
        }
    }

    @Test
    void i1_closeFromAnotherThread_betweenCheckAndStatement() throws Exception {
        RoutingConnection c = shell.connect();
        String pid = ask(c, "SELECT pg_backend_pid()");
        String[] seen = new String[2];
        List<Connection> borrowed = new ArrayList<>();
        try {
            c.ask(lease -> {
                Thread t = new Thread(c::close);
                t.start();
                try { t.join(); } catch (InterruptedException e) { throw new IllegalStateException(e); }
                for (int i = 0; i < Shell.POOL_SIZE; i++) {
                    Connection other = shell.primary.borrow();
                    borrowed.add(other);
                    if (ask(other, "SELECT pg_backend_pid()").equals(pid)) seen[0] = "lent again";
                }
                execute(lease.connection(), "SET app.tenant_id = 'red'");
                seen[1] = "ran";
                return 1;
            });
        } catch (SQLException e) {
            seen[1] = String.valueOf(e);
        } finally {
            String left = null;
            for (Connection other : borrowed) { String x = ask(other, X); if ("red".equals(x)) left = x; other.close(); }
            System.out.println("i1 " + seen[0] + " / " + seen[1] + " / other borrower has " + left);
        }
    }

    @Test
    void j1_staleResultsBehindDeferred() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            s.execute("SELECT 1; SELECT 2");
            assertThat(s.execute("SET app.tenant_id = 'red'")).isFalse();
            assertThat(s.getUpdateCount()).isZero();
            assertThat(s.getMoreResults()).isFalse();
            assertThat(s.getUpdateCount()).isEqualTo(-1);
        }
    }

    @Test
    void j2_staleKeysBehindDeferred() throws Exception {
        try (RoutingConnection c = shell.connect(); Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO item (name) VALUES ('k')", Statement.RETURN_GENERATED_KEYS);
            s.execute("SET app.tenant_id = 'red'", Statement.RETURN_GENERATED_KEYS);
            assertThat(s.getGeneratedKeys().next()).isFalse();
        }
    }

    @Test
    void k1_closeOnCompletionUpdateBehindSetConfig() throws Exception {
        try (RoutingConnection c = shell.connectReadOnly()) {
            execute(c, "SELECT set_config('app.tenant_id', 'red', false)");
            c.setReadOnly(false);
            try (Statement s = c.createStatement()) {
                s.closeOnCompletion();
                assertThat(s.executeUpdate("UPDATE stamped SET name = name WHERE id = 1")).isOne();
            }
        }
    }

    @Test
    void l1_resetAll_keepsReadOnlySession() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            shell.readRoute.clear();
            c.setReadOnly(true);
            ask(c, "SELECT 1");
            execute(c, "RESET ALL");
            assertFails("25006", () -> execute(c, "UPDATE stamped SET name = name"));
        }
    }

    @Test
    void m1_updatableRowsOfAutocommitRead() throws Exception {
        shell.routesAutocommitReads = true;
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
            ResultSet rs = s.executeQuery("SELECT id, name FROM stamped WHERE id = 1");
            rs.next();
            rs.updateString(2, "three");
            rs.updateRow();
        }
    }

    @Test
    void n1_schemaInFailedStatement() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            c.setSchema("other");
            quietly(() -> { try (var call = c.prepareCall("{call no_such()}")) { call.execute(); } });
        }
        try (Connection o = shell.primary.borrow()) { assertThat(ask(o, "SHOW search_path")).doesNotContain("other"); }
    }
}
