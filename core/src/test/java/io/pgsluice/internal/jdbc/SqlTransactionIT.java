// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import static io.pgsluice.internal.jdbc.Shell.ask;
import static io.pgsluice.internal.jdbc.Shell.execute;
import static io.pgsluice.internal.jdbc.Shell.nodeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Transactions that SQL begins and ends. */
class SqlTransactionIT extends ShellIT {

    @Test
    void transaction_thatSqlDeclaresReadOnly_runsOnAReplica() throws Exception {
        for (String begin : List.of(
                "START TRANSACTION READ ONLY",
                "/* report */ begin isolation level repeatable read, read only -- now",
                "BEGIN; SET TRANSACTION READ ONLY")) {
            boolean known = !begin.contains(";");
            for (boolean autoCommit : new boolean[] {true, false}) {
                try (RoutingConnection connection = shell.connect()) {
                    connection.setAutoCommit(autoCommit);
                    execute(connection, begin);
                    assertThat(ask(connection, "SELECT pg_is_in_recovery()"))
                            .as(begin)
                            .isEqualTo(known ? "t" : "f");
                    assertThat(ask(connection, "SHOW transaction_read_only")).isEqualTo("on");
                    execute(connection, "COMMIT");
                    assertThat(ask(connection, "SELECT pg_is_in_recovery()")).isEqualTo("f");
                }
            }
        }
        // A text of several statements counts twice: it may have committed on its way, and its transaction may write.
        assertThat(shell.commits).as("what may have been written").isEqualTo(4);
    }

    @Test
    void transaction_thatSqlBegins_staysOnItsNodeUntilSqlEndsIt() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly()) {
            execute(connection, "BEGIN READ WRITE");
            assertThat(nodeOf(connection)).isEqualTo("n1");
            execute(connection, "INSERT INTO item (name) VALUES ('mine')");
            assertThat(ask(connection, "SELECT count(*) FROM item WHERE name = 'mine'"))
                    .isEqualTo("1");
            execute(connection, "ABORT");
            assertThat(ask(connection, "SELECT count(*) FROM item WHERE name = 'mine'"))
                    .isEqualTo("0");
            assertThat(nodeOf(connection)).isNotEqualTo("n1");
            assertThat(shell.commits).isZero();
        }
    }

    @Test
    void prepared_begin_isATransactionToo() throws Exception {
        try (RoutingConnection connection = shell.connect();
                PreparedStatement begin = connection.prepareStatement("BEGIN READ ONLY")) {
            begin.execute();
            assertThat(ask(connection, "SELECT pg_is_in_recovery()")).isEqualTo("t");
            execute(connection, "END");
        }
    }

    @Test
    void serializable_declaredBySql_runsOnThePrimary() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            shell.requests.clear();
            execute(connection, "BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY");
            assertThat(shell.requests.get(0).isolation()).isEqualTo(java.sql.Connection.TRANSACTION_SERIALIZABLE);
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            // The broker of this test knows no isolation: a replica may have refused it.
            assertThat(e.getSQLState()).isEqualTo("0A000");
        }
    }

    @Test
    void transaction_ofSql_whenItsSessionIsLost_isLostUntilItIsRolledBack() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            execute(connection, "BEGIN");
            execute(connection, "INSERT INTO item (name) VALUES ('gone')");
            cluster.primary().terminateSessions();
            assertThatThrownBy(() -> ask(connection, "SELECT 1")).isInstanceOf(SQLException.class);
            assertFails("40001", () -> ask(connection, "SELECT 1"));
            execute(connection, "ROLLBACK");
            assertThat(ask(connection, "SELECT count(*) FROM item WHERE name = 'gone'"))
                    .isEqualTo("0");
            execute(connection, "BEGIN");
            execute(connection, "INSERT INTO item (name) VALUES ('gone')");
            cluster.primary().terminateSessions();
            assertThatThrownBy(() -> ask(connection, "SELECT 1")).isInstanceOf(SQLException.class);
            assertFails("40001", () -> execute(connection, "COMMIT"));
            assertThat(ask(connection, "SELECT count(*) FROM item WHERE name = 'gone'"))
                    .isEqualTo("0");
        }
    }
}
