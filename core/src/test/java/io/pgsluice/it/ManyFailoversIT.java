// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.awaitEligibility;
import static io.pgsluice.it.Sluices.awaitPrimary;
import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgsluice.Eligibility;
import io.pgsluice.NodeStatistics;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import io.pgsluice.testkit.StopMode;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Nothing grows over many failovers; {@code -Dpgsluice.failovers=200} for more of them. */
@PgCluster(replicas = 1)
class ManyFailoversIT {
    private static final Logger LOG = LoggerFactory.getLogger(ManyFailoversIT.class);
    private static final int FAILOVERS = Integer.getInteger("pgsluice.failovers", 8);
    private static final int WARM_UP = 4;
    private static final int POOL = 4;
    private static final long MOST_HEAP_GROWTH = 4L << 20;
    private static final int MOST_SPARE_THREADS = 6;

    private final PostgresCluster cluster;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    ManyFailoversIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    /** What must not grow. */
    private record Footprint(int threads, int pools, long heap) {}

    @Test
    void failovers_oneAfterTheOther_leaveNothingBehind() throws Exception {
        try (SluiceDataSource dataSource =
                open(cluster, config -> config.maximumPoolSize(POOL).maxReplicaLag(Duration.ofMillis(300)))) {
            execute(dataSource, "CREATE TABLE IF NOT EXISTS endured(id bigserial)");
            for (int i = 0; i < WARM_UP; i++) {
                failOver(dataSource, i);
            }
            Footprint warm = footprint();
            for (int i = 0; i < FAILOVERS; i++) {
                failOver(dataSource, i);
            }
            Footprint end = footprint();
            LOG.warn(
                    "{} failovers, {} transactions, {} errors; before {}, after {}",
                    FAILOVERS,
                    done,
                    failed,
                    warm,
                    end);
            // What the pools keep for opening and closing connections ends when it was idle for a while.
            await("as many threads as before: " + warm)
                    .until(() -> threads().size() <= warm.threads() + MOST_SPARE_THREADS);
            assertThat(end.pools()).isEqualTo(warm.pools());
            assertThat(end.heap()).isLessThanOrEqualTo(warm.heap() + MOST_HEAP_GROWTH);
        }
    }

    private void failOver(SluiceDataSource dataSource, int turn) throws Exception {
        PostgresNode old = cluster.primary();
        PostgresNode next = cluster.replicas().get(0);
        AtomicBoolean stop = new AtomicBoolean();
        List<Background<Boolean>> load = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean readOnly = i == 0;
            load.add(Background.start("load-" + i, () -> {
                while (!stop.get()) {
                    work(dataSource, readOnly);
                }
                return true;
            }));
        }
        long before = done.get();
        await().until(() -> done.get() > before + 20);
        switch (turn % 4) {
            case 0 -> old.stop(StopMode.FAST);
            case 1 -> old.freeze();
            case 2 -> old.partition();
            default -> old.kill();
        }
        next.promote();
        awaitPrimary(dataSource, next);
        long between = done.get();
        await().until(() -> done.get() > between + 20);
        old.heal();
        old.rejoin(next);
        stop.set(true);
        for (Background<Boolean> thread : load) {
            assertThat(thread.result()).isTrue();
        }
        awaitEligibility(dataSource, old, Eligibility.ELIGIBLE);
        for (NodeStatistics node : dataSource.statistics()) {
            assertThat(node.inUse()).isZero();
            assertThat(node.idle()).isLessThanOrEqualTo(POOL);
        }
        assertThat(dataSource.openPrimaryTransactions()).isZero();
        assertThat(sessions(old)).isLessThanOrEqualTo(POOL + 1);
        assertThat(sessions(next)).isLessThanOrEqualTo(POOL + 1);
    }

    private void work(SluiceDataSource dataSource, boolean readOnly) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(readOnly);
            connection.setAutoCommit(false);
            query(connection, readOnly ? "SELECT 1" : "INSERT INTO endured DEFAULT VALUES RETURNING 1");
            query(connection, "SELECT 2");
            connection.commit();
            done.incrementAndGet();
        } catch (SQLException e) {
            failed.incrementAndGet();
        }
    }

    /** The sessions of the pools and of the monitor. */
    private static int sessions(PostgresNode node) throws SQLException {
        try (Connection connection = node.connect()) {
            return query(connection, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app'");
        }
    }

    private static Footprint footprint() {
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("pgsluice-abort")
                        || thread.getName().startsWith("load-")));
        long heap = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            heap = Math.min(
                    heap,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        List<String> threads = threads();
        LOG.debug("threads: {}", threads);
        int pools = (int)
                threads.stream().filter(name -> name.contains("housekeeper")).count();
        return new Footprint(threads.size(), pools, heap);
    }

    /** The threads of the data source and of its pools; those of the testkit's relays come and go with connections. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("pgsluice-") || name.startsWith("it-"))
                .sorted()
                .toList();
    }
}
