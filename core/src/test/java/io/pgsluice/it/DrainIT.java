// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.awaitEligibility;
import static io.pgsluice.it.Sluices.awaitPrimary;
import static io.pgsluice.it.Sluices.node;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static io.pgsluice.it.Sluices.status;
import static io.pgsluice.it.Sluices.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.Eligibility;
import io.pgsluice.NoAvailableNodeException;
import io.pgsluice.ReplicaFallback;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@PgCluster
class DrainIT {
    private static final String SESSIONS =
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app' AND application_name = 'it'";

    private final PostgresCluster cluster;
    private final PostgresNode n1;
    private final PostgresNode n2;
    private final PostgresNode n3;

    DrainIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
        this.n2 = cluster.node("n2");
        this.n3 = cluster.node("n3");
    }

    @Test
    void drain_transactionOpen_letsItEndAndLeavesNoSession() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, config -> config.minimumIdle(2));
                Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            PostgresNode drained = node(connection, cluster);
            PostgresNode other = drained.equals(n2) ? n3 : n2;
            dataSource.drain(drained.name());
            assertThat(status(dataSource, drained).eligibility()).isEqualTo(Eligibility.DRAINED);
            assertThat(status(dataSource, drained).summary()).contains("drained");
            for (int i = 0; i < 10; i++) {
                assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(other);
            }
            await().until(() -> sessions(drained) == 1);
            assertThat(node(connection, cluster)).isEqualTo(drained);
            connection.commit();
            assertThat(node(connection, cluster)).isEqualTo(other);
            connection.commit();
            await().until(() -> sessions(drained) == 0);
            long version = dataSource.topology().version();
            await().until(() -> dataSource.topology().version() > version + 3);
            assertThat(sessions(drained)).isZero();
            dataSource.undrain(drained.name());
            awaitEligibility(dataSource, drained, Eligibility.ELIGIBLE);
            await().until(() -> readOnlyTransaction(dataSource, cluster).equals(drained));
            await().until(() -> sessions(drained) >= 2);
        }
    }

    private static int sessions(PostgresNode node) throws SQLException {
        try (Connection connection = node.connect()) {
            return Sluices.query(connection, SESSIONS);
        }
    }

    @Test
    void drain_nobodyOrThePrimary_isRefusedSayingWhatToDo() {
        try (SluiceDataSource dataSource = open(cluster)) {
            assertThatThrownBy(() -> dataSource.drain("n9"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("it - there is no such node (node=n9, nodes=[n1, n2, n3])");
            assertThatThrownBy(() -> dataSource.undrain("n9")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> dataSource.drain("n1"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("n1 is the primary")
                    .hasMessageContaining("pause()");
        }
    }

    @Test
    void drain_lastReplica_readsFallBack() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            dataSource.drain("n2");
            dataSource.drain("n3");
            assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(n1);
        }
        try (SluiceDataSource dataSource = open(cluster, config -> config.replicaFallback(ReplicaFallback.FAIL))) {
            dataSource.drain("n2");
            dataSource.drain("n3");
            assertThatThrownBy(() -> readOnlyTransaction(dataSource, cluster))
                    .isInstanceOf(NoAvailableNodeException.class)
                    .hasMessageContaining("drained");
        }
    }

    @Test
    void drained_isPromoted_isWrittenTo() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            dataSource.drain("n2");
            n1.kill();
            n2.promote();
            awaitPrimary(dataSource, n2);
            assertThat(transaction(dataSource, cluster)).isEqualTo(n2);
            assertThat(status(dataSource, n2).eligibility()).isEqualTo(Eligibility.PRIMARY);
            assertThat(status(dataSource, n2).detail()).isEqualTo("drained as a replica");
        }
    }
}
