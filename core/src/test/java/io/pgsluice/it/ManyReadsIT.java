// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgsluice.CapturedScope;
import io.pgsluice.ConsistencyLevel;
import io.pgsluice.Eligibility;
import io.pgsluice.RoutingScope;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is read is as fresh as it must be, whatever the replicas and the primary go through. {@code -Dpgsluice.reads=1000000} for more
 * reads, {@code -Dpgsluice.seed=2} for other faults.
 */
@PgCluster(restore = false, perMethod = true)
class ManyReadsIT {
    private static final Logger LOG = LoggerFactory.getLogger(ManyReadsIT.class);
    private static final long READS = Long.getLong("pgsluice.reads", 30_000);
    private static final long SEED = Long.getLong("pgsluice.seed", 1);
    private static final Duration LONG = Duration.ofMinutes(2);

    @Test
    void reads_underLagLossesAndFailovers_areNeverOlderThanPromised(PostgresCluster cluster) throws Exception {
        cluster.synchronous(true);
        try (SluiceDataSource here = open(cluster, config -> config.maximumPoolSize(16));
                SluiceDataSource elsewhere = open(cluster, config -> config.maximumPoolSize(16))) {
            ReadLoad.createTable(here);
            cluster.awaitCaughtUp();
            ReadLoad load = new ReadLoad(here, elsewhere, READS, SEED);
            List<Background<Boolean>> threads = load.start();
            SplittableRandom random = new SplittableRandom(SEED);
            int faults = 0;
            for (; !load.isOver(); faults++) {
                disturb(cluster, load, random);
            }
            for (Background<Boolean> thread : threads) {
                assertThat(thread.result()).isTrue();
            }
            LOG.warn("{} faults (seed {}): {}", faults, SEED, load);
            assertThat(load.violations()).isEmpty();
            assertThat(load.shareOnReplicas()).isGreaterThan(0.5);
        }
    }

    /** Without this, nobody would know whether the other test could find anything. */
    @Test
    void reads_whereAnyReplicaWillDo_areOlderAtTimes(PostgresCluster cluster) throws Exception {
        PostgresNode late = cluster.node("n2");
        try (SluiceDataSource here =
                        open(cluster, config -> config.maximumPoolSize(16).consistency(ConsistencyLevel.EVENTUAL));
                SluiceDataSource elsewhere = open(cluster, config -> config.maximumPoolSize(16))) {
            ReadLoad.createTable(here);
            cluster.awaitCaughtUp();
            late.applyDelay(Duration.ofMillis(100));
            ReadLoad load = new ReadLoad(here, elsewhere, Long.MAX_VALUE, SEED);
            List<Background<Boolean>> threads = load.start();
            await().atMost(LONG).until(() -> load.violations().stream()
                    .anyMatch(violation -> violation.startsWith(ReadLoad.Check.OWN_WRITE.name())));
            load.stop();
            for (Background<Boolean> thread : threads) {
                assertThat(thread.result()).isTrue();
            }
        }
    }

    /** The commit is replayed by one replica while the primary still waits for the other one, and shows it to nobody. */
    @Test
    void scope_replicaHasShownWhatThePrimaryDoesNotYet_isNotSteppedBackInto(PostgresCluster cluster) throws Exception {
        try (SluiceDataSource dataSource = open(cluster, config -> config.freshnessWait(Sluices.SOON))) {
            execute(dataSource, "CREATE TABLE shown(id int)");
            setSynchronousStandby(cluster, "n3");
            cluster.awaitCaughtUp();
            cluster.node("n3").detach();
            Background<Boolean> writer = Background.start("writer", () -> {
                execute(dataSource, "INSERT INTO shown VALUES (1)");
                return true;
            });
            RoutingScope scope = RoutingScope.open(dataSource);
            CapturedScope captured = RoutingScope.capture(dataSource);
            try (scope) {
                await().pollInSameThread().atMost(Sluices.SOON).until(() -> countShown(dataSource) == 1);
            }
            Sluices.awaitEligibility(dataSource, cluster.node("n3"), Eligibility.WAL_RECEIVER_DETACHED);
            assertThat(writer.isDone()).isFalse();
            dataSource.drain("n2");
            Background<Integer> reader = Background.start("reader", () -> {
                try (RoutingScope again = captured.open()) {
                    assertThat(again).isNotNull();
                    return countShown(dataSource);
                }
            });
            reader.awaitBlocked();
            cluster.node("n3").heal();
            assertThat(reader.result()).isEqualTo(1);
            assertThat(writer.result()).isTrue();
        }
    }

    private static int countShown(SluiceDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            return query(connection, "SELECT count(*) FROM shown");
        }
    }

    private static void setSynchronousStandby(PostgresCluster cluster, String name) throws SQLException {
        try (Connection superuser = cluster.primary().connect();
                Statement statement = superuser.createStatement()) {
            statement.execute("ALTER SYSTEM SET synchronous_standby_names = '" + name + "'");
            statement.execute("SELECT pg_reload_conf()");
        }
        await().atMost(Sluices.SOON).until(() -> {
            try (Connection superuser = cluster.primary().connect()) {
                return query(
                                superuser,
                                "SELECT count(*) FROM pg_stat_replication WHERE application_name = '" + name
                                        + "' AND sync_state = 'sync'")
                        == 1;
            }
        });
    }

    private static void disturb(PostgresCluster cluster, ReadLoad load, SplittableRandom random) throws Exception {
        List<PostgresNode> replicas = cluster.replicas();
        PostgresNode replica = replicas.get(random.nextInt(replicas.size()));
        int reads = 200 + random.nextInt(2_000);
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                replica.pauseReplay();
                awaitReads(load, reads);
                replica.resumeReplay();
            }
            case 2, 3 -> {
                replica.applyDelay(Duration.ofMillis(10 + random.nextInt(300)));
                awaitReads(load, reads);
                replica.applyDelay(Duration.ZERO);
            }
            case 4 -> {
                replica.kill();
                awaitReads(load, reads);
                replica.start();
            }
            case 5 -> {
                replica.detach();
                awaitReads(load, reads);
                replica.heal();
            }
            case 6 -> {
                replica.restart();
                awaitReads(load, reads);
            }
            default -> {
                Failovers.failOver(cluster, PostgresNode::kill);
                awaitReads(load, reads);
            }
        }
        cluster.awaitStreaming();
        cluster.awaitCaughtUp();
    }

    private static void awaitReads(ReadLoad load, int reads) {
        long left = load.readsLeft();
        await().atMost(LONG).until(() -> load.readsLeft() <= left - reads || load.isOver());
    }
}
