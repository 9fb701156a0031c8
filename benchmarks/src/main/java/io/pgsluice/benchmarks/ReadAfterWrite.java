// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Which share of the reads replicas serve that come a given time after a write of the same thread, by how much is written and how far away the
 * replicas are. Prints a table in Markdown.
 */
public final class ReadAfterWrite {
    private static final int THREADS = 4;
    private static final int[] WRITES_PER_SECOND = {10, 100, 1_000};
    private static final int[] ROUND_TRIP_MILLIS = {0, 2, 10};
    private static final int[] AFTER_MILLIS = {0, 2, 5, 10, 20, 50, 100};
    private static final long CELL_NANOS = TimeUnit.SECONDS.toNanos(3);

    private ReadAfterWrite() {}

    /** Measures. */
    public static void main(String[] args) throws SQLException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (PostgresCluster cluster = PostgresCluster.builder().build()) {
            try (Connection connection = cluster.primary()
                            .connect(
                                    PostgresCluster.APP_DATABASE,
                                    PostgresCluster.APP_USER,
                                    PostgresCluster.APP_PASSWORD);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE written (id bigserial)");
            }
            print(heading());
            for (int roundTrip : ROUND_TRIP_MILLIS) {
                for (PostgresNode replica : cluster.replicas()) {
                    replica.delay(Duration.ofNanos(TimeUnit.MILLISECONDS.toNanos(roundTrip) / 2));
                }
                for (int rate : WRITES_PER_SECOND) {
                    print(row(cluster, threads, roundTrip, rate));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static SluiceConfig config(PostgresCluster cluster) {
        SluiceConfigBuilder builder = SluiceConfig.builder()
                .name("benchmark")
                .credentials(PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD);
        cluster.jdbcUrls().forEach(builder::node);
        return builder.build();
    }

    private static List<String> heading() {
        List<String> cells = new ArrayList<>(List.of("round trip to replicas, ms", "writes a second"));
        for (int after : AFTER_MILLIS) {
            cells.add("after " + after + " ms");
        }
        return cells;
    }

    /** Each cell on a data source of its own, which has learned nothing from the one before. */
    private static List<String> row(PostgresCluster cluster, ExecutorService threads, int roundTrip, int rate)
            throws SQLException, InterruptedException, ExecutionException {
        List<String> cells = new ArrayList<>(List.of(String.valueOf(roundTrip), String.valueOf(rate)));
        for (int after : AFTER_MILLIS) {
            try (SluiceDataSource dataSource = SluiceDataSource.create(config(cluster))) {
                cells.add(String.format(Locale.ROOT, "%.0f %%", share(dataSource, threads, rate, after)));
            }
        }
        return cells;
    }

    private static double share(SluiceDataSource dataSource, ExecutorService threads, int rate, int after)
            throws InterruptedException, ExecutionException {
        Callable<int[]> session = () -> pairs(dataSource, rate, after);
        int reads = 0;
        int onReplicas = 0;
        List<Future<int[]>> counts = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            counts.add(threads.submit(session));
        }
        for (Future<int[]> count : counts) {
            reads += count.get()[0];
            onReplicas += count.get()[1];
        }
        return 100.0 * onReplicas / reads;
    }

    /** Writes and reads in turn; answers how many reads there were, and how many of them on a replica. */
    private static int[] pairs(SluiceDataSource dataSource, int rate, int afterMillis) throws SQLException {
        long interval = TimeUnit.SECONDS.toNanos(1) * THREADS / rate;
        int reads = 0;
        int onReplicas = 0;
        long end = System.nanoTime() + CELL_NANOS;
        for (long next = System.nanoTime(); next < end; next = Math.max(next + interval, System.nanoTime())) {
            parkUntil(next);
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO written DEFAULT VALUES");
            }
            parkUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(afterMillis));
            reads++;
            onReplicas += readsOnReplica(dataSource) ? 1 : 0;
        }
        return new int[] {reads, onReplicas};
    }

    private static boolean readsOnReplica(SluiceDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static void parkUntil(long instant) {
        for (long left = instant - System.nanoTime(); left > 0; left = instant - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void print(List<String> cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }
}
