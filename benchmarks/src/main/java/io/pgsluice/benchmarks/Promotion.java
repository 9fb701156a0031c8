// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Promotes a node, and asks it around the candidate when that is over: the call itself returns later than the server takes writes. */
final class Promotion {
    private static final long TIMEOUT_SECONDS = 15;
    private static final long PAUSE_NANOS = 1_000_000;

    private Promotion() {}

    /** Promotes and returns the last instant at which the node was certainly a standby still. */
    static long of(PostgresNode node) throws Exception {
        CompletableFuture<Long> lastStandby = new CompletableFuture<>();
        try (Connection connection = node.connect()) {
            Thread watch = new Thread(() -> watch(connection, lastStandby), "benchmark-promotion");
            watch.setDaemon(true);
            watch.start();
            node.promote();
            return lastStandby.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void watch(Connection connection, CompletableFuture<Long> lastStandby) {
        try {
            long last = System.nanoTime();
            long asked = last;
            while (isStandby(connection)) {
                last = asked;
                LockSupport.parkNanos(PAUSE_NANOS);
                asked = System.nanoTime();
            }
            lastStandby.complete(last);
        } catch (SQLException e) {
            lastStandby.completeExceptionally(e);
        }
    }

    private static boolean isStandby(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
