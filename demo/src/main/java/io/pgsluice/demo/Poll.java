// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Asks a server until it answers what is awaited. */
final class Poll {
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    private Poll() {}

    /** Something that holds at last. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws SQLException;
    }

    static void until(String what, Duration timeout, Condition condition) throws SQLException, InterruptedException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > timeout.toNanos()) {
                throw new ScriptException("not within " + timeout.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for: " + what);
            }
        }
    }

    /** The number that a query answers. */
    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
