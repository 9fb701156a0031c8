// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Writers and readers of an application that takes an exception for what it is: the row may be there or not, and the next one is tried. Safe for
 * use by multiple threads.
 */
final class Loops {
    private static final int WRITERS = 4;
    private static final int READERS = 4;
    private static final long AFTER_EXCEPTION_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long JOIN_MILLIS = 2_000;

    private final Opened opened;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong ids = new AtomicLong();

    /** Ids of rows whose commit was acknowledged, and when; when reads succeeded. */
    private final Queue<long[]> writes = new ConcurrentLinkedQueue<>();

    private final Queue<Long> reads = new ConcurrentLinkedQueue<>();
    private final Queue<SQLException> failedWrites = new ConcurrentLinkedQueue<>();
    private final Queue<SQLException> failedReads = new ConcurrentLinkedQueue<>();

    /** Written by {@link #end()}. */
    private volatile boolean over;

    Loops(Opened opened) {
        this.opened = opened;
        for (int i = 0; i < WRITERS; i++) {
            start("benchmark-writer-" + i, this::write, failedWrites);
        }
        for (int i = 0; i < READERS; i++) {
            start("benchmark-reader-" + i, this::read, failedReads);
        }
    }

    /** Makes the table. */
    static void makeTable(Connection connection) throws SQLException {
        try (PreparedStatement make = connection.prepareStatement("CREATE TABLE ledger (id bigint NOT NULL)")) {
            make.execute();
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }

    private void start(String name, Step step, Queue<SQLException> failures) {
        Thread thread = new Thread(
                () -> {
                    while (!over) {
                        try {
                            step.run();
                            LockSupport.parkNanos(BETWEEN_NANOS);
                        } catch (SQLException e) {
                            failures.add(e);
                            LockSupport.parkNanos(AFTER_EXCEPTION_NANOS);
                        }
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void write() throws SQLException {
        long id = ids.incrementAndGet();
        try (Connection connection = opened.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO ledger VALUES (?)")) {
                insert.setLong(1, id);
                insert.executeUpdate();
            }
            connection.commit();
            writes.add(new long[] {id, System.nanoTime()});
        }
    }

    private void read() throws SQLException {
        try (Connection connection = opened.reads().getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (PreparedStatement select = connection.prepareStatement("SELECT id FROM ledger LIMIT 1");
                    ResultSet row = select.executeQuery()) {
                row.next();
            }
            connection.commit();
            reads.add(System.nanoTime());
        }
    }

    /** The ids whose commit was acknowledged. */
    List<Long> acknowledged() {
        return writes.stream().map(write -> write[0]).toList();
    }

    /** When the first write after an instant was acknowledged; the largest number if none was. */
    long firstWriteAfter(long instant) {
        return first(writes.stream().mapToLong(write -> write[1]), instant);
    }

    /** When the first read after an instant succeeded; the largest number if none did. */
    long firstReadAfter(long instant) {
        return first(reads.stream().mapToLong(Long::longValue), instant);
    }

    private static long first(LongStream instants, long after) {
        return instants.filter(instant -> instant > after).min().orElse(Long.MAX_VALUE);
    }

    /** The longest time without an acknowledged write between two instants. */
    long longestWriteStall(long from, long to) {
        return longest(writes.stream().mapToLong(write -> write[1]), from, to);
    }

    /** The longest time without a read between two instants. */
    long longestReadStall(long from, long to) {
        return longest(reads.stream().mapToLong(Long::longValue), from, to);
    }

    private static long longest(LongStream instants, long from, long to) {
        long[] sorted = LongStream.concat(LongStream.of(from, to), instants)
                .filter(instant -> instant >= from && instant <= to)
                .sorted()
                .toArray();
        long longest = 0;
        for (int i = 1; i < sorted.length; i++) {
            longest = Math.max(longest, sorted[i] - sorted[i - 1]);
        }
        return longest;
    }

    int writeExceptions() {
        return failedWrites.size();
    }

    int readExceptions() {
        return failedReads.size();
    }

    /** Ends all that can be ended. */
    void end() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join(JOIN_MILLIS);
            thread.interrupt();
        }
    }
}
