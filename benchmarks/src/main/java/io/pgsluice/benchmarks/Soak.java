// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A steady load for a long time, and whether anything grows. */
final class Soak implements Part {
    private static final int THREADS = 4;
    private static final int SAMPLES = 30;
    private static final int POOL_SIZE = 8;

    /** Keeps the load steady rather than as high as it can be. */
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public List<Row> measure(Settings settings) throws Exception {
        long millis = settings.number("seconds", 1_800, 3) * 1_000L;
        int samples = settings.quick() ? 3 : SAMPLES;
        List<Row> rows = new ArrayList<>();
        AtomicLong done = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        try (PostgresCluster cluster = PostgresCluster.builder().build()) {
            BenchmarkCluster.prepare(cluster);
            SluiceCandidate sluice = new SluiceCandidate(OwnCandidates.SLUICE, SluiceCandidate::patient);
            try (Opened opened = sluice.open(Nodes.servers(BenchmarkCluster.directUrls(cluster), POOL_SIZE))) {
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    Thread thread = new Thread(() -> loop(opened, over, done, failed), "soak-" + i);
                    thread.start();
                    threads.add(thread);
                }
                for (int i = 1; i <= samples; i++) {
                    TimeUnit.MILLISECONDS.sleep(millis / samples);
                    Row row = Row.of("seconds", (double) i * millis / samples / 1_000)
                            .with("heapBytes", Memory.used())
                            .with("threads", Memory.threads())
                            .with("connections", connections((SluiceDataSource) opened.dataSource()))
                            .with("transactions", done.get())
                            .with("failed", failed.get());
                    Benchmarks.progress("soak: " + row.values());
                    rows.add(row);
                }
                over.set(true);
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        }
        return rows;
    }

    private static void loop(Opened opened, AtomicBoolean over, AtomicLong done, AtomicLong failed) {
        for (int i = 1; !over.get(); i++) {
            try {
                Servers.CYCLES.get(i % Servers.CYCLES.size()).run(opened.dataSource(), 1 + i % Cycles.MANY);
                done.incrementAndGet();
            } catch (SQLException e) {
                failed.incrementAndGet();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static int connections(SluiceDataSource dataSource) {
        return dataSource.statistics().stream()
                .mapToInt(node -> node.inUse() + node.idle())
                .sum();
    }

    @Override
    public String markdown(List<Row> rows) {
        Row first = rows.get(0);
        Row last = rows.get(rows.size() - 1);
        return """
                # A steady load for a long time

                Written by `benchmarks/run.sh soak`, which measures anew; the numbers as data are in `soak.json`.

                Four threads run the cycles of [overhead](overhead.md) in turn on real servers, with a pause between them. The heap is what is left after
                collections.

                """
                + Table.of(
                        "",
                        List.of("heapBytes", "threads", "connections", "transactions", "failed"),
                        List.of(
                                "after " + Table.amount(first.number("seconds")) + " s",
                                "after " + Table.amount(last.number("seconds")) + " s"),
                        (name, column) -> Table.amount(
                                (column.equals("after " + Table.amount(first.number("seconds")) + " s") ? first : last)
                                        .number(name)));
    }

    @Override
    public Chart chart(List<Row> rows) {
        return new Chart(
                "Heap after collections",
                "KiB",
                rows.stream()
                        .map(row -> Chart.Bar.of(
                                "seconds", Table.amount(row.number("seconds")), row.number("heapBytes") / 1_024))
                        .toList());
    }
}
