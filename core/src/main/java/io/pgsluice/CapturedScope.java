// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import io.pgsluice.internal.routing.Requirements;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * What held on a thread, to be taken to other threads: executors, reactive pipelines, coroutines. Made by {@link RoutingScope#capture}.
 *
 * <p>What is written and read on any of these threads is shared: it counts on all of them, and where it was captured. Immutable
 * but for that; safe for use by multiple threads, and to be opened any number of times.
 */
@SuppressWarnings("try") // A scope acts by being open.
public final class CapturedScope {
    private final SluiceDataSource dataSource;
    private final Requirements requirements;

    CapturedScope(SluiceDataSource dataSource, Requirements requirements) {
        this.dataSource = dataSource;
        this.requirements = requirements;
    }

    /**
     * Opens a scope on this thread that requires what was captured, within the one that is open there.
     *
     * @return an open scope, to be closed on this thread
     */
    public RoutingScope open() {
        return new RoutingScope(dataSource, dataSource.freshness().open(requirements));
    }

    /**
     * Wraps a task, which then runs in a scope of its own.
     *
     * @param task the task
     * @return the same task, with a scope around each run
     */
    public Runnable wrap(Runnable task) {
        return () -> {
            try (RoutingScope scope = open()) {
                task.run();
            }
        };
    }

    /**
     * Wraps a task, which then runs in a scope of its own.
     *
     * @param task the task
     * @param <T> what it answers
     * @return the same task, with a scope around each run
     */
    public <T> Callable<T> wrap(Callable<T> task) {
        return () -> {
            try (RoutingScope scope = open()) {
                return task.call();
            }
        };
    }

    /**
     * Wraps a supplier, which then runs in a scope of its own.
     *
     * @param supplier the supplier
     * @param <T> what it answers
     * @return the same supplier, with a scope around each run
     */
    public <T> Supplier<T> wrapSupplier(Supplier<T> supplier) {
        return () -> {
            try (RoutingScope scope = open()) {
                return supplier.get();
            }
        };
    }
}
