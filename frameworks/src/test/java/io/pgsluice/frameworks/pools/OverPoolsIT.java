// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks.pools;

import static io.pgsluice.frameworks.Sluices.awaitEligibility;
import static io.pgsluice.frameworks.Sluices.execute;
import static io.pgsluice.frameworks.Sluices.inUse;
import static io.pgsluice.frameworks.Sluices.query;
import static io.pgsluice.frameworks.Sluices.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.Eligibility;
import io.pgsluice.NoAvailableNodeException;
import io.pgsluice.NodeState;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.frameworks.Sluices;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** pgsluice over pools other than its own, for which the core's tests do the same. */
@PgCluster
class OverPoolsIT {
    private final PostgresCluster cluster;
    private final PostgresNode n1;
    private final PostgresNode n2;
    private final PostgresNode n3;

    OverPoolsIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
        this.n2 = cluster.node("n2");
        this.n3 = cluster.node("n3");
    }

    private SluiceDataSource open(Pools pools, Consumer<SluiceConfigBuilder> settings) {
        return Sluices.open(
                cluster,
                config -> settings.accept(config.poolFactory(pools.factory()).minimumIdle(1)));
    }

    private SluiceDataSource open(Pools pools) {
        return open(pools, config -> {});
    }

    @ParameterizedTest
    @EnumSource(names = {"AGROAL", "DBCP2"})
    void transactions_healthyCluster_areRoutedAndCounted(Pools pools) throws SQLException {
        try (SluiceDataSource dataSource = open(pools)) {
            Map<PostgresNode, Integer> served = new HashMap<>();
            for (int i = 0; i < 10; i++) {
                served.merge(transaction(dataSource, cluster, true), 1, Integer::sum);
            }
            assertThat(served).isEqualTo(Map.of(n2, 5, n3, 5));
            assertThat(transaction(dataSource, cluster, false)).isEqualTo(n1);
            assertThat(inUse(dataSource)).isZero();
            try (Connection connection = dataSource.getConnection()) {
                assertThat(query(connection, Sluices.PORT)).isEqualTo(n1.directPort());
                assertThat(inUse(dataSource)).isEqualTo(1);
                assertThat(dataSource.statistics().get(0).inUse()).isEqualTo(1);
            }
            assertThat(inUse(dataSource)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AGROAL", "DBCP2"})
    void sessionState_setByOne_isNotSeenByTheNext(Pools pools) throws SQLException {
        try (SluiceDataSource dataSource = open(pools, config -> config.maximumPoolSize(1))) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                connection.setSchema("pg_catalog");
                connection.setClientInfo("ApplicationName", "somebody");
                connection.setNetworkTimeout(Runnable::run, 5_000);
                connection.setAutoCommit(false);
                query(connection, "SELECT 1");
                connection.rollback();
            }
            try (Connection connection = dataSource.getConnection()) {
                assertThat(query(
                                connection,
                                "SELECT count(*) FROM pg_catalog.pg_settings WHERE (name, setting) IN"
                                        + " (('transaction_isolation', 'read committed'), ('application_name', 'it'),"
                                        + " ('search_path', '\"$user\", public'))"))
                        .isEqualTo(3);
                assertThat(connection.getNetworkTimeout()).isZero();
                assertThat(connection.unwrap(Connection.class).getNetworkTimeout())
                        .isZero();
                connection.setReadOnly(true);
                assertThat(query(connection, Sluices.PORT)).isNotEqualTo(n1.directPort());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AGROAL", "DBCP2"})
    void write_primaryKilledAndReplicaPromoted_goesOnAndTheNodeComesBackAsAStandby(Pools pools) throws SQLException {
        try (SluiceDataSource dataSource = open(pools)) {
            execute(dataSource, "DROP TABLE IF EXISTS survivor");
            execute(dataSource, "CREATE TABLE survivor (id int)");
            cluster.awaitCaughtUp();
            n1.kill();
            await().until(() -> dataSource.topology().node("n1").state() == NodeState.DOWN);
            n2.promote();
            execute(dataSource, "INSERT INTO survivor VALUES (1)");
            assertThat(transaction(dataSource, cluster, false)).isEqualTo(n2);
            n1.rejoin(n2);
            awaitEligibility(dataSource, n1, Eligibility.ELIGIBLE);
            await().until(() -> transaction(dataSource, cluster, true) == n1);
            assertThat(inUse(dataSource)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AGROAL", "DBCP2"})
    void reads_replicaFrozen_goOnElsewhereAndComeBack(Pools pools) throws SQLException {
        try (SluiceDataSource dataSource = open(pools)) {
            Set<PostgresNode> warm = new HashSet<>();
            await().until(() -> {
                warm.add(transaction(dataSource, cluster, true));
                return warm.size() == 2;
            });
            n3.freeze();
            long begin = System.nanoTime();
            for (int i = 0; i < 4; i++) {
                assertThat(transaction(dataSource, cluster, true)).isEqualTo(n2);
            }
            // Two probes without an answer.
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            await().until(() -> dataSource.topology().node("n3").state() == NodeState.DOWN);
            n3.thaw();
            awaitEligibility(dataSource, n3, Eligibility.ELIGIBLE);
            await().atMost(Sluices.SOON).until(() -> transaction(dataSource, cluster, true) == n3);
            assertThat(inUse(dataSource)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AGROAL", "DBCP2"})
    void write_poolExhausted_failsInTimeAndRunsWhenOneComesBack(Pools pools) throws SQLException {
        try (SluiceDataSource dataSource =
                open(pools, config -> config.maximumPoolSize(2).connectionTimeout(Duration.ofMillis(700)))) {
            List<Connection> held = new ArrayList<>();
            try {
                for (int i = 0; i < 2; i++) {
                    Connection connection = dataSource.getConnection();
                    held.add(connection);
                    connection.setAutoCommit(false);
                    query(connection, "SELECT 1");
                }
                long begin = System.nanoTime();
                assertThatThrownBy(() -> transaction(dataSource, cluster, false))
                        .isInstanceOf(NoAvailableNodeException.class)
                        .hasMessageContaining("no free connection to n1");
                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .isBetween(Duration.ofMillis(700), Duration.ofSeconds(3));
                assertThat(transaction(dataSource, cluster, true)).isIn(n2, n3);
                held.remove(0).close();
                assertThat(transaction(dataSource, cluster, false)).isEqualTo(n1);
            } finally {
                for (Connection connection : held) {
                    connection.close();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AGROAL", "DBCP2"})
    void close_connectionsHeldAndIdle_leavesNoThreadAndNoConnection(Pools pools) throws SQLException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        SluiceDataSource dataSource = open(pools);
        Connection held = dataSource.getConnection();
        held.setAutoCommit(false);
        query(held, "SELECT 1");
        transaction(dataSource, cluster, true);
        long begin = System.nanoTime();
        dataSource.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        held.close();
        // The test's cluster looks for connections that were left.
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.isAlive() && !before.contains(thread))
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("agroal-")
                        || name.startsWith("commons-pool")
                        || name.startsWith("it-")
                        || name.startsWith("pgsluice-it")));
    }
}
