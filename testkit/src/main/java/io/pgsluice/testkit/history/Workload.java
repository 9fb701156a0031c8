// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Threads that use a data source and record what they see. The tables must have been made by {@link Tables#create}. A thread never tries
 * an operation again: the next one has other ids. Confined to one thread at a time.
 */
public final class Workload implements AutoCloseable {
    private final History history = new History();
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Describes one that does not run yet. */
    public Workload(DataSource dataSource, WorkloadOptions options) {
        AtomicLong ids = new AtomicLong();
        int session = 0;
        for (Worker.Sort sort : Worker.Sort.values()) {
            for (int i = 1; i <= threads(sort, options); i++) {
                session++;
                Worker worker = new Worker(dataSource, history, options, ids, sort, session, i);
                workers.add(worker);
                Thread thread = new Thread(worker, "history-" + session + "-" + sort);
                thread.setDaemon(true);
                threads.add(thread);
            }
        }
    }

    private static int threads(Worker.Sort sort, WorkloadOptions options) {
        return switch (sort) {
            case APPENDER -> options.appenders();
            case BATCHER -> options.batchers();
            case TELLER -> options.tellers();
            case COUNTER -> options.counters();
            case AUDITOR -> options.auditors();
            case READER -> options.readers();
        };
    }

    /** What is recorded so far, and the clock. */
    public History history() {
        return history;
    }

    /** Lets all threads begin. */
    public void start() {
        threads.forEach(Thread::start);
    }

    /** Lets every operation end, and returns those threads that have not ended within a time, with their stacks; none if all is well. */
    public List<String> stop(Duration timeout) throws InterruptedException {
        close();
        long deadline = System.nanoTime() + timeout.toNanos();
        List<String> stuck = new ArrayList<>();
        for (Thread thread : threads) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
            if (thread.isAlive()) {
                StringBuilder text = new StringBuilder(thread.getName());
                for (StackTraceElement frame : thread.getStackTrace()) {
                    text.append("\n    at ").append(frame);
                }
                stuck.add(text.toString());
            }
        }
        return stuck;
    }

    /** Tells all threads to end after their current operation, without waiting. */
    @Override
    public void close() {
        workers.forEach(Worker::stop);
    }
}
