// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.SluiceTransactions;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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

/** What a marker costs: the same transaction of an update and an insert on real servers, without one and with one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class TransactionsBenchmark {
    private static final int ACCOUNTS = 10_000;

    private final BenchmarkCluster cluster = BenchmarkCluster.open();
    private final SluiceDataSource dataSource = SluiceDataSource.create(config(cluster));
    private final SluiceTransactions transactions =
            SluiceTransactions.builder(dataSource).build();

    private static SluiceConfig config(BenchmarkCluster cluster) {
        SluiceConfigBuilder builder = SluiceConfig.builder()
                .name("benchmark")
                .credentials(PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD);
        cluster.jdbcUrls().forEach(builder::node);
        return builder.build();
    }

    /** Makes the tables. */
    @Setup
    public void start() throws SQLException {
        transactions.createTable();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS account, posting");
            statement.execute(
                    "CREATE TABLE account AS SELECT id, 0 AS balance FROM generate_series(0, " + ACCOUNTS + ") id");
            statement.execute("ALTER TABLE account ADD PRIMARY KEY (id)");
            statement.execute("CREATE TABLE posting (account int, amount int)");
        }
    }

    /** Ends what was started. */
    @TearDown
    public void end() {
        transactions.close();
        dataSource.close();
        cluster.close();
    }

    /** A transaction as JDBC has it. */
    @Benchmark
    public void plain() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            post(connection);
            connection.commit();
        }
    }

    /** The same with a marker. */
    @Benchmark
    public void marked() throws SQLException {
        transactions.run(TransactionsBenchmark::post);
    }

    private static void post(Connection connection) throws SQLException {
        int account = ThreadLocalRandom.current().nextInt(ACCOUNTS);
        try (PreparedStatement update =
                        connection.prepareStatement("UPDATE account SET balance = balance + 1 WHERE id = ?");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO posting VALUES (?, 1)")) {
            update.setInt(1, account);
            update.executeUpdate();
            insert.setInt(1, account);
            insert.executeUpdate();
        }
    }
}
