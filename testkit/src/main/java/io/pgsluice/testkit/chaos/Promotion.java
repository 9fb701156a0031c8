// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

import io.pgsluice.testkit.PostgresClusterException;
import io.pgsluice.testkit.PostgresNode;
import io.pgsluice.testkit.history.Fork;
import io.pgsluice.testkit.history.History;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A promotion that took place.
 *
 * @param kind what it is part of
 * @param instant the last instant at which the node was certainly a standby still
 * @param fork where its timeline began
 */
record Promotion(FaultKind kind, long instant, Fork fork) {
    private static final long TIMEOUT_SECONDS = 15;
    private static final long PAUSE_NANOS = 1_000_000;

    /** Promotes a node and returns once it takes writes. */
    static Promotion of(FaultKind kind, PostgresNode node, History history) throws SQLException, InterruptedException {
        CompletableFuture<Long> lastInRecovery = new CompletableFuture<>();
        try (Connection connection = node.connect()) {
            Thread watch = new Thread(() -> watch(connection, history, lastInRecovery), "chaos-promotion");
            watch.setDaemon(true);
            watch.start();
            node.promote();
            long instant = lastInRecovery.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return new Promotion(kind, instant, fork(connection));
        } catch (ExecutionException | TimeoutException e) {
            throw new PostgresClusterException(node.name() + " did not tell when it was promoted", e);
        }
    }

    private static void watch(Connection connection, History history, CompletableFuture<Long> lastInRecovery) {
        try {
            long last = history.now();
            long asked = last;
            while (Boolean.parseBoolean(ask(connection, "SELECT pg_is_in_recovery()::text"))) {
                last = asked;
                LockSupport.parkNanos(PAUSE_NANOS);
                asked = history.now();
            }
            lastInRecovery.complete(last);
        } catch (SQLException | RuntimeException e) {
            lastInRecovery.completeExceptionally(e);
        }
    }

    private static Fork fork(Connection connection) throws SQLException {
        String timeline = ask(connection, "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)");
        List<String> lines = ask(connection, "SELECT pg_read_file('pg_wal/" + timeline + ".history')")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        String[] last = lines.get(lines.size() - 1).split("\t", -1);
        return new Fork(Integer.parseInt(timeline, 16), Integer.parseInt(last[0]), lsn(last[1]));
    }

    static long lsn(String text) {
        int slash = text.indexOf('/');
        return (Long.parseLong(text.substring(0, slash), 16) << 32) + Long.parseLong(text.substring(slash + 1), 16);
    }

    static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return Objects.requireNonNull(row.getString(1), sql);
        }
    }
}
