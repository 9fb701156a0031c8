// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestoreIT {
    private final PostgresCluster cluster = PostgresCluster.builder().build();
    private final PostgresNode n1 = cluster.node("n1");
    private final PostgresNode n2 = cluster.node("n2");
    private final PostgresNode n3 = cluster.node("n3");

    @BeforeAll
    void createTable() throws SQLException {
        App.execute(n1, "CREATE TABLE t (i int)");
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    private void assertOriginal() throws SQLException {
        assertThat(cluster.primary()).isSameAs(n1);
        assertThat(n1.isInRecovery()).isFalse();
        App.execute(n1, "CREATE TABLE IF NOT EXISTS t (i int)");
        App.execute(n1, "INSERT INTO t VALUES (1)");
        cluster.awaitCaughtUp();
        long rows = App.number(n1, "SELECT count(*) FROM t");
        for (PostgresNode replica : List.of(n2, n3)) {
            assertThat(replica.isInRecovery()).isTrue();
            assertThat(replica.upstream()).isSameAs(n1);
            assertThat(App.number(replica, "SELECT count(*) FROM t")).isEqualTo(rows);
            assertThat(replica.queries().ask("SHOW recovery_min_apply_delay")).isEqualTo("0");
        }
        assertThat(n1.queries().ask("SHOW synchronous_standby_names")).isEmpty();
    }

    static Stream<Consumer<PostgresCluster>> damages() {
        return Stream.of(
                cluster -> {},
                cluster -> cluster.nodes().forEach(PostgresNode::kill),
                cluster -> cluster.nodes().forEach(PostgresNode::freeze),
                cluster -> cluster.nodes().forEach(PostgresNode::partition),
                cluster -> cluster.nodes().forEach(node -> node.partition(Partition.REFUSED)),
                cluster -> cluster.nodes().forEach(PostgresNode::stop),
                cluster -> cluster.nodes().forEach(node -> node.delay(Duration.ofSeconds(2))),
                cluster -> {
                    cluster.node("n2").pauseReplay();
                    cluster.node("n2").promote();
                },
                cluster -> {
                    cluster.node("n3").promote();
                    cluster.node("n2").promote();
                    cluster.node("n2").kill();
                    cluster.node("n1").freeze();
                },
                cluster -> {
                    cluster.synchronous(true);
                    cluster.node("n2").applyDelay(Duration.ofMinutes(1));
                    cluster.node("n3").follow(cluster.node("n2"));
                    cluster.node("n2").detach();
                });
    }

    @ParameterizedTest
    @MethodSource("damages")
    void restore_afterDamage_keepsTheData(Consumer<PostgresCluster> damage) throws SQLException {
        App.execute(n1, "INSERT INTO t VALUES (1)");
        cluster.awaitCaughtUp();
        long rows = App.number(n1, "SELECT count(*) FROM t");
        damage.accept(cluster);
        cluster.restore();
        assertThat(App.number(n1, "SELECT count(*) FROM t")).isEqualTo(rows);
        assertOriginal();
    }

    @Test
    void restore_afterAlterSystem_forgetsIt() throws SQLException {
        try (Connection connection = n2.connect()) {
            App.execute(connection, "ALTER SYSTEM SET work_mem = '7MB'");
            App.execute(connection, "SELECT pg_reload_conf()");
        }
        cluster.restore();
        assertThat(n2.queries().ask("SHOW work_mem")).isEqualTo("4MB");
        assertOriginal();
    }

    @Test
    void restore_withDataDestroyed_startsAnew() throws SQLException, IOException {
        n1.kill();
        Path control = n1.logFile().resolveSibling("data").resolve("global/pg_control");
        byte[] noise = new byte[8192];
        new Random(1).nextBytes(noise);
        Files.write(control, noise);
        cluster.restore();
        assertOriginal();
    }
}
