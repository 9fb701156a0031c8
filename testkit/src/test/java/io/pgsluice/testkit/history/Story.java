// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A history made by hand. Instants are milliseconds; positions are on timeline 1 unless said otherwise. */
final class Story {
    static final long TOTAL = 100;

    private final List<Operation> operations = new ArrayList<>();
    private final List<Fork> forks = new ArrayList<>();
    private final List<Disturbance> disturbances = new ArrayList<>();
    private final List<Outage> outages = new ArrayList<>();
    private final Map<Long, Integer> rows = new HashMap<>();
    private final Map<Integer, Long> counters = new HashMap<>();
    private final List<FinalState> replicas = new ArrayList<>();
    private long total = TOTAL;
    private boolean durable;
    private boolean readYourWrites;
    private boolean monotonicReads;
    private ExceptionRules exceptions = ExceptionRules.TOLD;

    Story durable() {
        durable = true;
        return this;
    }

    Story readYourWrites() {
        readYourWrites = true;
        return this;
    }

    Story monotonicReads() {
        monotonicReads = true;
        return this;
    }

    Story exceptions(ExceptionRules rules) {
        exceptions = rules;
        return this;
    }

    /** A single row. */
    Story append(long id, long start, long end, Outcome outcome, @Nullable Position position) {
        return append(List.of(id), start, end, outcome, position);
    }

    Story append(List<Long> ids, long start, long end, Outcome outcome, @Nullable Position position) {
        return add(
                OperationKind.APPEND_MANY, 1, start, end, outcome, new Effect.Rows(ids), false, false, position, null);
    }

    /** The counter of session 1. */
    Story increment(long value, long start, long end, Outcome outcome, @Nullable Position position) {
        return add(
                OperationKind.INCREMENT,
                1,
                start,
                end,
                outcome,
                new Effect.Increment(1, value),
                false,
                false,
                position,
                null);
    }

    /** Session 1 reads on the primary. */
    Story readOwn(long id, int count, long value, long start, Position position) {
        return add(
                OperationKind.READ_OWN,
                1,
                start,
                start + 1,
                Outcome.ACKNOWLEDGED,
                new Effect.Own(id, count, 1, value),
                false,
                false,
                position,
                null);
    }

    /** Session 1 reads in a read-only transaction. */
    Story readOwnReadOnly(long id, int count, long value, long start) {
        return add(
                OperationKind.READ_OWN,
                1,
                start,
                start + 1,
                Outcome.ACKNOWLEDGED,
                new Effect.Own(id, count, 1, value),
                true,
                true,
                null,
                null);
    }

    /** Session 9 reads the counter of session 1 from a replica. */
    Story readCounter(long value, long start) {
        return add(
                OperationKind.READ_COUNTERS,
                9,
                start,
                start + 1,
                Outcome.ACKNOWLEDGED,
                new Effect.Counters(Map.of(1, value)),
                true,
                true,
                null,
                null);
    }

    Story readTotal(long sum, long start) {
        return add(
                OperationKind.READ_TOTAL,
                8,
                start,
                start + 1,
                Outcome.ACKNOWLEDGED,
                new Effect.Total(sum),
                true,
                true,
                null,
                null);
    }

    /** A transaction that is not read-only and reads what a replica answers. */
    Story misrouted(long start) {
        return add(
                OperationKind.READ_OWN,
                1,
                start,
                start + 1,
                Outcome.ACKNOWLEDGED,
                new Effect.Own(0, 0, 1, 0),
                false,
                true,
                null,
                null);
    }

    /** An operation that surfaced an exception. */
    Story failed(OperationKind kind, Phase phase, SQLException e, long start, long end) {
        Outcome outcome = kind.isWrite() ? Outcome.ofWrite(phase, kind == OperationKind.APPEND, e) : Outcome.FAILED;
        return add(kind, 1, start, end, outcome, Effect.NONE, !kind.isWrite(), false, null, Failure.of(phase, e, 1));
    }

    private Story add(
            OperationKind kind,
            int session,
            long start,
            long end,
            Outcome outcome,
            Effect effect,
            boolean readOnly,
            boolean onReplica,
            @Nullable Position position,
            @Nullable Failure failure) {
        operations.add(new Operation(
                kind, session, nanos(start), nanos(end), outcome, effect, readOnly, onReplica, position, failure));
        return this;
    }

    /** Timeline 2 forks off timeline 1. */
    Story fork(long lsn) {
        forks.add(new Fork(2, 1, lsn));
        return this;
    }

    Story outage(long start, long end) {
        outages.add(new Outage(nanos(start), nanos(end)));
        return this;
    }

    Story disturbance(long start, long end) {
        disturbances.add(new Disturbance("a disturbance", nanos(start), nanos(end), 1));
        return this;
    }

    /** Rows that are there at the end. */
    Story there(long... ids) {
        for (long id : ids) {
            rows.merge(id, 1, Integer::sum);
        }
        return this;
    }

    /** What the counter of session 1 is at the end. */
    Story counted(long value) {
        counters.put(1, value);
        return this;
    }

    Story total(long sum) {
        total = sum;
        return this;
    }

    /** A replica that holds these rows and nothing else. */
    Story replica(long... ids) {
        Map<Long, Integer> held = new HashMap<>();
        for (long id : ids) {
            held.merge(id, 1, Integer::sum);
        }
        replicas.add(new FinalState("n2", held, TOTAL, Map.of()));
        return this;
    }

    Verdict verdict() {
        Guarantees guarantees = new Guarantees(
                durable,
                Duration.ofMillis(1000),
                Duration.ofMillis(100),
                readYourWrites,
                monotonicReads,
                exceptions,
                1);
        return new HistoryChecker(guarantees)
                .check(new Recording(
                        operations,
                        forks,
                        disturbances,
                        outages,
                        TOTAL,
                        new FinalState("n1", rows, total, counters),
                        replicas));
    }

    private static long nanos(long millis) {
        return millis * 1_000_000;
    }
}
