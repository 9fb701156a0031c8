// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.transactions;

import io.pgsluice.SluiceTransactions.Block;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run of a block, with a marker of its own. Confined to one thread. */
final class Attempt<T extends @Nullable Object, E extends Exception> {
    private static final long VERSION_7 = 0x7000L;
    private static final long RANDOM_12 = 0x0fffL;

    private final TransactionSettings settings;
    private final UUID id;
    private final long startNanos;
    private final Instant start;
    private @Nullable Result<T> result;
    private boolean connected;
    private boolean sent;

    /** What a block has returned. */
    record Result<T extends @Nullable Object>(T value) {}

    Attempt(TransactionSettings settings) {
        this.settings = settings;
        this.startNanos = settings.ticker().nanos();
        this.start = settings.clock().instant();
        this.id = timeOrdered(start);
    }

    /** Random, and near its neighbours in time: such keys keep to one side of an index. */
    private static UUID timeOrdered(Instant time) {
        UUID random = UUID.randomUUID();
        return new UUID(
                (time.toEpochMilli() << 16) | VERSION_7 | (random.getMostSignificantBits() & RANDOM_12),
                random.getLeastSignificantBits());
    }

    UUID id() {
        return id;
    }

    void run(Block<T, E> block, GuardedConnection connection) throws E {
        try {
            result = new Result<>(block.run(connection));
        } finally {
            connection.end();
        }
    }

    /** Null until the block has returned. */
    @Nullable
    Result<T> result() {
        return result;
    }

    /** The data source has handed out a connection. */
    void connected() {
        connected = true;
    }

    boolean hasConnected() {
        return connected;
    }

    /** Something goes to the server that may commit. */
    void sending() {
        sent = true;
    }

    boolean wasSent() {
        return sent;
    }

    /**
     * Whether the marker may have been cleaned away since. Half of the time that it is kept is left to the clocks of the servers, which
     * may differ by as much.
     */
    boolean isTooOld() {
        long half = settings.retentionNanos() / 2;
        return settings.ticker().nanos() - startNanos > half
                || Duration.between(start, settings.clock().instant()).compareTo(Duration.ofNanos(half)) > 0;
    }
}
