// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.benchmarks.stub.StubDriver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The way from {@code getConnection()} to {@code close()} over a driver that answers at once. Topology, freshness and routes are those of a
 * running cluster.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = OverheadBenchmark.COMPILE_FIRST)
public class OverheadBenchmark {
    /** Lets a thread wait for the compiler: where processors are scarce the interpreter would be measured otherwise. */
    static final String COMPILE_FIRST = "-Xbatch";

    /** Enough for every thread to find an idle connection. */
    static final int POOL_SIZE = 16;

    /** What the application calls. */
    @Param({OwnCandidates.BASE, OwnCandidates.SLUICE})
    public String candidate = OwnCandidates.BASE;

    /** What is measured. */
    @Param
    public Cycles cycle = Cycles.READ_TX;

    /** How many data sources the threads use by chance. */
    @Param("1")
    public int dataSources = 1;

    private @Nullable BenchmarkCluster cluster;
    private final List<Nodes> nodes = new ArrayList<>();
    private final List<Opened> opened = new ArrayList<>();
    private DataSource[] all = {};
    private int id = 42;

    /** Starts the candidate. */
    @Setup
    public void start() throws SQLException {
        cluster = BenchmarkCluster.open();
        int poolSize = dataSources == 1 ? POOL_SIZE : POOL_SIZE / 2;
        for (int i = 0; i < dataSources; i++) {
            Nodes some = Nodes.stubs(cluster.jdbcUrls(), poolSize, StubDriver.PGJDBC);
            nodes.add(some);
            opened.add(Candidates.everyday(candidate).open(some));
        }
        all = opened.stream().map(Opened::dataSource).toArray(DataSource[]::new);
    }

    /** Ends the candidate, and fails if pgsluice did something else than was to be measured. */
    @TearDown
    public void end() {
        opened.forEach(Opened::close);
        if (cluster != null) {
            cluster.close();
        }
        // Reads of a thread that has just written go to the primary until a replica is proven to have that.
        if (candidate.equals(OwnCandidates.SLUICE)
                && cycle != Cycles.MIXED
                && nodes.stream().anyMatch(some -> some.readsOnPrimary() > 0)) {
            throw new IllegalStateException("read-only transactions ran on the primary");
        }
    }

    /** Runs the cycle once. */
    @Benchmark
    public int cycle() throws SQLException {
        DataSource dataSource =
                all.length == 1 ? all[0] : all[ThreadLocalRandom.current().nextInt(all.length)];
        return cycle.run(dataSource, id);
    }
}
