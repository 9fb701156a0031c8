// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.ConsistencyLevel;
import io.pgsluice.RouteReason;
import io.pgsluice.SluiceConfig;
import io.pgsluice.benchmarks.stub.StubDriver;
import io.pgsluice.internal.routing.ConnectionFreshness;
import io.pgsluice.internal.routing.Freshness;
import io.pgsluice.internal.routing.Need;
import io.pgsluice.internal.routing.Route;
import io.pgsluice.internal.routing.RouteRequest;
import io.pgsluice.internal.routing.Router;
import io.pgsluice.internal.routing.Scope;
import io.pgsluice.internal.topology.ClusterView;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The decision where a transaction runs, alone: the clock, the latest picture of a running cluster, the router. */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
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
    private final Freshness freshness = new Freshness(config);
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
        return router.route(read, monitor.view(), null, System.nanoTime(), null);
    }

    /** One thread's freshness, after it has written, or in a scope, or with a level of its connection. */
    @State(org.openjdk.jmh.annotations.Scope.Thread)
    public static class Reader {
        private final ConnectionFreshness connection = new ConnectionFreshness() {
            @Override
            public @Nullable ConsistencyLevel level() {
                return level;
            }
        };

        @Nullable
        ConsistencyLevel level;

        private @Nullable Need need(RouteBenchmark route, ClusterView view) {
            return route.freshness.need(connection, view);
        }
    }

    /** A thread that has written long ago. */
    public static class Writer extends Reader {
        /** Notes a write. */
        @Setup
        public void write(RouteBenchmark route) {
            route.freshness.wrote(new ConnectionFreshness(), route.monitor.view(), null);
        }
    }

    /** A connection with a bound of staleness. */
    public static class Bounded extends Reader {
        /** Sets the level. */
        @Setup
        public void level() {
            level = ConsistencyLevel.boundedStaleness(Duration.ofSeconds(10));
        }
    }

    /** A thread with an open scope of a session, in which it has read and written. */
    public static class InScope extends Reader {
        /** Opens the scope. */
        @Setup
        public void open(RouteBenchmark route) {
            Scope scope = route.freshness.open();
            route.freshness.require(scope, requirements -> requirements.session("user"));
            route.freshness.wrote(new ConnectionFreshness(), route.monitor.view(), null);
            Route first = route.readOnly();
            if (first != null) {
                route.freshness.ran(first);
            }
        }
    }

    private @Nullable Route fresh(Reader reader) {
        ClusterView view = monitor.view();
        return router.route(read, view, null, System.nanoTime(), reader.need(this, view));
    }

    /** The same for a thread that has written nothing. */
    @Benchmark
    public @Nullable Route readOnlyNothingWritten(Reader reader) {
        return fresh(reader);
    }

    /** The same for a thread whose last write all replicas show. */
    @Benchmark
    public @Nullable Route readOnlyAfterWrite(Writer reader) {
        return fresh(reader);
    }

    /** The same with a bound of staleness. */
    @Benchmark
    public @Nullable Route readOnlyBounded(Bounded reader) {
        return fresh(reader);
    }

    /** The same in a scope with a session. */
    @Benchmark
    public @Nullable Route readOnlyInScope(InScope reader) {
        return fresh(reader);
    }

    /** Any other transaction's route, to the primary. */
    @Benchmark
    public @Nullable Route readWrite() {
        return router.route(write, monitor.view(), null, System.nanoTime(), null);
    }
}
