// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.RouteReason;
import io.pgsluice.SluiceConfig;
import io.pgsluice.benchmarks.stub.StubDriver;
import io.pgsluice.internal.routing.Route;
import io.pgsluice.internal.routing.RouteRequest;
import io.pgsluice.internal.routing.Router;
import io.pgsluice.internal.topology.TopologyMonitor;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The decision where a transaction runs, alone: the clock, the latest picture of a running cluster, the router. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = OverheadBenchmark.COMPILE_FIRST)
public class RouteBenchmark {
    private static final Duration READY = Duration.ofSeconds(20);

    private final BenchmarkCluster cluster = BenchmarkCluster.open();
    private final SluiceConfig config = new SluiceCandidate(OwnCandidates.SLUICE, SluiceCandidate::patient)
            .config(Nodes.stubs(cluster.jdbcUrls(), OverheadBenchmark.POOL_SIZE, StubDriver.PGJDBC));
    private final TopologyMonitor monitor = new TopologyMonitor(config);
    private final Router router = new Router(config, monitor.nodes());
    private final RouteRequest read =
            new RouteRequest(RouteReason.READ_ONLY_TRANSACTION, Connection.TRANSACTION_READ_COMMITTED, 0);
    private final RouteRequest write =
            new RouteRequest(RouteReason.READ_WRITE_TRANSACTION, Connection.TRANSACTION_READ_COMMITTED, 0);

    /** Starts the monitor. */
    @Setup
    public void start() throws InterruptedException {
        monitor.start();
        monitor.awaitFirstRound(READY);
    }

    /** Ends the monitor. */
    @TearDown
    public void end() {
        monitor.close();
        cluster.close();
    }

    /** A read-only transaction's route, to one of the replicas in turn. */
    @Benchmark
    public @Nullable Route readOnly() {
        return router.route(read, monitor.view(), null, System.nanoTime());
    }

    /** Any other transaction's route, to the primary. */
    @Benchmark
    public @Nullable Route readWrite() {
        return router.route(write, monitor.view(), null, System.nanoTime());
    }
}
