// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import static io.pgsluice.internal.jdbc.Shell.ask;
import static io.pgsluice.internal.jdbc.Shell.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.util.PGobject;

class CarriedSettingsIT extends SettingsIT {
    @Test
    void ownRoundTrip_thenAFailure_leavesNothing() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
            execute(c, "SET app.tenant_id = 'red'");
            attempt(() -> s.executeUpdate("INSERT INTO no_such VALUES (1)", Statement.RETURN_GENERATED_KEYS));
        }
        nothingLeft();
    }

    @Test
    void ownRoundTrip_thenRollback_leavesNothing() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET app.tenant_id = 'red'");
            execute(c, "BEGIN");
            execute(c, "ROLLBACK");
        }
        nothingLeft();
    }

    @Test
    void ownRoundTrip_thenRollbackAndReset_isReset() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET app.tenant_id = 'red'");
            execute(c, "BEGIN");
            execute(c, "ROLLBACK");
            execute(c, "RESET app.tenant_id");
            assertThat(ask(c, X)).isIn(null, "");
        }
    }

    @Test
    void executeUpdate_ofAQuery_leavesNothing() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
            execute(c, "SET app.tenant_id = 'red'");
            attempt(() -> s.executeUpdate("SELECT 1"));
        }
        nothingLeft();
    }

    @Test
    void executeQuery_ofAnUpdate_leavesNothing() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
            execute(c, "SET app.tenant_id = 'red'");
            attempt(() -> s.executeQuery("UPDATE stamped SET name = name"));
        }
        nothingLeft();
    }

    @Test
    void executeUpdate_ofSetConfig_leavesNothing() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
            attempt(() -> s.executeUpdate("SELECT set_config('app.tenant_id', 'red', false)"));
        }
        nothingLeft();
    }

    @Test
    void batch_withSetConfig_leavesNothing() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
            s.addBatch("SET app.tenant_id = 'red'");
            s.addBatch("SELECT 1");
            attempt(s::executeBatch);
        }
        nothingLeft();
    }

    @Test
    void text_thatCommitsAndFails_leavesNothing() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
            attempt(() -> s.execute("SET app.tenant_id = 'red'; COMMIT; SELECT 1 / 0"));
        }
        nothingLeft();
    }

    @Test
    void text_thatCommitsATransactionAndFails_leavesNothing() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
            execute(c, "BEGIN");
            attempt(() -> s.execute("SET app.tenant_id = 'red'; COMMIT; SELECT 1 / 0"));
        }
        nothingLeft();
    }

    @Test
    void largeBatch_thatFailsLate_leavesNothing() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
            s.addBatch("SET app.tenant_id = 'red'");
            for (int i = 0; i < 600; i++) s.addBatch("UPDATE stamped SET name = 'n" + i + "' WHERE id = 1");
            s.addBatch("UPDATE no_such SET name = 1");
            attempt(s::executeBatch);
        }
        nothingLeft();
    }

    @Test
    void setConfig_ofAnExpression_staysAndLeavesNothing() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
            s.execute("SELECT set_config('app.tenant_id', 'r' || 'ed', false)");
            c.setReadOnly(true);
            attempt(() -> ask(c, X));
        }
        nothingLeft();
    }

    @Test
    void setConfig_ofAnExpressionBehindASet_leavesNothing() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
            s.execute("SET app.y = 'q'; SELECT set_config('app.tenant_id', 'r' || 'ed', false)");
            c.setReadOnly(true);
            attempt(() -> ask(c, X));
        }
        nothingLeft();
    }

    @Test
    void batch_ofSettings_leavesNothing() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
            s.addBatch("SET app.y = '1'");
            s.addBatch("SET app.tenant_id = 'red'");
            s.executeBatch();
            attempt(() -> ask(c, "SELECT 1 / 0"));
        }
        nothingLeft();
    }

    @Test
    void batch_ofSettings_survivesALaterRollback() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
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
    void copy_afterASetting_hasIt() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET app.tenant_id = 'red'");
            PGConnection pg = c.unwrap(PGConnection.class);
            pg.getCopyAPI().copyIn("COPY stamped (id) FROM STDIN", new StringReader("100\n"));
            execute(c, "SET app.tenant_id = 'blue'");
            pg.getCopyAPI().copyIn("COPY stamped (id) FROM STDIN", new StringReader("101\n"));
            assertThat(ask(c, "SELECT string_agg(tenant, ',' ORDER BY id) FROM stamped WHERE id IN (100,101)"))
                    .isEqualTo("red,blue");
        }
    }

    @Test
    void updatableRows_afterASetting_haveIt() throws Exception {
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
            assertThat(shell.commits).as("writes noted").isGreaterThan(before);
            assertThat(ask(c, "SELECT tenant FROM stamped WHERE id = 200")).isEqualTo("blue");
        }
    }

    @Test
    void commitAndChain_ofAFailedTransaction_takesTheSettingBack() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET app.tenant_id = 'red'");
            c.setAutoCommit(false);
            ask(c, "SELECT 1");
            execute(c, "SET app.tenant_id = 'blue'");
            attempt(() -> ask(c, "SELECT 1 / 0"));
            attempt(() -> execute(c, "COMMIT AND CHAIN"));
            c.commit();
            c.setReadOnly(true);
            assertThat(ask(c, X)).isEqualTo("red");
            c.rollback();
        }
    }

    @Test
    void savepointInAText_rolledBackTo_takesTheSettingBack() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            execute(c, "SET app.tenant_id = 'red'");
            c.setAutoCommit(false);
            execute(c, "SAVEPOINT a; SET app.tenant_id = 'blue'");
            execute(c, "ROLLBACK TO a");
            c.commit();
            c.setReadOnly(true);
            assertThat(ask(c, X)).isEqualTo("red");
            c.rollback();
        }
    }

    @Test
    void text_thatTakesItsSettingBack_changesNothing() throws Exception {
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
    void typeOfTheSchema_isFound() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            c.setSchema("other");
            try (PreparedStatement p = c.prepareStatement("SELECT ?::text")) {
                PGobject mood = new PGobject();
                mood.setType("mood");
                mood.setValue("glad");
                p.setObject(1, mood);
                try (ResultSet rs = p.executeQuery()) {
                    rs.next();
                    assertThat(rs.getString(1)).isEqualTo("glad");
                }
            }
        }
    }

    @Test
    void metaData_isThatOfTheSchema() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            c.setSchema("other");
            try (PreparedStatement p = c.prepareStatement("SELECT * FROM only_here")) {
                assertThat(p.getMetaData().getColumnCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void metaData_afterACombinedExecution_isTheStatements() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            try (PreparedStatement p = c.prepareStatement("SELECT ?::int AS one")) {
                execute(c, "SET app.tenant_id = 'red'");
                p.setInt(1, 1);
                try (ResultSet rs = p.executeQuery()) {
                    rs.next();
                }
                assertThat(p.getMetaData()).isNotNull();
                assertThat(p.getMetaData().getColumnCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void parameterMetaData_afterACombinedExecution_isTheStatements() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            try (PreparedStatement p = c.prepareStatement("SELECT ?::int AS one")) {
                execute(c, "SET app.tenant_id = 'red'");
                p.setInt(1, 1);
                try (ResultSet rs = p.executeQuery()) {
                    rs.next();
                }
                assertThat(p.getParameterMetaData().getParameterCount()).isEqualTo(1);
                assertThat(p.getParameterMetaData().getParameterTypeName(1)).isEqualTo("int4");
                p.addBatch();
                attempt(p::executeBatch);
            }
        }
    }

    @Test
    void batch_afterACombinedExecution_works() throws Exception {
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
    void setTransaction_behindSetConfig_isTheFirst() throws Exception {
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
    void close_fromAnotherThread_givesNothingAway() throws Exception {
        RoutingConnection c = shell.connect();
        String pid = ask(c, "SELECT pg_backend_pid()");
        List<Connection> borrowed = new ArrayList<>();
        try {
            c.ask(lease -> {
                Thread t = new Thread(c::close);
                t.start();
                try {
                    t.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                for (int i = 0; i < Shell.POOL_SIZE; i++) {
                    Connection other = shell.primary.borrow();
                    borrowed.add(other);
                    assertThat(ask(other, "SELECT pg_backend_pid()")).isNotEqualTo(pid);
                }
                execute(lease.connection(), "SET app.tenant_id = 'red'");
                return 1;
            });
        } catch (SQLException e) {
            assertThat(e.getSQLState()).startsWith("08");
        } finally {
            for (Connection other : borrowed) {
                assertThat(ask(other, X)).as("what another borrower finds").isNotEqualTo("red");
                other.close();
            }
        }
    }

    @Test
    void results_behindASetting_areGone() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
            s.execute("SELECT 1; SELECT 2");
            assertThat(s.execute("SET app.tenant_id = 'red'")).isFalse();
            assertThat(s.getUpdateCount()).isZero();
            assertThat(s.getMoreResults()).isFalse();
            assertThat(s.getUpdateCount()).isEqualTo(-1);
        }
    }

    @Test
    void keys_behindASetting_areGone() throws Exception {
        try (RoutingConnection c = shell.connect();
                Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO item (name) VALUES ('k')", Statement.RETURN_GENERATED_KEYS);
            s.execute("SET app.tenant_id = 'red'", Statement.RETURN_GENERATED_KEYS);
            assertThat(s.getGeneratedKeys().next()).isFalse();
        }
    }

    @Test
    void closeOnCompletion_behindSetConfig_waitsForTheResult() throws Exception {
        try (RoutingConnection c = shell.connectReadOnly()) {
            execute(c, "SELECT set_config('app.tenant_id', 'red', false)");
            c.setReadOnly(false);
            try (Statement s = c.createStatement()) {
                s.closeOnCompletion();
                assertThat(s.executeUpdate("UPDATE stamped SET name = name WHERE id = 1"))
                        .isOne();
            }
        }
    }

    @Test
    void resetAll_leavesAReadOnlySessionReadOnly() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            shell.readRoute.clear();
            c.setReadOnly(true);
            ask(c, "SELECT 1");
            execute(c, "RESET ALL");
            assertFails("25006", () -> execute(c, "UPDATE stamped SET name = name"));
        }
    }

    @Test
    void updatableRows_withAutocommitReads_areThePrimarys() throws Exception {
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
    void schema_ofAFailedStatement_leavesNothing() throws Exception {
        try (RoutingConnection c = shell.connect()) {
            c.setSchema("other");
            attempt(() -> {
                try (var call = c.prepareCall("{call no_such()}")) {
                    call.execute();
                }
            });
        }
        try (Connection o = shell.primary.borrow()) {
            assertThat(ask(o, "SHOW search_path")).doesNotContain("other");
        }
    }
}
