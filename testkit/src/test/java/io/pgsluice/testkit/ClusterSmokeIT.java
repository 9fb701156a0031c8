// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSmokeIT {
    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void cluster_oldestAndNewest_failsOverAndTakesTheOldPrimaryBack(int version) throws Exception {
        try (PostgresCluster cluster =
                PostgresCluster.builder().version(version).build()) {
            PostgresNode n1 = cluster.node("n1");
            PostgresNode n2 = cluster.node("n2");
            PostgresNode n3 = cluster.node("n3");
            try (Connection app = DriverManager.getConnection(n1.jdbcUrl(), "app", "app");
                    Statement statement = app.createStatement()) {
                statement.execute("CREATE TABLE t (i int)");
                statement.execute("INSERT INTO t VALUES (1)");
            }
            cluster.awaitCaughtUp();
            n1.kill();
            n2.promote();
            n3.follow(n2);
            n1.rejoin(n2);
            try (Connection app = DriverManager.getConnection(n2.jdbcUrl(), "app", "app");
                    Statement statement = app.createStatement()) {
                statement.execute("INSERT INTO t VALUES (2)");
            }
            cluster.awaitCaughtUp();
            for (PostgresNode replica : cluster.replicas()) {
                assertThat(replica.isInRecovery()).isTrue();
                try (Connection app = DriverManager.getConnection(replica.jdbcUrl(), "app", "app");
                        Statement statement = app.createStatement();
                        var rows = statement.executeQuery("SELECT sum(i) FROM t")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt(1)).isEqualTo(3);
                }
            }
            n1.kill();
            n1.start();
            n3.restart();
        }
    }
}
