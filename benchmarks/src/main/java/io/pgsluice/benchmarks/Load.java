// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Runs a cycle again and again in some threads, for some time, and keeps how long each took. */
final class Load {
    private static final int ACCOUNTS = 1_000;

    private Load() {}

    /**
     * What came out.
     *
     * @param nanos how long each cycle took, sorted
     * @param elapsed how long all of them took
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares two of them.
    record Outcome(long[] nanos, long elapsed) {
        double perSecond() {
            return nanos.length * 1e9 / elapsed;
        }

        double micros(double quantile) {
            return nanos[(int) (quantile * (nanos.length - 1))] / 1e3;
        }
    }

    static Outcome run(DataSource dataSource, Cycles cycle, int threads, long millis) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
            List<Future<long[]>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(executor.submit(() -> loop(dataSource, cycle, end)));
            }
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> one : running) {
                all.add(one.get());
            }
            long elapsed = System.nanoTime() - start;
            return new Outcome(
                    all.stream().flatMapToLong(Arrays::stream).sorted().toArray(), elapsed);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException sql ? sql : e;
        } finally {
            executor.shutdownNow();
        }
    }

    private static long[] loop(DataSource dataSource, Cycles cycle, long end) throws SQLException {
        long[] nanos = new long[1_024];
        int count = 0;
        for (long before = System.nanoTime(); before - end < 0 || count == 0; ) {
            cycle.run(dataSource, 1 + ThreadLocalRandom.current().nextInt(ACCOUNTS));
            long after = System.nanoTime();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = after - before;
            before = after;
        }
        return Arrays.copyOf(nanos, count);
    }
}
