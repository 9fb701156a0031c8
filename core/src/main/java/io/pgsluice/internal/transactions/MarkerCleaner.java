// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.transactions;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes rows whose time is over, on a thread of its own. Any number of applications may do so at once: each deletes what no other is
 * deleting, by the time in the row and the clock of the server.
 */
public final class MarkerCleaner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.pgsluice.transactions");
    private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final String name;
    private final DataSource dataSource;
    private final Markers markers;
    private final long intervalNanos;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    /** Used by the thread alone. */
    private boolean failing;

    /** Starts to clean, once in about the interval. */
    public MarkerCleaner(String name, DataSource dataSource, Markers markers, Duration interval) {
        this.name = name;
        this.dataSource = dataSource;
        this.markers = markers;
        this.intervalNanos = interval.toNanos();
        this.thread = new Thread(this::run, "pgsluice-" + name + "-cleaner");
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            // At random, so that instances started together don't clean together.
            while (!closed.await(
                    intervalNanos / 2 + ThreadLocalRandom.current().nextLong(intervalNanos), TimeUnit.NANOSECONDS)) {
                clean();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void clean() {
        try {
            while (closed.getCount() > 0 && cleanSome()) {
                Thread.onSpinWait();
            }
            if (failing) {
                LOG.info("{} - old markers are deleted again", name);
            }
            failing = false;
        } catch (SQLException | RuntimeException e) {
            if (!failing && closed.getCount() > 0) {
                LOG.warn("{} - old markers can't be deleted; it is tried again", name, e);
                failing = true;
            }
        }
    }

    private boolean cleanSome() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setNetworkTimeout(Runnable::run, (int) NETWORK_TIMEOUT.toMillis());
            return markers.clean(connection);
        }
    }

    /** Ends the thread; what it does on a server that does not answer is left to end by itself. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
