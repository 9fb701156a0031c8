// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The threads that use the data source, and what they noted. */
final class Workload implements AutoCloseable {
    private static final Duration WRITER_PAUSE = Duration.ofMillis(10);
    private static final Duration READER_PAUSE = Duration.ofMillis(5);
    private static final Duration HEARTBEAT_PAUSE = Duration.ofMillis(20);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final WriteLedger writes = new WriteLedger();
    private final Heartbeats heartbeats = new Heartbeats();
    private final ReadLedger reads;
    private final Surfaced surfaced;
    private final RunClock clock;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Workload(
            Options options,
            DataSource dataSource,
            Duration maxReplicaLag,
            Routing routing,
            EventLog events,
            RunClock clock) {
        this.reads = new ReadLedger(maxReplicaLag.toNanos());
        this.surfaced = new Surfaced(events);
        this.clock = clock;
        add(Heartbeat.KIND, new Heartbeat(dataSource, surfaced, HEARTBEAT_PAUSE, heartbeats, clock));
        for (int i = 1; i <= options.writers(); i++) {
            add(Writer.KIND + "-" + i, new Writer(dataSource, surfaced, WRITER_PAUSE, writes, clock, i));
        }
        for (int i = 1; i <= options.readers(); i++) {
            add(
                    Reader.KIND + "-" + i,
                    new Reader(dataSource, surfaced, READER_PAUSE, reads, heartbeats, routing, clock));
        }
    }

    private void add(String name, Worker worker) {
        workers.add(worker);
        Thread thread = new Thread(worker, "demo-" + name);
        thread.setDaemon(true);
        threads.add(thread);
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Lets every transaction end and returns when all threads have. */
    void stop() throws InterruptedException {
        long now = clock.now();
        reads.gap().mark(now);
        writes.gap().mark(now);
        close();
        for (Thread thread : threads) {
            thread.join(STOP_TIMEOUT.toMillis());
            if (thread.isAlive()) {
                throw new ScriptException(thread.getName() + " still waits for its transaction to end after "
                        + STOP_TIMEOUT.toSeconds() + " s");
            }
        }
    }

    /** Lets every transaction end, without waiting. */
    @Override
    public void close() {
        workers.forEach(Worker::stop);
    }

    WriteLedger writes() {
        return writes;
    }

    ReadLedger reads() {
        return reads;
    }

    Heartbeats heartbeats() {
        return heartbeats;
    }

    Surfaced surfaced() {
        return surfaced;
    }
}
