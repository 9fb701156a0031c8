// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Virtual threads, where the JVM has them: from Java 21 on. */
final class VirtualThreads {
    private static final long TIMEOUT_SECONDS = 120;

    private VirtualThreads() {}

    /** What each thread does. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    /**
     * What came out.
     *
     * @param possible whether there are such threads
     * @param failed how many tasks threw, or did not end in time
     */
    record Outcome(boolean possible, long nanos, int failed) {}

    static Outcome run(int count, Task task) throws InterruptedException {
        ExecutorService executor;
        try {
            executor = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return new Outcome(false, 0, 0);
        }
        AtomicInteger succeeded = new AtomicInteger();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            executor.execute(() -> {
                try {
                    task.run();
                    succeeded.incrementAndGet();
                } catch (Exception e) {
                    Benchmarks.progress("a virtual thread failed: " + e);
                }
            });
        }
        executor.shutdown();
        boolean ended = executor.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            executor.shutdownNow();
        }
        return new Outcome(true, System.nanoTime() - start, count - succeeded.get());
    }
}
