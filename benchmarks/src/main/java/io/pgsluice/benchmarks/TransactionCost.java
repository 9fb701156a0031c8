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
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a marker costs: the same transaction of an update and an insert on a real cluster, without one and with one in turn, so that what else
 * the machine does falls on both. Prints the medians.
 */
public final class TransactionCost {
    private static final int ACCOUNTS = 10_000;
    private static final int WARM_UP = 5_000;
    private static final int TRANSACTIONS = 20_000;

    private TransactionCost() {}

    @FunctionalInterface
    private interface Transaction {
        void run() throws SQLException;
    }

    /** Measures. */
    public static void main(String[] args) throws SQLException {
        try (BenchmarkCluster cluster = BenchmarkCluster.open();
                SluiceDataSource dataSource = SluiceDataSource.create(config(cluster));
                SluiceTransactions transactions =
                        SluiceTransactions.builder(dataSource).build()) {
            transactions.createTable();
            makeTables(dataSource);
            Transaction plain = () -> {
                try (Connection connection = dataSource.getConnection()) {
                    connection.setAutoCommit(false);
                    post(connection);
                    connection.commit();
                }
            };
            Transaction marked = () -> transactions.run(TransactionCost::post);
            long[] without = new long[TRANSACTIONS];
            long[] with = new long[TRANSACTIONS];
            for (int i = -WARM_UP; i < TRANSACTIONS; i++) {
                without[Math.max(i, 0)] = nanos(plain);
                with[Math.max(i, 0)] = nanos(marked);
            }
            print("p50", without, with, 0.50);
            print("p90", without, with, 0.90);
        }
    }

    private static SluiceConfig config(BenchmarkCluster cluster) {
        SluiceConfigBuilder builder = SluiceConfig.builder()
                .name("benchmark")
                .maxReplicaLag(Duration.ofSeconds(30))
                .probeTimeout(Duration.ofSeconds(10))
                .credentials(PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD);
        cluster.jdbcUrls().forEach(builder::node);
        return builder.build();
    }

    private static void makeTables(SluiceDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS account, posting");
            statement.execute(
                    "CREATE TABLE account AS SELECT id, 0 AS balance FROM generate_series(0, " + ACCOUNTS + ") id");
            statement.execute("ALTER TABLE account ADD PRIMARY KEY (id)");
            statement.execute("CREATE TABLE posting (account int, amount int)");
        }
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

    private static long nanos(Transaction transaction) throws SQLException {
        long start = System.nanoTime();
        transaction.run();
        return System.nanoTime() - start;
    }

    private static void print(String name, long[] without, long[] with, double quantile) {
        double plain = quantile(without, quantile);
        double marked = quantile(with, quantile);
        System.out.printf(
                Locale.ROOT,
                "%s: plain %.1f us, marked %.1f us, ratio %.2f%n",
                name,
                plain / 1_000,
                marked / 1_000,
                marked / plain);
    }

    private static double quantile(long[] nanos, double quantile) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) (quantile * (sorted.length - 1))];
    }
}
