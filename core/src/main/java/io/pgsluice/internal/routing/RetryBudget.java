// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.spi.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How often transactions may be run again, for one data source. Safe for use by multiple threads.
 *
 * <p>A bucket of tokens, of which each further attempt takes one. It is full at first, with two for every pooled connection: all that can be
 * under way may be lost at once, twice. It fills up by itself within a second, and by a share of the transactions that
 * are begun, so that attempts in the long run are bounded by that share. Nothing is written by a transaction that succeeds: what was
 * begun is read from the counters when a token is asked for.
 */
public final class RetryBudget {
    private static final long FILL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final double capacity;
    private final double share;
    private final Ticker ticker;
    private final LongSupplier transactions;
    private final DoubleSupplier random;
    private final LongAdder granted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private double tokens;
    private long seenNanos;
    private long seenTransactions;

    /**
     * Makes a full bucket.
     *
     * @param percent tokens for a hundred transactions; none are given at all if it is zero
     * @param connections how many transactions can be under way
     * @param transactions counts those that were begun
     * @param random from 0 inclusive to 1 exclusive
     */
    public RetryBudget(int percent, long connections, Ticker ticker, LongSupplier transactions, DoubleSupplier random) {
        this.capacity = percent == 0 ? 0 : 2.0 * connections;
        this.share = percent / 100.0;
        this.ticker = ticker;
        this.transactions = transactions;
        this.random = random;
        this.tokens = capacity;
        this.seenNanos = ticker.nanos();
        this.seenTransactions = transactions.getAsLong();
    }

    /** Takes a token for one further attempt; false if there is none. */
    public boolean take() {
        boolean taken = false;
        lock.lock();
        try {
            fill();
            if (tokens >= 1) {
                tokens--;
                taken = true;
            }
        } finally {
            lock.unlock();
        }
        (taken ? granted : refused).increment();
        return taken;
    }

    private void fill() {
        long now = ticker.nanos();
        long begun = transactions.getAsLong();
        double more = capacity * (now - seenNanos) / FILL_NANOS + share * (begun - seenTransactions);
        tokens = Math.min(capacity, tokens + more);
        seenNanos = now;
        seenTransactions = begun;
    }

    /** How long to wait before a further attempt, so that those which failed together don't come back together. */
    public long pauseNanos(int attempt) {
        return (long) (random.getAsDouble() * LONGEST_PAUSE_NANOS * attempt);
    }

    /** Attempts that were granted. */
    public long granted() {
        return granted.sum();
    }

    /** Attempts that were refused. */
    public long refused() {
        return refused.sum();
    }
}
