// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import static io.pgsluice.internal.jdbc.Shell.ask;
import static io.pgsluice.internal.jdbc.Shell.execute;
import static io.pgsluice.internal.jdbc.Shell.nodeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.RouteReason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What statements leave in a session, and what must not run on a replica. */
class SessionEffectsIT extends ShellIT {
    private static final String LOCKS =
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()";

    @Test
    void effect_thatCantBeCarried_bindsToTheSessionAndIsCleanedAway() throws Exception {
        Map<String, String> leftovers = Map.of(
                "CREATE TEMP TABLE scratch AS SELECT 1", "SELECT count(*) FROM pg_class WHERE relname = 'scratch'",
                "SELECT 1 AS one INTO TEMPORARY scratch2", "SELECT count(*) FROM pg_class WHERE relname = 'scratch2'",
                "LISTEN news", "SELECT count(*) FROM pg_listening_channels()",
                "PREPARE plan AS SELECT 1", "SELECT count(*) FROM pg_prepared_statements WHERE name = 'plan'",
                "SELECT pg_advisory_lock(42)", LOCKS,
                "SELECT 1 WHERE pg_try_advisory_lock_shared(42)", LOCKS,
                "SET default_transaction_deferrable = on",
                        "SELECT count(*) FROM pg_settings WHERE name = 'default_transaction_deferrable' AND setting = 'on'");
        for (Map.Entry<String, String> leftover : leftovers.entrySet()) {
            String sql = leftover.getKey();
            try (RoutingConnection connection = shell.connect()) {
                execute(connection, sql);
                String session = ask(connection, "SELECT pg_backend_pid()");
                connection.setReadOnly(true);
                assertThat(ask(connection, "SELECT pg_backend_pid()")).as(sql).isEqualTo(session);
                assertThat(ask(connection, leftover.getValue())).as(sql).isEqualTo("1");
                connection.setAutoCommit(false);
                assertThat(ask(connection, "SELECT pg_backend_pid()")).as(sql).isEqualTo(session);
                connection.commit();
            }
            try (Connection next = shell.primary.borrow()) {
                assertThat(ask(next, leftover.getValue())).as(sql).isEqualTo("0");
                assertThat(ask(next, "SHOW application_name")).as(sql).isEqualTo("shell");
            }
        }
    }

    @Test
    void cursorWithHold_onAReplica_bindsToIt() throws Exception {
        try (RoutingConnection connection = shell.connectReadOnly()) {
            connection.setAutoCommit(false);
            execute(connection, "DECLARE pages CURSOR WITH HOLD FOR SELECT id FROM item ORDER BY id");
            connection.commit();
            String node = nodeOf(connection);
            assertThat(node).isNotEqualTo("n1");
            assertThat(ask(connection, "FETCH pages")).isEqualTo("1");
            connection.commit();
            connection.setReadOnly(false);
            assertThatThrownBy(() -> execute(connection, "INSERT INTO item (name) VALUES ('x')"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"))
                    .hasMessageContaining("cursor WITH HOLD")
                    .hasMessageContaining(node);
            connection.setReadOnly(true);
            assertThat(ask(connection, "FETCH pages")).isEqualTo("2");
            connection.commit();
        }
        for (var replica : shell.replicas) {
            try (Connection next = replica.borrow()) {
                assertThat(ask(next, "SELECT count(*) FROM pg_cursors WHERE name = 'pages'"))
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void boundSession_whenItIsLost_isNotReplacedSilently() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            execute(connection, "SELECT pg_advisory_lock(7)");
            cluster.primary().terminateSessions();
            assertThatThrownBy(() -> ask(connection, "SELECT 1")).isInstanceOf(SQLException.class);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> ask(connection, "SELECT 1"))
                        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState())
                                .isEqualTo("08003"))
                        .hasMessageContaining("a session advisory lock");
            }
        }
    }

    @Test
    void statementForThePrimary_inAReadOnlyTransaction_goesThereIfItIsFirst() throws Exception {
        for (String sql : List.of(
                "SELECT pg_advisory_lock(1)",
                "SELECT pg_try_advisory_xact_lock(2)",
                "SELECT pg_notify('news', 'x')",
                "SELECT txid_current()",
                "SELECT count(*) FROM item /* pgsluice:primary */")) {
            try (RoutingConnection connection = shell.connectReadOnly()) {
                connection.setAutoCommit(false);
                execute(connection, sql);
                assertThat(ask(connection, "SELECT pg_is_in_recovery()"))
                        .as(sql)
                        .isEqualTo("f");
                connection.rollback();
                if (sql.contains("primary")) {
                    continue;
                }
                try (RoutingConnection other = shell.connectReadOnly()) {
                    other.setAutoCommit(false);
                    assertThat(ask(other, "SELECT pg_is_in_recovery()")).isEqualTo("t");
                    assertThatThrownBy(() -> execute(other, sql))
                            .as(sql)
                            .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState())
                                    .isEqualTo("25006"))
                            .hasMessageContaining("()")
                            .hasMessageContaining("replica " + nodeOf(other));
                    assertThat(ask(other, "SELECT pg_is_in_recovery()")).isEqualTo("t");
                    other.rollback();
                }
            }
        }
    }

    @Test
    void statementThatAReplicaRefuses_runsOnThePrimaryFromThenOn() throws Exception {
        try (RoutingConnection owner = shell.connect()) {
            execute(
                    owner,
                    "CREATE OR REPLACE FUNCTION noted() RETURNS int LANGUAGE plpgsql AS"
                            + " $$ BEGIN PERFORM pg_current_xact_id(); RETURN 5; END $$");
            execute(
                    owner,
                    "CREATE OR REPLACE FUNCTION stored() RETURNS int LANGUAGE plpgsql AS"
                            + " $$ BEGIN INSERT INTO item (name) VALUES ('stored'); RETURN 6; END $$");
        }
        cluster.awaitCaughtUp();
        try (RoutingConnection connection = shell.connectReadOnly()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 3; i++) {
                shell.requests.clear();
                try (PreparedStatement statement = connection.prepareStatement("SELECT noted() + ?")) {
                    statement.setInt(1, 1);
                    try (ResultSet rows = statement.executeQuery()) {
                        rows.next();
                        assertThat(rows.getInt(1)).isEqualTo(6);
                    }
                }
                assertThat(nodeOf(connection)).isEqualTo("n1");
                connection.commit();
                if (i > 0) {
                    assertThat(shell.requests)
                            .allMatch(request -> request.wanted() == RouteReason.PRIMARY_ONLY_STATEMENT);
                }
            }
            assertThat(shell.refused).containsExactly("SELECT noted() + ?");
            assertFails("25006", () -> ask(connection, "SELECT stored()"));
            connection.rollback();
            assertThat(shell.refused).hasSize(1);
        }
    }

    @Test
    void autocommitRead_ifAskedFor_runsOnAReplica() throws Exception {
        shell.routesAutocommitReads = true;
        try (RoutingConnection connection = shell.connect()) {
            assertThat(ask(connection, "SELECT count(*) > 0 FROM item WHERE pg_is_in_recovery()"))
                    .isEqualTo("t");
            assertThat(ask(connection, "SELECT pg_is_in_recovery() /* pgsluice:primary */"))
                    .isEqualTo("f");
            assertThat(ask(connection, "SELECT pg_is_in_recovery() FROM item LIMIT 1 FOR UPDATE"))
                    .isEqualTo("f");
            assertThat(
                            ask(
                                    connection,
                                    "WITH x AS (INSERT INTO item (name) VALUES ('x') RETURNING 1) SELECT pg_is_in_recovery() FROM x"))
                    .isEqualTo("f");
            assertThat(ask(connection, "SELECT pg_is_in_recovery(), nextval('item_id_seq')"))
                    .isEqualTo("f");
            assertThat(ask(connection, "SELECT pg_is_in_recovery(), unheard_of()".replace(", unheard_of()", "")))
                    .isEqualTo("t");
            connection.setAutoCommit(false);
            assertThat(ask(connection, "SELECT pg_is_in_recovery()")).isEqualTo("f");
            connection.commit();
        }
        shell.routesAutocommitReads = false;
        try (RoutingConnection connection = shell.connect()) {
            assertThat(ask(connection, "SELECT pg_is_in_recovery()")).isEqualTo("f");
            assertThat(ask(connection, "SELECT pg_is_in_recovery() -- pgsluice:replica"))
                    .isEqualTo("t");
            assertFails("42601", () -> ask(connection, "SELECT 1 /* pgsluice:replicas */"));
        }
    }

    @Test
    void notifications_reachTheConnectionThatListens() throws Exception {
        try (RoutingConnection connection = shell.connect()) {
            execute(connection, "LISTEN news");
            try (RoutingConnection other = shell.connect();
                    Statement statement = other.createStatement()) {
                statement.execute("NOTIFY news, 'hello'");
            }
            ask(connection, "SELECT 1");
            assertThat(connection.unwrap(PGConnection.class).getNotifications())
                    .anySatisfy(notification ->
                            assertThat(notification.getParameter()).isEqualTo("hello"));
        }
    }
}
