// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.awaitEligibility;
import static io.pgsluice.it.Sluices.awaitPrimary;
import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.node;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static io.pgsluice.it.Sluices.status;
import static io.pgsluice.it.Sluices.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.Eligibility;
import io.pgsluice.NoAvailableNodeException;
import io.pgsluice.NodeState;
import io.pgsluice.NodeStatus;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.Topology;
import io.pgsluice.spi.SluiceListener;
import io.pgsluice.testkit.Partition;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@PgCluster
class FailoverIT {
    private final PostgresCluster cluster;
    private final PostgresNode n1;
    private final PostgresNode n2;
    private final PostgresNode n3;

    FailoverIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
        this.n2 = cluster.node("n2");
        this.n3 = cluster.node("n3");
    }

    @Test
    void write_primaryKilled_waitsForTheNewOne() throws Exception {
        try (SluiceDataSource dataSource = open(cluster)) {
            int timeline = status(dataSource, n1).timeline();
            n1.kill();
            await().until(() -> status(dataSource, n1).state() == NodeState.DOWN);
            Background<PostgresNode> writer = Background.start("writer", () -> transaction(dataSource, cluster));
            writer.awaitBlocked();
            assertThat(writer.isDone()).isFalse();
            n2.promote();
            assertThat(writer.result()).isEqualTo(n2);
            assertThat(status(dataSource, n2).timeline()).isEqualTo(timeline + 1);
        }
    }

    @Test
    void reads_primaryKilled_goOnOnTheReplicasThatWereFresh() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            n1.kill();
            await().until(() -> {
                assertThat(readOnlyTransaction(dataSource, cluster)).isIn(n2, n3);
                return dataSource.topology().primary() == null;
            });
            Topology lost = dataSource.topology();
            await().until(() -> {
                assertThat(readOnlyTransaction(dataSource, cluster)).isIn(n2, n3);
                return dataSource.topology().version() > lost.version() + 50;
            });
            assertThat(dataSource.topology().eligibleReplicas()).hasSize(2);
        }
    }

    @Test
    void write_noPrimaryInTime_failsNamingEveryNodeAndWhy() {
        try (SluiceDataSource dataSource = open(cluster, config -> config.failoverTimeout(Duration.ofMillis(600)))) {
            n1.kill();
            await().until(() -> dataSource.topology().primary() == null);
            assertThatThrownBy(() -> execute(dataSource, "SELECT 1"))
                    .isInstanceOf(NoAvailableNodeException.class)
                    .hasMessageContaining("it - no node for a read-write transaction within")
                    .hasMessageContaining("n1 (" + n1.host() + ":" + n1.port() + ") PRIMARY DOWN")
                    .hasMessageContaining("refused")
                    .hasMessageContaining("n2 (")
                    .hasMessageContaining("n3 (")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("08001");
        }
    }

    @Test
    void replica_afterTheFailover_isUsedWhenItFollowsTheNewPrimary() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            n1.kill();
            n2.promote();
            awaitPrimary(dataSource, n2);
            awaitEligibility(dataSource, n3, Eligibility.WAL_RECEIVER_DETACHED);
            assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(n2);
            n3.follow(n2);
            awaitEligibility(dataSource, n3, Eligibility.ELIGIBLE);
            assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(n3);
            n1.rejoin(n2);
            awaitEligibility(dataSource, n1, Eligibility.ELIGIBLE);
        }
    }

    @Test
    void connection_heldOverAFailover_goesOnWithItsNextTransaction() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster);
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            assertThat(node(connection, cluster)).isEqualTo(n1);
            connection.commit();
            n1.kill();
            n2.promote();
            awaitPrimary(dataSource, n2);
            assertThat(node(connection, cluster)).isEqualTo(n2);
            connection.commit();
        }
    }

    @Test
    void transaction_primaryKilledInTheMiddle_failsAndTheNextOneWorks() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster);
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            assertThat(node(connection, cluster)).isEqualTo(n1);
            n1.kill();
            assertThatThrownBy(() -> query(connection, "SELECT 1"))
                    .isInstanceOf(SQLTransactionRollbackException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("40001");
            connection.rollback();
            n2.promote();
            assertThat(node(connection, cluster)).isEqualTo(n2);
            connection.commit();
        }
    }

    @Test
    void standbySession_promotedInAReadOnlyTransaction_staysReadOnly() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            execute(dataSource, "CREATE TABLE IF NOT EXISTS promoted(id int)");
            cluster.awaitCaughtUp();
            n3.pauseReplay();
            awaitEligibility(dataSource, n3, Eligibility.REPLAY_PAUSED);
            try (Connection connection = dataSource.getConnection()) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                assertThat(node(connection, cluster)).isEqualTo(n2);
                n1.kill();
                n2.promote();
                awaitPrimary(dataSource, n2);
                assertThatThrownBy(() -> query(connection, "INSERT INTO promoted VALUES (1) RETURNING id"))
                        .extracting(e -> ((SQLException) e).getSQLState())
                        .isEqualTo("25006");
                connection.rollback();
            }
        }
    }

    @Test
    void statement_primaryFrozenInTheMiddleOfATransaction_isCutAndTheNextTransactionRunsElsewhere() throws Exception {
        try (SluiceDataSource dataSource = open(cluster);
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            assertThat(node(connection, cluster)).isEqualTo(n1);
            n1.freeze();
            Background<Integer> hanging = Background.start("hanging", () -> query(connection, "SELECT 1"));
            assertThatThrownBy(hanging::result)
                    .isInstanceOf(SQLTransactionRollbackException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("40001");
            assertThat(status(dataSource, n1).state()).isEqualTo(NodeState.DOWN);
            connection.rollback();
            n2.promote();
            assertThat(node(connection, cluster)).isEqualTo(n2);
            connection.commit();
        }
    }

    @ParameterizedTest
    @EnumSource(Partition.class)
    void write_primaryPartitioned_goesToTheNewPrimary(Partition kind) throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            n1.partition(kind);
            await().until(() -> dataSource.topology().primary() == null);
            n2.promote();
            assertThat(transaction(dataSource, cluster)).isEqualTo(n2);
        }
    }

    @Test
    void oldPrimary_comesBackBelievingItIsPrimary_isFencedAndTold() throws SQLException {
        List<String> told = new CopyOnWriteArrayList<>();
        SluiceListener listener = new SluiceListener() {
            @Override
            public void splitBrain(Topology topology, String message) {
                told.add(message);
            }
        };
        try (SluiceDataSource dataSource = open(cluster, config -> config.listener(listener))) {
            n1.partition(Partition.REFUSED);
            await().until(() -> dataSource.topology().primary() == null);
            n2.promote();
            awaitPrimary(dataSource, n2);
            n1.heal();
            awaitEligibility(dataSource, n1, Eligibility.FENCED);
            for (int i = 0; i < 20; i++) {
                assertThat(transaction(dataSource, cluster)).isEqualTo(n2);
            }
            assertThat(told).hasSize(1).first().asString().contains("refused as primary: n1 (timeline ");
        }
    }

    @Test
    void oldPrimary_leftRunningWhileManyWait_getsNoWriteAfterTheChange() throws Exception {
        AtomicLong changedAtMicros = new AtomicLong(Long.MAX_VALUE);
        SluiceListener listener = new SluiceListener() {
            @Override
            public void primaryChanged(@Nullable NodeStatus before, @Nullable NodeStatus after) {
                if (after != null && after.name().equals("n2")) {
                    changedAtMicros.set(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
                }
            }
        };
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong servedByN2 = new AtomicLong();
        List<Long> servedByN1 = new CopyOnWriteArrayList<>();
        try (SluiceDataSource dataSource =
                open(cluster, config -> config.listener(listener).maximumPoolSize(2))) {
            List<Background<Boolean>> writers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                writers.add(Background.start("writer-" + i, () -> {
                    while (!stop.get()) {
                        serve(dataSource, servedByN1, servedByN2);
                    }
                    return true;
                }));
            }
            await().until(() -> servedByN1.size() > 200);
            n2.promote();
            await().until(() -> servedByN2.get() > 200);
            stop.set(true);
            for (Background<Boolean> writer : writers) {
                assertThat(writer.result()).isTrue();
            }
            assertThat(servedByN1)
                    .as("microseconds at which n1 served a transaction")
                    .allMatch(micros -> micros <= changedAtMicros.get() + 2_000);
        }
    }

    /** One transaction, and which server ran it when, by the clock that all of them share. */
    private void serve(SluiceDataSource dataSource, List<Long> servedByN1, AtomicLong servedByN2) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT inet_server_port(), (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,"
                                    + " pg_sleep(0.005)")) {
                row.next();
                if (row.getInt(1) == n1.directPort()) {
                    servedByN1.add(row.getLong(2));
                } else {
                    servedByN2.incrementAndGet();
                }
            }
            connection.commit();
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isNotNull();
        }
    }

    @Test
    void zombie_whileTheNewPrimaryIsDown_isNotWrittenTo() {
        try (SluiceDataSource dataSource = open(cluster, config -> config.failoverTimeout(Duration.ofMillis(600)))) {
            n1.partition(Partition.REFUSED);
            await().until(() -> dataSource.topology().primary() == null);
            n2.promote();
            awaitPrimary(dataSource, n2);
            n2.kill();
            await().until(() -> status(dataSource, n2).state() == NodeState.DOWN);
            n1.heal();
            awaitEligibility(dataSource, n1, Eligibility.FENCED);
            assertThatThrownBy(() -> execute(dataSource, "SELECT 1"))
                    .isInstanceOf(NoAvailableNodeException.class)
                    .hasMessageContaining("not the accepted one");
        }
    }

    @Test
    void reads_replicaKilled_surfaceNoError() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            warm(dataSource);
            n3.kill();
            await().until(() -> {
                assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(n2);
                return status(dataSource, n3).state() == NodeState.DOWN;
            });
            n3.start();
            awaitEligibility(dataSource, n3, Eligibility.ELIGIBLE);
        }
    }

    @Test
    void reads_replicaFrozen_surfaceNoErrorAndAreServedElsewhere() throws Exception {
        try (SluiceDataSource dataSource = open(cluster)) {
            warm(dataSource);
            n3.freeze();
            Background<PostgresNode> first = Background.start("r1", () -> readOnlyTransaction(dataSource, cluster));
            Background<PostgresNode> second = Background.start("r2", () -> readOnlyTransaction(dataSource, cluster));
            assertThat(first.result()).isEqualTo(n2);
            assertThat(second.result()).isEqualTo(n2);
            await().until(() -> status(dataSource, n3).state() == NodeState.DOWN);
            n3.thaw();
            awaitEligibility(dataSource, n3, Eligibility.ELIGIBLE);
        }
    }

    @Test
    void healthyNode_oneSessionTerminated_staysUp() throws SQLException {
        List<NodeState> states = new CopyOnWriteArrayList<>();
        SluiceListener listener = new SluiceListener() {
            @Override
            public void nodeStateChanged(NodeStatus before, NodeStatus after) {
                states.add(after.state());
            }

            @Override
            public void primaryChanged(@Nullable NodeStatus before, @Nullable NodeStatus after) {
                states.add(NodeState.UNKNOWN);
            }
        };
        try (SluiceDataSource dataSource = open(cluster, config -> config.listener(listener))) {
            warm(dataSource);
            states.clear();
            n1.terminateSessions();
            long version = dataSource.topology().version();
            await().until(() -> dataSource.topology().version() > version + 6);
            assertThat(states).isEmpty();
            assertThat(transaction(dataSource, cluster)).isEqualTo(n1);
        }
    }

    @Test
    void restartedPrimary_isUsedAgain() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            warm(dataSource);
            n1.restart();
            assertThat(transaction(dataSource, cluster)).isEqualTo(n1);
            for (PostgresNode replica : cluster.replicas()) {
                awaitEligibility(dataSource, replica, Eligibility.ELIGIBLE);
            }
        }
    }

    @Test
    void close_callsWaitingForAPrimary_endsThem() throws Exception {
        SluiceDataSource dataSource = open(cluster);
        n1.kill();
        await().until(() -> dataSource.topology().primary() == null);
        Background<PostgresNode> writer = Background.start("writer", () -> transaction(dataSource, cluster));
        writer.awaitBlocked();
        dataSource.close();
        assertThatThrownBy(writer::result)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("08003");
    }

    @Test
    void interrupt_callWaitingForAPrimary_endsIt() throws Exception {
        try (SluiceDataSource dataSource = open(cluster)) {
            n1.kill();
            await().until(() -> dataSource.topology().primary() == null);
            Background<PostgresNode> writer = Background.start("writer", () -> transaction(dataSource, cluster));
            writer.awaitBlocked();
            writer.interrupt();
            assertThatThrownBy(writer::result).isInstanceOf(SQLException.class).hasMessageContaining("interrupted");
        }
    }

    /** Pools hold connections to every node. */
    private void warm(SluiceDataSource dataSource) throws SQLException {
        transaction(dataSource, cluster);
        for (int i = 0; i < 4; i++) {
            readOnlyTransaction(dataSource, cluster);
        }
    }
}
