// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pgsluice.internal.topology.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The data sources behind a driver's connections: one for each URL and properties, opened by the first connection and closed
 * with the last. The lock covers counting only; opening, connecting and closing happen outside it.
 */
final class SharedDataSources {

    /** A data source as the driver needs it. */
    interface Source {
        /** Answers a connection that runs {@code onClose} when it is closed or aborted. */
        Connection getConnection(Runnable onClose) throws SQLException;

        /** Closes the data source. */
        void close();
    }

    /** Opens a data source. */
    @FunctionalInterface
    interface Opener {
        Source open(SluiceConfig config) throws SQLException;
    }

    /** What a caller asked for. */
    record Key(String url, Map<String, String> info) {
        Key {
            info = Map.copyOf(info);
        }

        @Override
        public String toString() {
            return Secrets.mask(url);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<Key, Shared> open = new HashMap<>();

    private final Opener opener;

    SharedDataSources(Opener opener) {
        this.opener = opener;
    }

    /** A connection of the key's data source, which is opened with the configuration if it is not open yet. */
    Connection connect(Key key, Supplier<SluiceConfig> config) throws SQLException {
        Use use = use(key);
        boolean connected = false;
        try {
            Connection connection = use.source(config).getConnection(use);
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                use.run();
            }
        }
    }

    /** How many data sources are open or being opened. */
    int size() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    private Use use(Key key) {
        lock.lock();
        try {
            Shared existing = open.get(key);
            Shared shared = existing == null ? new Shared() : existing;
            shared.uses++;
            open.put(key, shared);
            return new Use(key, shared, existing == null);
        } finally {
            lock.unlock();
        }
    }

    /** Answers whether nobody uses it any more. */
    private boolean release(Key key, Shared shared) {
        lock.lock();
        try {
            shared.uses--;
            return shared.uses == 0 && open.remove(key, shared);
        } finally {
            lock.unlock();
        }
    }

    private void forget(Key key, Shared shared) {
        lock.lock();
        try {
            open.remove(key, shared);
        } finally {
            lock.unlock();
        }
    }

    /** A data source and the number of its users; the count is guarded by the lock. */
    private static final class Shared {
        final CompletableFuture<Source> source = new CompletableFuture<>();
        int uses;
    }

    /** One user's hold on a data source; running it, any number of times, ends the hold. */
    private final class Use implements Runnable {
        private final Key key;
        private final Shared shared;
        private final boolean first;
        private final AtomicBoolean ended = new AtomicBoolean();

        Use(Key key, Shared shared, boolean first) {
            this.key = key;
            this.shared = shared;
            this.first = first;
        }

        Source source(Supplier<SluiceConfig> config) throws SQLException {
            return first ? open(config) : await();
        }

        private Source open(Supplier<SluiceConfig> config) throws SQLException {
            try {
                Source source = opener.open(config.get());
                shared.source.complete(source);
                return source;
            } catch (SQLException | RuntimeException | Error e) {
                forget(key, shared);
                shared.source.completeExceptionally(e);
                throw e;
            }
        }

        private Source await() throws SQLException {
            try {
                return shared.source.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted while waiting for " + key + " to open", SqlErrors.INTERRUPTED, e);
            } catch (ExecutionException e) {
                String state =
                        e.getCause() instanceof SQLException sql ? sql.getSQLState() : SqlErrors.UNABLE_TO_CONNECT;
                throw new SQLException("could not open " + key + ": " + e.getCause(), state, e.getCause());
            }
        }

        @Override
        public void run() {
            if (ended.compareAndSet(false, true) && release(key, shared)) {
                shared.source.join().close();
            }
        }
    }
}
