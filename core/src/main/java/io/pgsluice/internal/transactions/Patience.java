// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.transactions;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How long something is tried again, and the pauses between, which grow and are random. Confined to one thread. */
final class Patience {
    /** Doubling ends here; the longest pause is reached before. */
    private static final int MAX_DOUBLINGS = 30;

    private final TransactionSettings settings;
    private final long start;
    private int pauses;

    Patience(TransactionSettings settings) {
        this.settings = settings;
        this.start = settings.ticker().nanos();
    }

    long elapsedNanos() {
        return settings.ticker().nanos() - start;
    }

    long remainingNanos() {
        return settings.timeoutNanos() - elapsedNanos();
    }

    /** What {@code Connection.setNetworkTimeout} takes for the time that remains. */
    int remainingMillis() {
        long millis = TimeUnit.NANOSECONDS.toMillis(remainingNanos());
        return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
    }

    /** Pauses. False if the time is over then, or the thread is interrupted. */
    boolean pause() {
        long longest =
                Math.min(settings.maxBackoffNanos(), settings.minBackoffNanos() << Math.min(pauses, MAX_DOUBLINGS));
        pauses++;
        long until = settings.ticker().nanos() + ThreadLocalRandom.current().nextLong(longest + 1);
        while (!Thread.currentThread().isInterrupted() && remainingNanos() > 0) {
            long left = until - settings.ticker().nanos();
            if (left <= 0) {
                return true;
            }
            LockSupport.parkNanos(Math.min(left, remainingNanos()));
        }
        return false;
    }
}
