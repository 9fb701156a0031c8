// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A promotion and when it was over, by the server's own word. The call that promotes returns up to a tenth of a second after the
 * server takes writes, so another connection, around pgsluice, asks it all the time.
 */
final class Promotion {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final RunClock clock;
    private final PostgresNode node;

    Promotion(RunClock clock, PostgresNode node) {
        this.clock = clock;
        this.node = node;
    }

    /** Promotes the node and returns the last instant at which it was certainly a standby still. */
    long run() throws SQLException, InterruptedException {
        CompletableFuture<Long> lastInRecovery = new CompletableFuture<>();
        try (Connection connection = node.connect()) {
            Thread watch = new Thread(() -> watch(connection, lastInRecovery), "demo-promotion");
            watch.setDaemon(true);
            watch.start();
            node.promote();
            return lastInRecovery.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ScriptException(node.name() + " did not tell when it was promoted: " + e);
        }
    }

    private void watch(Connection connection, CompletableFuture<Long> lastInRecovery) {
        try {
            long[] last = {clock.now()};
            Poll.until(node.name() + " is promoted", TIMEOUT, () -> {
                long asked = clock.now();
                boolean standby = isStandby(connection);
                if (standby) {
                    last[0] = asked;
                }
                return !standby;
            });
            lastInRecovery.complete(last[0]);
        } catch (SQLException | InterruptedException | RuntimeException e) {
            lastInRecovery.completeExceptionally(e);
        }
    }

    private static boolean isStandby(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }
}
