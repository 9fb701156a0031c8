// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VersionsIT {
    static Stream<Integer> versions() {
        return Stream.of(
                        System.getProperty("pgsluice.testkit.versions", "14,18").split(",", -1))
                .map(Integer::valueOf);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void cluster_ofEachVersion_failsOverAndTakesTheOldPrimaryBack(int version) throws Exception {
        try (PostgresCluster cluster =
                PostgresCluster.builder().version(version).build()) {
            assertThat(cluster.version()).startsWith(version + ".");
            PostgresNode n1 = cluster.node("n1");
            PostgresNode n2 = cluster.node("n2");
            PostgresNode n3 = cluster.node("n3");
            App.execute(n1, "CREATE TABLE t (i int)");
            App.execute(n1, "INSERT INTO t VALUES (1)");
            cluster.awaitCaughtUp();
            n1.kill();
            n2.promote();
            n3.follow(n2);
            n1.rejoin(n2);
            App.execute(n2, "INSERT INTO t VALUES (2)");
            cluster.awaitCaughtUp();
            for (PostgresNode replica : cluster.replicas()) {
                assertThat(replica.isInRecovery()).isTrue();
                assertThat(App.number(replica, "SELECT sum(i) FROM t")).isEqualTo(3);
            }
            n3.pauseReplay();
            n3.applyDelay(Duration.ofMinutes(1));
            cluster.restore();
            assertThat(cluster.primary()).isSameAs(n1);
            assertThat(App.number(n3, "SELECT sum(i) FROM t")).isEqualTo(3);
        }
    }
}
