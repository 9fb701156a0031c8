// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for a condition with a deadline. */
public final class Await {
    private static final long FIRST_PAUSE_NANOS = 2_000_000;
    private static final long LONGEST_PAUSE_NANOS = 25_000_000;

    private Await() {}

    /** A condition that may fail while what it asks is not there yet. */
    @FunctionalInterface
    public interface Condition {
        /** Whether it holds now; an exception counts as no and is kept as the reason. */
        boolean holds() throws Exception;
    }

    /** Returns once the condition holds; after the timeout throws with what was awaited and the last reason. */
    public static void until(Duration timeout, Supplier<String> awaited, Condition condition) {
        long start = System.nanoTime();
        long pause = FIRST_PAUSE_NANOS;
        Exception last = null;
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
                last = null;
            } catch (Exception e) {
                last = e;
            }
            if (System.nanoTime() - start >= timeout.toNanos()) {
                throw timedOut(timeout, awaited.get(), last);
            }
            pause(pause, awaited);
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        }
    }

    /** Whether the condition came to hold within the timeout. */
    public static boolean within(Duration timeout, Condition condition) {
        try {
            until(timeout, () -> "", condition);
            return true;
        } catch (PostgresClusterException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return false;
        }
    }

    private static void pause(long nanos, Supplier<String> awaited) {
        LockSupport.parkNanos(nanos);
        if (Thread.currentThread().isInterrupted()) {
            throw new PostgresClusterException("interrupted while waiting for: " + awaited.get());
        }
    }

    private static PostgresClusterException timedOut(Duration timeout, String awaited, @Nullable Exception last) {
        String reason = last == null ? "" : " (last answer: " + last.getMessage() + ")";
        return new PostgresClusterException("not within " + timeout.toMillis() + " ms: " + awaited + reason, last);
    }
}
