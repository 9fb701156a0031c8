// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.benchmarks.stub.StubDriver;
import java.sql.Connection;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What one more row costs: {@code next()} and {@code getInt()} through HikariCP's result set, and through pgsluice's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = Subjects.COMPILE_FIRST)
public class RowBenchmark {
    private final BenchmarkCluster cluster = BenchmarkCluster.open();
    private final HikariDataSource hikari = Subjects.hikari(StubDriver.PGJDBC);
    private final SluiceDataSource sluice = Subjects.sluice(StubDriver.PGJDBC, cluster);
    private @Nullable ResultSet throughHikari;
    private @Nullable ResultSet throughSluice;

    /** Opens the result sets. */
    @Setup
    public void start() throws SQLException {
        throughHikari = rows(hikari.getConnection());
        throughSluice = rows(sluice.getConnection());
    }

    private static ResultSet rows(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement("SELECT 1");
        statement.setMaxRows(0);
        return statement.executeQuery();
    }

    /** Ends the pools. */
    @TearDown
    public void end() {
        hikari.close();
        sluice.close();
        cluster.close();
    }

    /** HikariCP's result set. */
    @Benchmark
    public int rowHikari() throws SQLException {
        return next(Objects.requireNonNull(throughHikari));
    }

    /** The one of pgsluice. */
    @Benchmark
    public int rowSluice() throws SQLException {
        return next(Objects.requireNonNull(throughSluice));
    }

    private static int next(ResultSet rows) throws SQLException {
        return rows.next() ? rows.getInt(1) : -1;
    }
}
