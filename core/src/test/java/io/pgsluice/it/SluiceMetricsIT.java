// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.SOON;
import static io.pgsluice.it.Sluices.awaitEligibility;
import static io.pgsluice.it.Sluices.awaitPrimary;
import static io.pgsluice.it.Sluices.node;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static io.pgsluice.it.Sluices.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgsluice.Eligibility;
import io.pgsluice.RouteReason;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.micrometer.SluiceMetrics;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@PgCluster
class SluiceMetricsIT {
    private final PostgresCluster cluster;
    private final MeterRegistry registry = new SimpleMeterRegistry();

    SluiceMetricsIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void meters_healthyCluster_showTransactionsNodesAndPools() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            bind(dataSource);
            transaction(dataSource, cluster);
            for (int i = 0; i < 4; i++) {
                readOnlyTransaction(dataSource, cluster);
            }
            assertThat(count("n1", "read_write_transaction", "primary")).isEqualTo(1);
            assertThat(count("n2", "read_only_transaction", "replica")).isEqualTo(2);
            assertThat(count("n3", "read_only_transaction", "replica")).isEqualTo(2);
            assertThat(counter(SluiceMetrics.FALLBACK_READS)).isZero();
            assertThat(counter(SluiceMetrics.PRIMARY_CHANGES)).isZero();
            assertThat(gauges(SluiceMetrics.NODE_PRIMARY)).containsExactly(1.0, 0.0, 0.0);
            assertThat(gauges(SluiceMetrics.NODE_ELIGIBLE)).containsExactly(0.0, 1.0, 1.0);
            assertThat(gauges(SluiceMetrics.NODE_STATE, "state", "up")).containsExactly(1.0, 1.0, 1.0);
            assertThat(gauges(SluiceMetrics.NODE_STATE, "state", "down")).containsExactly(0.0, 0.0, 0.0);
            assertThat(gauges(SluiceMetrics.REPLICA_LAG)).first().isEqualTo(Double.NaN);
            assertThat(gauges(SluiceMetrics.REPLICA_LAG).subList(1, 3))
                    .allSatisfy(lag -> assertThat(lag).isBetween(0.0, 1.0));
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                node(connection, cluster);
                assertThat(gauges(SluiceMetrics.CONNECTIONS_IN_USE)).containsExactly(1.0, 0.0, 0.0);
                connection.rollback();
            }
            assertThat(gauges(SluiceMetrics.CONNECTIONS_IN_USE)).containsExactly(0.0, 0.0, 0.0);
            assertThat(gauges(SluiceMetrics.CONNECTIONS_IDLE))
                    .allSatisfy(idle -> assertThat(idle).isPositive());
            assertThat(gauges(SluiceMetrics.CONNECTIONS_WAITING)).containsExactly(0.0, 0.0, 0.0);
        }
    }

    @Test
    void meters_whoeverTheyAreAbout_haveDescriptionUnitAndTags() {
        try (SluiceDataSource dataSource = open(cluster)) {
            bind(dataSource);
            assertThat(registry.getMeters())
                    .hasSize(3 + 2 + 6 + 3 * (RouteReason.values().length + 1 + 4 + 3 + 3))
                    .allSatisfy(meter -> {
                        Meter.Id id = meter.getId();
                        assertThat(id.getName()).startsWith("pgsluice.");
                        assertThat(id.getDescription()).isNotBlank();
                        assertThat(id.getTag("name")).isEqualTo("it");
                        assertThat(id.getTag("zone")).isEqualTo("a");
                    });
            assertThat(registry.get(SluiceMetrics.REPLICA_LAG).meters())
                    .allSatisfy(meter -> assertThat(meter.getId().getBaseUnit()).isEqualTo("seconds"));
        }
    }

    @Test
    void counters_replicasDrainedAndPrimaryMoved_showFallbackAndChange() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            bind(dataSource);
            PostgresNode n2 = cluster.node("n2");
            PostgresNode n3 = cluster.node("n3");
            n3.kill();
            n2.pauseReplay();
            awaitEligibility(dataSource, n2, Eligibility.REPLAY_PAUSED);
            await().atMost(SOON).untilAsserted(() -> assertThat(gauges(SluiceMetrics.NODE_STATE, "state", "down"))
                    .containsExactly(0.0, 0.0, 1.0));
            assertThat(readOnlyTransaction(dataSource, cluster).name()).isEqualTo("n1");
            assertThat(counter(SluiceMetrics.FALLBACK_READS)).isEqualTo(1);
            n2.resumeReplay();
            cluster.primary().kill();
            n2.promote();
            awaitPrimary(dataSource, n2);
            assertThat(counter(SluiceMetrics.PRIMARY_CHANGES)).isEqualTo(1);
            assertThat(gauges(SluiceMetrics.NODE_PRIMARY)).containsExactly(0.0, 1.0, 0.0);
        }
    }

    private void bind(SluiceDataSource dataSource) {
        new SluiceMetrics(dataSource, Tags.of("zone", "a")).bindTo(registry);
    }

    private double count(String node, String reason, String role) {
        return registry.get(SluiceMetrics.TRANSACTIONS)
                .tags("node", node, "reason", reason, "role", role)
                .functionCounter()
                .count();
    }

    private double counter(String name) {
        return registry.get(name).functionCounter().count();
    }

    private List<Double> gauges(String name, String... tags) {
        return cluster.nodes().stream()
                .map(node -> registry.get(name)
                        .tags(tags)
                        .tag("node", node.name())
                        .gauge()
                        .value())
                .toList();
    }
}
