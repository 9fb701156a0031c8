// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.benchmarks.stub.StubDriver;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
 * The way from {@code getConnection()} to {@code close()}, with HikariCP alone and with pgsluice, over a driver that answers at
 * once. Topology, freshness and routes are those of a running cluster.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = Subjects.COMPILE_FIRST)
public class OverheadBenchmark {
    private static final String SELECT = "SELECT balance FROM account WHERE id = ?";
    private static final String UPDATE = "UPDATE account SET balance = balance + 1 WHERE id = ?";

    /** What the application calls. */
    public enum Candidate {
        /** HikariCP alone. */
        HIKARI,
        /** pgsluice, with HikariCP pools below. */
        SLUICE
    }

    /** What is measured. */
    @Param
    public Candidate candidate = Candidate.HIKARI;

    /** What the stub looks like. */
    @Param("PGJDBC")
    public StubDriver driver = StubDriver.PGJDBC;

    private @Nullable BenchmarkCluster cluster;
    private @Nullable SluiceDataSource sluice;
    private @Nullable HikariDataSource hikari;
    private DataSource dataSource = new HikariDataSource();
    private int id = 42;

    /** Starts the candidate. */
    @Setup
    public void start() {
        if (candidate == Candidate.HIKARI) {
            hikari = Subjects.hikari(driver);
            dataSource = hikari;
        } else {
            cluster = BenchmarkCluster.open();
            sluice = Subjects.sluice(driver, cluster);
            dataSource = sluice;
        }
    }

    /** Ends the candidate, and fails if it did something else than was to be measured. */
    @TearDown
    public void end() {
        try {
            if (sluice != null) {
                Subjects.checkRoutes(sluice);
            }
        } finally {
            if (hikari != null) {
                hikari.close();
            }
            if (sluice != null) {
                sluice.close();
            }
            if (cluster != null) {
                cluster.close();
            }
        }
    }

    /** A read-only transaction of one query. */
    @Benchmark
    public int readTx() throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        int answer = query(connection);
        connection.commit();
        connection.close();
        return answer;
    }

    /** A transaction of one update. */
    @Benchmark
    public int writeTx() throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        PreparedStatement statement = connection.prepareStatement(UPDATE);
        statement.setInt(1, id);
        int answer = statement.executeUpdate();
        statement.close();
        connection.commit();
        connection.close();
        return answer;
    }

    /** One query with autocommit on, on a connection declared read-only. */
    @Benchmark
    public int autocommitRead() throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.setReadOnly(true);
        int answer = query(connection);
        connection.close();
        return answer;
    }

    /** A connection of which no use is made. */
    @Benchmark
    public Connection emptyCycle() throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.close();
        return connection;
    }

    private int query(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(SELECT);
        statement.setInt(1, id);
        ResultSet rows = statement.executeQuery();
        rows.next();
        int answer = rows.getInt(1);
        rows.close();
        statement.close();
        return answer;
    }
}
