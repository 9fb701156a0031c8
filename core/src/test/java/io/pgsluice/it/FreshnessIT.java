// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.awaitEligibility;
import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.node;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static io.pgsluice.it.Sluices.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgsluice.ConsistencyLevel;
import io.pgsluice.Eligibility;
import io.pgsluice.NodeStatus;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.spi.SluiceListener;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@PgCluster
class FreshnessIT {
    private static final Duration MAX_LAG = Duration.ofMillis(500);

    private final PostgresCluster cluster;
    private final PostgresNode lagging;

    FreshnessIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.lagging = cluster.node("n3");
    }

    private static void byLagAlone(SluiceConfigBuilder config) {
        config.maxReplicaLag(MAX_LAG).consistency(ConsistencyLevel.EVENTUAL);
    }

    @BeforeEach
    void makeTable() throws SQLException {
        try (Connection connection = cluster.primary().connect("app", "app", "app");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS ticks(id bigint generated always as identity)");
        }
        cluster.awaitCaughtUp();
    }

    @Test
    void replica_replayPaused_isDrainedAndComesBack() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            lagging.pauseReplay();
            awaitEligibility(dataSource, lagging, Eligibility.REPLAY_PAUSED);
            for (int i = 0; i < 10; i++) {
                assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(cluster.node("n2"));
            }
            lagging.resumeReplay();
            awaitEligibility(dataSource, lagging, Eligibility.ELIGIBLE);
        }
    }

    @Test
    void replica_goesOutAndComesBack_passesThroughReturning() throws SQLException {
        List<Eligibility> seen = new CopyOnWriteArrayList<>();
        SluiceListener listener = new SluiceListener() {
            @Override
            public void eligibilityChanged(NodeStatus before, NodeStatus after) {
                if (after.name().equals(lagging.name())) {
                    seen.add(after.eligibility());
                }
            }
        };
        // A probe that is late on a busy machine would be one more step.
        try (SluiceDataSource dataSource = open(cluster, config -> config.listener(listener)
                .probeTimeout(Duration.ofSeconds(10))
                .maxReplicaLag(Duration.ofSeconds(30)))) {
            seen.clear();
            lagging.pauseReplay();
            awaitEligibility(dataSource, lagging, Eligibility.REPLAY_PAUSED);
            lagging.resumeReplay();
            awaitEligibility(dataSource, lagging, Eligibility.ELIGIBLE);
            assertThat(seen).containsExactly(Eligibility.REPLAY_PAUSED, Eligibility.RETURNING, Eligibility.ELIGIBLE);
        }
    }

    @Test
    void replica_appliesLate_isOutByItsLagWhileThePrimaryWrites() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, FreshnessIT::byLagAlone)) {
            lagging.applyDelay(Duration.ofSeconds(30));
            await().atMost(Sluices.SOON).until(() -> {
                execute(dataSource, "INSERT INTO ticks DEFAULT VALUES");
                return status(dataSource, lagging).eligibility() == Eligibility.LAG_ABOVE_THRESHOLD;
            });
            assertThat(Objects.requireNonNull(status(dataSource, lagging).lag()))
                    .isGreaterThan(MAX_LAG);
            assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(cluster.node("n2"));
            lagging.applyDelay(Duration.ZERO);
            awaitEligibility(dataSource, lagging, Eligibility.ELIGIBLE);
        }
    }

    @Test
    void replica_lateReplayOfOneOldWrite_isNotRoutedToAfterTheThresholdEvenBetweenSamples() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, FreshnessIT::byLagAlone)) {
            lagging.applyDelay(Duration.ofSeconds(30));
            long written = System.nanoTime();
            execute(dataSource, "INSERT INTO ticks DEFAULT VALUES");
            await().atMost(Sluices.SOON).until(() -> {
                boolean routed = readOnlyTransaction(dataSource, cluster).equals(lagging);
                long age = System.nanoTime() - written;
                assertThat(routed && age > MAX_LAG.plusMillis(50).toNanos())
                        .as("read on %s %d ms after a write that it does not show", lagging, age / 1_000_000)
                        .isFalse();
                return age > MAX_LAG.multipliedBy(4).toNanos();
            });
            lagging.applyDelay(Duration.ZERO);
        }
    }

    @Test
    void replica_idlePrimary_hasNoLag() {
        try (SluiceDataSource dataSource = open(cluster)) {
            long version = dataSource.topology().version();
            await().atMost(Sluices.SOON).until(() -> dataSource.topology().version() > version + 10);
            for (PostgresNode replica : cluster.replicas()) {
                assertThat(status(dataSource, replica).lag()).isZero();
                assertThat(status(dataSource, replica).eligibility()).isEqualTo(Eligibility.ELIGIBLE);
            }
        }
    }

    /** It streams from a replica, and the primary knows nothing of it. */
    @Test
    void replica_cascaded_servesReadsThatMustSeeAWriteAsSoonAsItShowsThat() throws SQLException {
        lagging.follow(cluster.node("n2"));
        try (SluiceDataSource dataSource = open(cluster)) {
            execute(dataSource, "TRUNCATE ticks");
            for (int i = 1; i <= 5; i++) {
                execute(dataSource, "INSERT INTO ticks DEFAULT VALUES");
                int written = i;
                await().pollInSameThread().atMost(Sluices.SOON).until(() -> {
                    try (Connection connection = dataSource.getConnection()) {
                        connection.setReadOnly(true);
                        connection.setAutoCommit(false);
                        PostgresNode node = node(connection, cluster);
                        assertThat(query(connection, "SELECT count(*) FROM ticks"))
                                .as("on %s", node)
                                .isEqualTo(written);
                        connection.commit();
                        return node.equals(lagging);
                    }
                });
            }
        }
    }

    @Test
    void replica_receiverDetached_isOutWithThatReason() {
        try (SluiceDataSource dataSource = open(cluster)) {
            lagging.detach();
            awaitEligibility(dataSource, lagging, Eligibility.WAL_RECEIVER_DETACHED);
            lagging.heal();
            awaitEligibility(dataSource, lagging, Eligibility.ELIGIBLE);
        }
    }

    @Test
    void monitor_replicaDetachedForLong_doesNotProbeFaster() {
        try (SluiceDataSource dataSource = open(cluster)) {
            lagging.detach();
            awaitEligibility(dataSource, lagging, Eligibility.WAL_RECEIVER_DETACHED);
            long version = dataSource.topology().version();
            long start = System.nanoTime();
            await().atMost(Sluices.SOON).until(() -> dataSource.topology().version() >= version + 30);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
            assertThat(status(dataSource, lagging).eligibility()).isEqualTo(Eligibility.WAL_RECEIVER_DETACHED);
            lagging.heal();
            awaitEligibility(dataSource, lagging, Eligibility.ELIGIBLE);
        }
    }

    @Test
    void monitor_listenerThrows_goesOn() {
        AtomicInteger calls = new AtomicInteger();
        SluiceListener listener = new SluiceListener() {
            @Override
            public void eligibilityChanged(NodeStatus before, NodeStatus after) {
                if (calls.incrementAndGet() % 2 == 0) {
                    throw new AssertionError("a listener's own fault");
                }
                throw new IllegalStateException("a listener's own fault");
            }
        };
        try (SluiceDataSource dataSource = open(cluster, config -> config.listener(listener))) {
            lagging.pauseReplay();
            awaitEligibility(dataSource, lagging, Eligibility.REPLAY_PAUSED);
            lagging.resumeReplay();
            awaitEligibility(dataSource, lagging, Eligibility.ELIGIBLE);
            assertThat(calls.get()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void monitor_withoutPrivilege_seesWhatItNeeds() {
        try (SluiceDataSource dataSource = open(cluster)) {
            assertThat(dataSource.topology().nodes()).allSatisfy(node -> {
                assertThat(node.timeline()).isPositive();
                assertThat(node.systemIdentifier()).isNotZero();
                assertThat(node.lsn()).isNotNull();
            });
        }
    }

    @Test
    void monitor_withPrivilege_worksToo() throws SQLException {
        try (Connection superuser = cluster.primary().connect();
                Statement statement = superuser.createStatement()) {
            statement.execute("GRANT pg_monitor TO app");
            cluster.awaitCaughtUp();
            try (SluiceDataSource dataSource = open(cluster)) {
                assertThat(readOnlyTransaction(dataSource, cluster)).isIn(cluster.replicas());
            } finally {
                statement.execute("REVOKE pg_monitor FROM app");
            }
        }
    }
}
