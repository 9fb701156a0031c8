// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.awaitEligibility;
import static io.pgsluice.it.Sluices.config;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static io.pgsluice.it.Sluices.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.Eligibility;
import io.pgsluice.InvalidConfigurationException;
import io.pgsluice.NodeState;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.StartupException;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@PgCluster(replicas = 1)
class StartupIT {
    private final PostgresCluster cluster;
    private final PostgresNode primary;
    private final PostgresNode replica;

    StartupIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.primary = cluster.node("n1");
        this.replica = cluster.node("n2");
    }

    @Test
    void create_oneNodeDown_startsAndUsesItWhenItComesUp() throws SQLException {
        replica.kill();
        try (SluiceDataSource dataSource = SluiceDataSource.create(config(cluster, config -> {}))) {
            assertThat(Sluices.status(dataSource, replica).state()).isEqualTo(NodeState.DOWN);
            assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(primary);
            replica.start();
            awaitEligibility(dataSource, replica, Eligibility.ELIGIBLE);
            assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(replica);
        }
    }

    @Test
    void create_oneNodeSilent_doesNotMakeTheApplicationWaitForIt() throws SQLException {
        replica.partition();
        try (SluiceDataSource dataSource = SluiceDataSource.create(config(cluster, config -> {}))) {
            assertThat(transaction(dataSource, cluster)).isEqualTo(primary);
            assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(primary);
        }
    }

    @Test
    void create_noNodeAnswers_namesEachAndWhy() {
        primary.kill();
        replica.kill();
        assertThatThrownBy(() -> SluiceDataSource.create(
                        config(cluster, config -> config.startupTimeout(Duration.ofMillis(300)))))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("none of the 2 nodes answered within startupTimeout=300 ms")
                .hasMessageContaining("n1 (127.0.0.1:" + primary.port() + ")")
                .hasMessageContaining("n2 (127.0.0.1:" + replica.port() + ")")
                .hasMessageContaining("refused");
    }

    @Test
    void create_wrongPassword_saysSoWithoutShowingIt() {
        assertThatThrownBy(() ->
                        SluiceDataSource.create(config(cluster, config -> config.credentials("app", "wr0ng-s3cret")
                                .startupTimeout(Duration.ofSeconds(1)))))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("password authentication failed")
                .hasMessageContaining("28P01")
                .hasMessageNotContaining("wr0ng-s3cret");
    }

    @Test
    void create_nodesOfTwoClusters_namesBoth() {
        try (PostgresCluster other = PostgresCluster.builder().replicas(0).build()) {
            assertThatThrownBy(() -> SluiceDataSource.create(config(
                            cluster,
                            config -> config.node("stranger", other.primary().jdbcUrl()))))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageContaining("different clusters")
                    .hasMessageContaining("n1 (127.0.0.1:" + primary.port() + ")")
                    .hasMessageContaining(
                            "stranger (127.0.0.1:" + other.primary().port() + ")");
        }
    }

    @Test
    void create_noPrimary_startsAndWritesWaitForOne() throws Exception {
        primary.kill();
        try (SluiceDataSource dataSource =
                SluiceDataSource.create(config(cluster, config -> config.startupTimeout(Duration.ofMillis(500))))) {
            Background<PostgresNode> writer = Background.start("writer", () -> transaction(dataSource, cluster));
            writer.awaitBlocked();
            replica.promote();
            assertThat(writer.result()).isEqualTo(replica);
        }
    }

    @Test
    void create_withoutStartupTimeout_needsNobody() {
        primary.kill();
        replica.kill();
        try (SluiceDataSource dataSource =
                SluiceDataSource.create(config(cluster, config -> config.startupTimeout(Duration.ZERO)))) {
            assertThat(dataSource.topology().primary()).isNull();
            primary.start();
            await().until(() -> dataSource.topology().primary() != null);
        }
    }

    @Test
    void create_onlyThePrimaryConfigured_servesReadsToo() throws SQLException {
        try (PostgresCluster single = PostgresCluster.builder().replicas(0).build();
                SluiceDataSource dataSource = SluiceDataSource.create(config(single, config -> {}))) {
            assertThat(transaction(dataSource, single)).isEqualTo(single.primary());
            assertThat(readOnlyTransaction(dataSource, single)).isEqualTo(single.primary());
        }
    }
}
