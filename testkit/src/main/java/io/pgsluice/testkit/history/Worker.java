// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import javax.sql.DataSource;

/** One session: a thread that does operations of one sort, one after the other, until it is told to stop. */
final class Worker implements Runnable {
    private static final int ROWS_AT_ONCE = 3;

    private final DataSource dataSource;
    private final History history;
    private final WorkloadOptions options;
    private final AtomicLong lastId;
    private final Sort sort;
    private final int session;
    private final int counter;
    private final SplittableRandom random;
    private long ownId;

    /** Written by whoever stops it. */
    private volatile boolean stopped;

    /** What a session does. */
    enum Sort {
        APPENDER,
        BATCHER,
        TELLER,
        COUNTER,
        AUDITOR,
        READER
    }

    Worker(
            DataSource dataSource,
            History history,
            WorkloadOptions options,
            AtomicLong lastId,
            Sort sort,
            int session,
            int counter) {
        this.dataSource = dataSource;
        this.history = history;
        this.options = options;
        this.lastId = lastId;
        this.sort = sort;
        this.session = session;
        this.counter = counter;
        this.random = new SplittableRandom(session);
    }

    @Override
    public void run() {
        long pause = options.pause().toNanos();
        for (int i = 0; i < options.maxOperations() && !stopped; i++) {
            history.add(operation(i));
            LockSupport.parkNanos(pause / 2 + random.nextLong(pause + 1));
        }
    }

    void stop() {
        stopped = true;
    }

    private Operation operation(int turn) {
        return switch (sort) {
            case APPENDER ->
                turn % 2 == 0
                        ? append(OperationKind.APPEND, true, 1)
                        : append(OperationKind.APPEND_IN_TRANSACTION, false, 1);
            case BATCHER -> append(OperationKind.APPEND_MANY, false, ROWS_AT_ONCE);
            case TELLER -> transfer();
            case COUNTER ->
                switch (turn % 4) {
                    case 0 -> increment();
                    case 1 -> readOwn(false);
                    case 2 -> appendOwn();
                    default -> readOwn(options.readOwnReadOnly());
                };
            case AUDITOR ->
                new Attempt(OperationKind.READ_TOTAL, session, false, true)
                        .run(dataSource, history, Effect.NONE, Transactions.total());
            case READER ->
                new Attempt(OperationKind.READ_COUNTERS, session, true, true)
                        .run(dataSource, history, Effect.NONE, Transactions.counters());
        };
    }

    private Operation append(OperationKind kind, boolean autocommit, int rows) {
        List<Long> ids = LongStream.range(0, rows)
                .mapToObj(i -> lastId.incrementAndGet())
                .toList();
        return new Attempt(kind, session, autocommit, false)
                .run(dataSource, history, new Effect.Rows(ids), Transactions.append(session, ids));
    }

    private Operation transfer() {
        long id = lastId.incrementAndGet();
        int from = 1 + random.nextInt(options.accounts());
        int to = 1 + (from + random.nextInt(options.accounts() - 1)) % options.accounts();
        long amount = 1L + random.nextInt(100);
        return new Attempt(OperationKind.TRANSFER, session, false, false)
                .run(
                        dataSource,
                        history,
                        new Effect.Rows(List.of(id)),
                        Transactions.transfer(session, id, from, to, amount));
    }

    private Operation increment() {
        return new Attempt(OperationKind.INCREMENT, session, true, false)
                .run(dataSource, history, new Effect.Increment(counter, 0), Transactions.increment(counter));
    }

    private Operation appendOwn() {
        Operation operation = append(OperationKind.APPEND, true, 1);
        if (operation.acknowledged() && operation.effect() instanceof Effect.Rows rows) {
            ownId = rows.ids().get(0);
        }
        return operation;
    }

    private Operation readOwn(boolean readOnly) {
        return new Attempt(OperationKind.READ_OWN, session, false, readOnly)
                .run(dataSource, history, Effect.NONE, Transactions.readOwn(ownId, counter));
    }
}
