// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.NodeStatistics;
import io.pgsluice.RouteReason;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.Topology;
import io.pgsluice.benchmarks.stub.StubDataSource;
import io.pgsluice.benchmarks.stub.StubDriver;
import io.pgsluice.testkit.PostgresCluster;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What is measured. */
final class Subjects {
    /** Lets a thread wait for the compiler: where processors are scarce the interpreter would be measured otherwise. */
    static final String COMPILE_FIRST = "-Xbatch";

    /** Enough for every thread to find an idle connection. */
    private static final int POOL_SIZE = 8;

    /** The benchmark's threads may keep the monitor from a processor: that alone must not take a replica out of use. */
    private static final Duration MAX_LAG = Duration.ofSeconds(30);

    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

    private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(20);

    private Subjects() {}

    /** A HikariCP pool with the settings of pgsluice's own pools. */
    static HikariDataSource hikari(StubDriver driver) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("alone");
        config.setDataSource(new StubDataSource(driver, false));
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(POOL_SIZE);
        return new HikariDataSource(config);
    }

    /** pgsluice on a cluster of which it knows every replica to be fit. */
    static SluiceDataSource sluice(StubDriver driver, BenchmarkCluster cluster) {
        SluiceDataSource dataSource = SluiceDataSource.create(config(driver, cluster));
        try {
            awaitReplicas(dataSource, cluster.jdbcUrls().size() - 1);
            return dataSource;
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
    }

    static SluiceConfig config(StubDriver driver, BenchmarkCluster cluster) {
        SluiceConfigBuilder builder = SluiceConfig.builder()
                .name("benchmark")
                .credentials(PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)
                .maxReplicaLag(MAX_LAG)
                .probeTimeout(PROBE_TIMEOUT)
                .slowStart(Duration.ZERO)
                .maximumPoolSize(POOL_SIZE);
        cluster.jdbcUrls().forEach(builder::node);
        SluiceConfig config = builder.build();
        return config.toBuilder()
                .poolFactory(new StubPools(config.poolFactory(), driver))
                .build();
    }

    private static void awaitReplicas(SluiceDataSource dataSource, int count) {
        long start = System.nanoTime();
        while (dataSource.topology().eligibleReplicas().size() < count) {
            if (System.nanoTime() - start > READY_NANOS) {
                throw new IllegalStateException("replicas not ready: " + topology(dataSource));
            }
            Thread.onSpinWait();
        }
    }

    /** Throws if read-only transactions ran on the primary: then something else was measured. */
    static void checkRoutes(SluiceDataSource dataSource) {
        Map<RouteReason, Long> transactions = dataSource.statistics().stream()
                .map(NodeStatistics::transactions)
                .flatMap(byReason -> byReason.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
        if (transactions.getOrDefault(RouteReason.NO_ELIGIBLE_REPLICA, 0L) != 0) {
            throw new IllegalStateException(
                    "reads fell back to the primary: " + transactions + "; " + topology(dataSource));
        }
    }

    private static String topology(SluiceDataSource dataSource) {
        Topology topology = dataSource.topology();
        return topology.summary();
    }
}
