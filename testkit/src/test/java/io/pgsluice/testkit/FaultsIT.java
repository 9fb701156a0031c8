// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@PgCluster
class FaultsIT {
    private final PostgresCluster cluster;
    private final PostgresNode n1;
    private final PostgresNode n2;
    private final PostgresNode n3;
    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    FaultsIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
        this.n2 = cluster.node("n2");
        this.n3 = cluster.node("n3");
    }

    @BeforeEach
    void createTable() throws SQLException {
        App.execute(n1, "DROP TABLE IF EXISTS t");
        App.execute(n1, "CREATE TABLE t (i int)");
        cluster.awaitCaughtUp();
    }

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    private static long rows(PostgresNode node) throws SQLException {
        return App.number(node, "SELECT count(*) FROM t");
    }

    @Test
    void kill_ofPrimary_endsAllProcessesAndConnectionsAndKeepsCommits() throws SQLException {
        try (Connection before = App.connect(n1)) {
            App.execute(before, "INSERT INTO t VALUES (1)");
            n1.kill();
            assertThat(n1.isRunning()).isFalse();
            assertThatThrownBy(() -> App.number(before, "SELECT 1")).isInstanceOf(SQLException.class);
        }
        assertThatThrownBy(() -> App.connect(n1)).hasRootCauseInstanceOf(ConnectException.class);
        assertThat(ProcessHandle.current().descendants().map(ProcessHandle::info))
                .noneMatch(info ->
                        info.commandLine().orElse("").contains(n1.logFile().getParent() + "/data"));

        n1.start();

        assertThat(rows(n1)).isEqualTo(1);
        cluster.awaitStreaming();
    }

    @Test
    void freeze_ofPrimary_leavesConnectionsOpenAndSilentUntilThaw() throws Exception {
        try (Connection before = App.connect(n1)) {
            n1.freeze();
            assertThat(n1.isFrozen()).isTrue();
            CompletableFuture<Long> answer = CompletableFuture.supplyAsync(() -> unchecked(before), executor);
            assertThatThrownBy(() -> App.connect(n1, "socketTimeout=1"))
                    .hasRootCauseInstanceOf(SocketTimeoutException.class);
            assertThat(answer).isNotDone();

            n1.thaw();

            assertThat(answer).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    private static long unchecked(Connection connection) {
        try {
            return App.number(connection, "SELECT 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void partition_silent_acceptsAndDeliversAfterHeal() throws Exception {
        try (Connection before = App.connect(n2)) {
            n2.partition();
            CompletableFuture<Long> answer = CompletableFuture.supplyAsync(() -> unchecked(before), executor);
            assertThatThrownBy(() -> App.connect(n2, "socketTimeout=1"))
                    .hasRootCauseInstanceOf(SocketTimeoutException.class);
            App.execute(n1, "INSERT INTO t VALUES (1)");
            n3.awaitCaughtUp();
            assertThat(directRows(n2)).isZero();
            assertThat(answer).isNotDone();

            n2.heal();

            assertThat(answer).succeedsWithin(Duration.ofSeconds(5));
            n2.awaitCaughtUp();
            assertThat(rows(n2)).isEqualTo(1);
        }
    }

    private static long directRows(PostgresNode node) throws SQLException {
        try (Connection connection = node.connect("app", "app", "app")) {
            return App.number(connection, "SELECT count(*) FROM t");
        }
    }

    @Test
    void partition_refused_resetsAndRefusesUntilHeal() throws SQLException {
        int port = n1.port();
        try (Connection before = App.connect(n1)) {
            n1.partition(Partition.REFUSED);
            assertThatThrownBy(() -> App.number(before, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> App.connect(n1)).hasRootCauseInstanceOf(ConnectException.class);
        }
        await().until(() -> n2.queries().askOrNull("SELECT status FROM pg_stat_wal_receiver") == null);

        n1.heal();

        assertThat(n1.port()).isEqualTo(port);
        assertThat(rows(n1)).isZero();
        cluster.awaitStreaming();
    }

    @Test
    void detach_ofReplica_stopsReplicationAndNotClients() throws SQLException {
        n2.detach();
        await().until(() -> n2.queries().askOrNull("SELECT status FROM pg_stat_wal_receiver") == null);
        App.execute(n1, "INSERT INTO t VALUES (1)");
        n3.awaitCaughtUp();
        assertThat(rows(n2)).isZero();

        n2.heal();

        n2.awaitCaughtUp();
        assertThat(rows(n2)).isEqualTo(1);
    }

    @Test
    void delay_ofNode_addsLatencyAndKeepsThroughput() throws SQLException {
        try (Connection connection = App.connect(n1)) {
            App.number(connection, "SELECT 1");
            n1.delay(Duration.ofMillis(150));
            assertThat(nanosOf(() -> App.number(connection, "SELECT 1"))).isGreaterThan(300_000_000L);
            // In 32 KB steps of 150 ms each this would take more than a minute.
            assertThat(nanosOf(() -> App.execute(connection, "SELECT repeat('x', 16000000)")))
                    .isLessThan(10_000_000_000L);

            n1.delay(Duration.ZERO);

            assertThat(nanosOf(() -> App.number(connection, "SELECT 1"))).isLessThan(150_000_000L);
        }
    }

    private static long nanosOf(SqlTask task) throws SQLException {
        long start = System.nanoTime();
        task.run();
        return System.nanoTime() - start;
    }

    private interface SqlTask {
        void run() throws SQLException;
    }

    @Test
    void pauseReplay_ofReplica_hidesCommitsUntilResume() throws SQLException {
        n2.pauseReplay();
        App.execute(n1, "INSERT INTO t VALUES (1)");
        n3.awaitCaughtUp();
        assertThat(rows(n2)).isZero();
        assertThat(n2.replayLsn()).isLessThan(n3.replayLsn());

        n2.resumeReplay();

        n2.awaitCaughtUp();
        assertThat(rows(n2)).isEqualTo(1);
    }

    @Test
    void applyDelay_ofReplica_showsCommitsLaterAndEnds() throws SQLException {
        n2.applyDelay(Duration.ofHours(1));
        App.execute(n1, "INSERT INTO t VALUES (1)");
        n3.awaitCaughtUp();
        assertThat(rows(n2)).isZero();

        n2.applyDelay(Duration.ZERO);

        n2.awaitCaughtUp();
        assertThat(rows(n2)).isEqualTo(1);

        n2.applyDelay(Duration.ofMillis(400));
        App.execute(n1, "INSERT INTO t VALUES (2)");
        long start = System.nanoTime();
        await().pollInterval(Duration.ofMillis(10)).until(() -> rows(n2) == 2);
        assertThat(System.nanoTime() - start).isGreaterThan(200_000_000L);
    }

    @Test
    void promote_andFollow_moveThePrimary() throws SQLException {
        n1.kill();
        assertThat(cluster.primary()).isSameAs(n1);
        assertThat(n2.promote()).isLessThan(Duration.ofSeconds(10));
        assertThat(cluster.primary()).isSameAs(n2);
        assertThat(cluster.replicas()).containsExactly(n1, n3);
        App.execute(n2, "INSERT INTO t VALUES (1)");

        n3.follow(n2);

        n3.awaitCaughtUp();
        assertThat(rows(n3)).isEqualTo(1);
        assertThatThrownBy(() -> App.execute(n3, "INSERT INTO t VALUES (2)"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }

    @Test
    void rejoin_ofDivergedPrimary_takesTheOthersData() throws SQLException {
        n2.promote();
        App.execute(n1, "INSERT INTO t VALUES (1), (2), (3)");
        App.execute(n2, "INSERT INTO t VALUES (4)");
        assertThat(n1.isInRecovery()).isFalse();

        n1.rejoin(n2);

        assertThat(n1.isInRecovery()).isTrue();
        n1.awaitCaughtUp();
        assertThat(rows(n1)).isEqualTo(1);
    }

    @Test
    void follow_withWalOfItsOwn_failsAndNamesRejoin() throws SQLException {
        n2.detach();
        App.execute(n1, "INSERT INTO t VALUES (1)");
        n3.awaitCaughtUp();
        n2.promote();
        n2.heal();

        assertThatThrownBy(() -> n3.follow(n2))
                .isInstanceOf(PostgresClusterException.class)
                .hasMessageContaining("use rejoin(n2)");

        n3.rejoin(n2);
        assertThat(rows(n3)).isZero();
    }

    @Test
    void follow_ofAnotherReplica_cascades() throws SQLException {
        n3.follow(n2);
        App.execute(n1, "INSERT INTO t VALUES (1)");
        cluster.awaitCaughtUp();
        assertThat(rows(n3)).isEqualTo(1);
        n2.detach();
        App.execute(n1, "INSERT INTO t VALUES (2)");
        assertThat(rows(n3)).isEqualTo(1);
    }

    @Test
    void stopAndStart_ofReplica_keepItsAddress() throws SQLException {
        String url = n2.jdbcUrl();
        n2.stop();
        assertThatThrownBy(() -> App.connect(n2)).hasRootCauseInstanceOf(ConnectException.class);
        assertThatThrownBy(n2::freeze).hasMessageContaining("start() it first");
        n2.start();
        assertThat(n2.jdbcUrl()).isEqualTo(url);
        n2.awaitStreaming();
        n2.restart(StopMode.IMMEDIATE);
        n2.awaitStreaming();
    }

    @Test
    void stop_ofFrozenNode_stopsIt() {
        n3.freeze();
        n3.stop();
        assertThat(n3.isRunning()).isFalse();
    }

    @Test
    void synchronous_withFrozenReplicas_letsCommitsWait() throws Exception {
        cluster.synchronous(true);
        App.execute(n1, "INSERT INTO t VALUES (1)");
        n2.freeze();
        App.execute(n1, "INSERT INTO t VALUES (2)");
        n3.freeze();
        try (Connection waiting = App.connect(n1)) {
            CompletableFuture<Void> commit = CompletableFuture.runAsync(
                    () -> {
                        try {
                            App.execute(waiting, "INSERT INTO t VALUES (3)");
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    executor);
            await().until(() -> "SyncRep"
                    .equals(n1.queries()
                            .askOrNull("SELECT wait_event FROM pg_stat_activity"
                                    + " WHERE usename = 'app' AND wait_event = 'SyncRep'")));
            assertThat(commit).isNotDone();

            n3.thaw();

            assertThat(commit).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void terminateSessions_ofNode_endsThemAll() throws SQLException {
        try (Connection connection = App.connect(n2)) {
            assertThat(n2.terminateSessions()).isEqualTo(1);
            assertThatThrownBy(() -> App.number(connection, "SELECT 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
        }
    }

    @Test
    void resetConnections_ofNode_breaksThemAndTakesNewOnes() throws SQLException {
        try (Connection connection = App.connect(n2)) {
            n2.resetConnections();
            assertThatThrownBy(() -> App.number(connection, "SELECT 1")).hasRootCauseInstanceOf(SocketException.class);
        }
        assertThat(rows(n2)).isZero();
    }
}
