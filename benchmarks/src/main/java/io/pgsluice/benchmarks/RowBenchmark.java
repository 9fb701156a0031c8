// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.benchmarks.stub.StubDriver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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

/** What one more row costs: {@code next()} and {@code getInt()} through the result set that a candidate hands out. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = OverheadBenchmark.COMPILE_FIRST)
public class RowBenchmark {
    /** Whose result set. */
    @Param({OwnCandidates.BASE, OwnCandidates.SLUICE})
    public String candidate = OwnCandidates.BASE;

    private final BenchmarkCluster cluster = BenchmarkCluster.open();
    private @Nullable Opened opened;
    private @Nullable ResultSet rows;

    /** Opens the result set. */
    @Setup
    public void start() throws SQLException {
        opened = Candidates.everyday(candidate)
                .open(Nodes.stubs(cluster.jdbcUrls(), OverheadBenchmark.POOL_SIZE, StubDriver.PGJDBC));
        PreparedStatement statement = opened.dataSource().getConnection().prepareStatement("SELECT 1");
        statement.setMaxRows(0);
        rows = statement.executeQuery();
    }

    /** Ends the pools. */
    @TearDown
    public void end() {
        if (opened != null) {
            opened.close();
        }
        cluster.close();
    }

    /** One row. */
    @Benchmark
    public int row() throws SQLException {
        ResultSet open = Objects.requireNonNull(rows);
        return open.next() ? open.getInt(1) : -1;
    }
}
