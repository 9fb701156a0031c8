// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends what takes too long, from outside: one thread for a data source, started with the first deadline. What it runs must not block.
 * Safe for use by multiple threads.
 */
final class Deadlines implements AutoCloseable {

    /** A deadline that is running. */
    @FunctionalInterface
    interface Deadline {
        /** Ends it, whether it has come or not. */
        void cancel();
    }

    private final ScheduledThreadPoolExecutor executor;

    Deadlines(String dataSource) {
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "pgsluice-" + dataSource + "-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Runs the task after a while, unless the deadline is cancelled before; at once if this is closed. */
    Deadline start(Duration after, Runnable task) {
        try {
            var future = executor.schedule(task, after.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            task.run();
            return () -> {};
        }
    }

    /** Ends the thread; deadlines that are running never come. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
