// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.node;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.Eligibility;
import io.pgsluice.NoAvailableNodeException;
import io.pgsluice.NodeStatistics;
import io.pgsluice.ReplicaFallback;
import io.pgsluice.RouteReason;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

@PgCluster
class RoutingIT {
    private final PostgresCluster cluster;

    RoutingIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void readOnlyTransactions_healthyCluster_goRoundTheReplicas() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            Map<String, Integer> served = new HashMap<>();
            for (int i = 0; i < 20; i++) {
                served.merge(readOnlyTransaction(dataSource, cluster).name(), 1, Integer::sum);
            }
            assertThat(served).containsExactlyInAnyOrderEntriesOf(Map.of("n2", 10, "n3", 10));
            assertThat(transactions(dataSource))
                    .containsEntry(RouteReason.READ_ONLY_TRANSACTION, 20L)
                    .containsEntry(RouteReason.READ_WRITE_TRANSACTION, 0L);
        }
    }

    @Test
    void transaction_notDeclaredReadOnly_runsOnThePrimaryFromItsFirstSelect() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            assertThat(Sluices.transaction(dataSource, cluster)).isEqualTo(cluster.primary());
            try (Connection connection = dataSource.getConnection()) {
                assertThat(node(connection, cluster)).isEqualTo(cluster.primary());
            }
        }
    }

    @Test
    void readOnlyTransaction_serializable_runsOnThePrimary() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster);
                Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setAutoCommit(false);
            assertThat(node(connection, cluster)).isEqualTo(cluster.primary());
            connection.commit();
            assertThat(transactions(dataSource)).containsEntry(RouteReason.SERIALIZABLE_ISOLATION, 1L);
        }
    }

    @Test
    void connection_severalTransactions_decidesAnewForEach() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster);
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            assertThat(node(connection, cluster)).isEqualTo(cluster.primary());
            connection.commit();
            connection.setReadOnly(true);
            PostgresNode first = node(connection, cluster);
            connection.commit();
            PostgresNode second = node(connection, cluster);
            connection.commit();
            assertThat(first).isNotEqualTo(second);
            assertThat(cluster.replicas()).contains(first, second);
            connection.setReadOnly(false);
            assertThat(node(connection, cluster)).isEqualTo(cluster.primary());
            connection.rollback();
        }
    }

    @Test
    void readOnlyTransaction_fallenBackToThePrimary_isReadOnlyThere() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            Sluices.execute(dataSource, "CREATE TABLE IF NOT EXISTS fallen_back(id int)");
            drain(dataSource);
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                assertThat(node(connection, cluster)).isEqualTo(cluster.primary());
                assertThatThrownBy(() -> statement.execute("INSERT INTO fallen_back VALUES (1)"))
                        .isInstanceOf(SQLException.class)
                        .extracting(e -> ((SQLException) e).getSQLState())
                        .isEqualTo("25006");
                connection.rollback();
                connection.setAutoCommit(true);
                assertThatThrownBy(() -> statement.execute("INSERT INTO fallen_back VALUES (1)"))
                        .extracting(e -> ((SQLException) e).getSQLState())
                        .isEqualTo("25006");
            }
            assertThat(transactions(dataSource).get(RouteReason.NO_ELIGIBLE_REPLICA))
                    .isPositive();
            assertThat(Sluices.transaction(dataSource, cluster)).isEqualTo(cluster.primary());
            Sluices.execute(dataSource, "INSERT INTO fallen_back VALUES (1)");
        }
    }

    @Test
    void readOnlyTransaction_mayNotFallBack_failsNamingEveryNodeAndWhy() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, config -> config.replicaFallback(ReplicaFallback.FAIL))) {
            drain(dataSource);
            assertThatThrownBy(() -> readOnlyTransaction(dataSource, cluster))
                    .isInstanceOf(NoAvailableNodeException.class)
                    .hasMessageContaining("read-only transaction")
                    .hasMessageContaining("n1 (")
                    .hasMessageContaining("is the primary")
                    .hasMessageContaining("n2 (")
                    .hasMessageContaining("n3 (")
                    .hasMessageContaining("replay paused")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("08001");
            assertThat(Sluices.transaction(dataSource, cluster)).isEqualTo(cluster.primary());
        }
    }

    @Test
    void readOnlyTransaction_mayWaitForAReplica_runsWhenOneComesBack() throws Exception {
        try (SluiceDataSource dataSource = open(
                cluster, config -> config.replicaFallback(ReplicaFallback.WAIT).fallbackWait(Duration.ofSeconds(20)))) {
            drain(dataSource);
            Background<PostgresNode> reader =
                    Background.start("reader", () -> readOnlyTransaction(dataSource, cluster));
            reader.awaitBlocked();
            cluster.node("n3").resumeReplay();
            assertThat(reader.result()).isEqualTo(cluster.node("n3"));
        }
    }

    @Test
    void fallbackReads_moreThanTheCap_waitAndThenFail() throws SQLException {
        try (SluiceDataSource dataSource =
                open(cluster, config -> config.maxFallbackReads(1).connectionTimeout(Duration.ofMillis(300)))) {
            drain(dataSource);
            try (Connection first = dataSource.getConnection()) {
                first.setReadOnly(true);
                first.setAutoCommit(false);
                assertThat(node(first, cluster)).isEqualTo(cluster.primary());
                assertThatThrownBy(() -> readOnlyTransaction(dataSource, cluster))
                        .isInstanceOf(NoAvailableNodeException.class)
                        .hasMessageContaining("maxFallbackReads=1");
                assertThat(Sluices.transaction(dataSource, cluster)).isEqualTo(cluster.primary());
                first.commit();
            }
            assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(cluster.primary());
        }
    }

    @Test
    void fallbackReads_connectionsIdleAfterTheirTransaction_keepNoPlaceOnThePrimary() throws SQLException {
        try (SluiceDataSource dataSource =
                open(cluster, config -> config.maxFallbackReads(1).connectionTimeout(Duration.ofMillis(300)))) {
            drain(dataSource);
            try (Connection first = dataSource.getConnection()) {
                first.setReadOnly(true);
                first.setAutoCommit(false);
                assertThat(node(first, cluster)).isEqualTo(cluster.primary());
                first.commit();
                assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(cluster.primary());
                assertThat(node(first, cluster)).isEqualTo(cluster.primary());
                first.rollback();
                assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(cluster.primary());
            }
        }
    }

    @Test
    void getConnection_withoutAStatement_borrowsNothing() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, config -> config.minimumIdle(0))) {
            try (Connection connection = dataSource.getConnection()) {
                assertThat(connection.isReadOnly()).isFalse();
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                assertThat(connection.isValid(1)).isTrue();
                assertThat((Throwable) connection.getWarnings()).isNull();
                assertThat(connection.getMetaData().getURL()).startsWith("jdbc:pgsluice://127.0.0.1:");
                assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                connection.commit();
                connection.rollback();
            }
            assertThat(dataSource.statistics())
                    .allSatisfy(node -> assertThat(node.inUse() + node.idle()).isZero());
        }
    }

    @Test
    void sessionDefaults_serializableOnTheServer_sendsReadsToThePrimary() throws SQLException {
        try (Connection superuser = cluster.primary().connect();
                Statement statement = superuser.createStatement()) {
            statement.execute("ALTER ROLE app SET default_transaction_isolation = 'serializable'");
            cluster.awaitCaughtUp();
            try (SluiceDataSource dataSource = open(cluster)) {
                assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(cluster.primary());
                try (Connection connection = dataSource.getConnection()) {
                    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
                }
            } finally {
                statement.execute("ALTER ROLE app RESET default_transaction_isolation");
            }
        }
    }

    @Test
    void close_connectionInUse_cutsItAndRefusesNewOnes() throws SQLException {
        SluiceDataSource dataSource = open(cluster);
        try (Connection connection = dataSource.getConnection()) {
            query(connection, "SELECT 1");
            dataSource.close();
            dataSource.close();
            assertThat(dataSource.isClosed()).isTrue();
            assertThatThrownBy(() -> query(connection, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThatThrownBy(dataSource::getConnection)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("08003");
        }
    }

    private void drain(SluiceDataSource dataSource) {
        for (PostgresNode replica : cluster.replicas()) {
            replica.pauseReplay();
            Sluices.awaitEligibility(dataSource, replica, Eligibility.REPLAY_PAUSED);
        }
    }

    private static Map<RouteReason, Long> transactions(SluiceDataSource dataSource) {
        Map<RouteReason, Long> sums = new EnumMap<>(RouteReason.class);
        for (NodeStatistics node : dataSource.statistics()) {
            node.transactions().forEach((reason, count) -> sums.merge(reason, count, Long::sum));
        }
        return sums;
    }
}
