// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PostgresCluster;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * pgsluice.
 *
 * @param name what it is called in tables
 * @param settings what is set beside the nodes and the size of the pools
 */
record SluiceCandidate(String name, UnaryOperator<SluiceConfigBuilder> settings) implements Candidate {
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The benchmark's threads may keep the monitor from a processor: that alone must not take a replica out of use. */
    static SluiceConfigBuilder patient(SluiceConfigBuilder builder) {
        return builder.maxReplicaLag(Duration.ofSeconds(30))
                .probeTimeout(Duration.ofSeconds(10))
                .slowStart(Duration.ZERO);
    }

    @Override
    public Opened open(Nodes nodes) {
        SluiceDataSource dataSource = SluiceDataSource.create(config(nodes));
        try {
            awaitReplicas(dataSource, nodes.replicas().size());
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
        return new Opened(dataSource, dataSource, step -> pausing(dataSource, step), List.of(dataSource));
    }

    SluiceConfig config(Nodes nodes) {
        SluiceConfigBuilder builder = SluiceConfig.builder()
                .name("benchmark")
                .credentials(PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)
                .maximumPoolSize(nodes.poolSize());
        nodes.urls().forEach(builder::node);
        SluiceConfig config = settings.apply(builder).build();
        return nodes.stubbed()
                ? config.toBuilder()
                        .poolFactory(new StubPools(config.poolFactory(), nodes))
                        .build()
                : config;
    }

    private static void pausing(SluiceDataSource dataSource, Opened.Switchover.Step step) throws Exception {
        dataSource.pause(QUIET);
        try {
            step.run();
        } finally {
            dataSource.resume();
        }
    }

    private static void awaitReplicas(SluiceDataSource dataSource, int count) {
        long start = System.nanoTime();
        while (dataSource.topology().eligibleReplicas().size() < count) {
            if (System.nanoTime() - start > READY_NANOS) {
                throw new IllegalStateException(
                        "replicas not ready: " + dataSource.topology().summary());
            }
            // Not by spinning: the servers need the processors.
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
