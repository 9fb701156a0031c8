// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import io.pgsluice.ConsistencyToken;
import io.pgsluice.RoutingScope;
import io.pgsluice.SluiceDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that write and read, and know of every answer how old it may be. What was acknowledged and is not there where a guarantee says
 * that it must be is a violation. Each writer has a counter of its own, and a ticker has one; none is ever lowered.
 */
final class ReadLoad {
    /** The staleness that is asked for where a bound is. */
    static final Duration BOUND = Duration.ofMillis(400);

    private static final int WRITERS = 4;
    private static final int READERS = 2;
    private static final int TICKER = 0;
    private static final int READS_IN_A_SCOPE = 5;
    private static final int MOST_MAIL = 64;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final SluiceDataSource here;
    private final SluiceDataSource elsewhere;
    private final long seed;
    private final AtomicLong left;
    private final Map<Check, Tally> tallies = new EnumMap<>(Check.class);
    private final LongAdder writes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Mail> mail = new ArrayBlockingQueue<>(MOST_MAIL);

    /** By the instant at which it was acknowledged, what the ticker had written. */
    private final NavigableMap<Long, Long> ticks = new ConcurrentSkipListMap<>();

    /** Which promise a read relies on. */
    enum Check {
        OWN_WRITE,
        SESSION_KEY,
        TOKEN,
        BOUND,
        FORWARD
    }

    /** What a writer tells another thread that it has written. */
    private record Mail(int counter, long value, @Nullable ConsistencyToken token) {}

    private record Answer(long value, boolean replica) {}

    private static final class Tally {
        private final LongAdder reads = new LongAdder();
        private final LongAdder onReplicas = new LongAdder();
    }

    /**
     * Describes one that does not run yet.
     *
     * @param elsewhere a data source of its own, as another process has it
     * @param reads how many reads are made in all
     */
    ReadLoad(SluiceDataSource here, SluiceDataSource elsewhere, long reads, long seed) {
        this.here = here;
        this.elsewhere = elsewhere;
        this.left = new AtomicLong(reads);
        this.seed = seed;
        for (Check check : Check.values()) {
            tallies.put(check, new Tally());
        }
    }

    static void createTable(SluiceDataSource dataSource) throws SQLException {
        Sluices.execute(dataSource, "DROP TABLE IF EXISTS counter");
        Sluices.execute(
                dataSource,
                "CREATE TABLE counter AS SELECT name, 0::bigint AS value FROM generate_series(0, " + WRITERS
                        + ") name");
        Sluices.execute(dataSource, "ALTER TABLE counter ADD PRIMARY KEY (name)");
    }

    /** One thread's turn. */
    @FunctionalInterface
    private interface Turn {
        void take() throws SQLException, InterruptedException;
    }

    List<Background<Boolean>> start() {
        List<Background<Boolean>> threads = new ArrayList<>();
        threads.add(repeat("ticker", new Ticker()::tick));
        for (int i = 1; i <= WRITERS; i++) {
            threads.add(repeat("writer-" + i, new Writer(i, new SplittableRandom(seed + i))::take));
        }
        for (int i = 0; i < READERS; i++) {
            threads.add(repeat("mail-" + i, this::readMail));
            threads.add(repeat("bound-" + i, this::readWithinBound));
            threads.add(repeat("forward-" + i, this::readForward));
        }
        return threads;
    }

    private Background<Boolean> repeat(String name, Turn turn) {
        return Background.start(name, () -> {
            while (!isOver()) {
                try {
                    turn.take();
                } catch (SQLException e) {
                    failures.increment();
                }
            }
            return true;
        });
    }

    boolean isOver() {
        return left.get() <= 0;
    }

    void stop() {
        left.set(0);
    }

    long readsLeft() {
        return left.get();
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    /** The share of the reads that a replica served. */
    double shareOnReplicas() {
        long all =
                tallies.values().stream().mapToLong(tally -> tally.reads.sum()).sum();
        long onReplicas = tallies.values().stream()
                .mapToLong(tally -> tally.onReplicas.sum())
                .sum();
        return all == 0 ? 0 : (double) onReplicas / all;
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(writes + " writes, " + failures + " failures, " + violations.size() + " violations");
        tallies.forEach((check, tally) -> text.append(String.format(
                "; %s %d reads, %.1f %% on replicas",
                check, tally.reads.sum(), 100.0 * tally.onReplicas.sum() / Math.max(1, tally.reads.sum()))));
        return text.toString();
    }

    private final class Ticker {
        private long value;

        void tick() throws SQLException {
            value = raise(TICKER);
            long now = System.nanoTime();
            ticks.put(now, value);
            ticks.headMap(now - TimeUnit.SECONDS.toNanos(30)).clear();
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private final class Writer {
        private final int counter;
        private final SplittableRandom random;
        private long acknowledged;

        Writer(int counter, SplittableRandom random) {
            this.counter = counter;
            this.random = random;
        }

        void take() throws SQLException {
            switch (random.nextInt(12)) {
                case 0 -> write();
                case 1 -> takeBack();
                default -> check(Check.OWN_WRITE, counter, acknowledged, read(here, counter));
            }
        }

        private void write() throws SQLException {
            try (RoutingScope scope = RoutingScope.open(here).session(counter)) {
                acknowledged = random.nextBoolean() ? raise(counter) : raiseInTransaction(counter);
                mail.offer(new Mail(counter, acknowledged, random.nextBoolean() ? scope.token() : null));
            }
        }

        private void takeBack() throws SQLException {
            try (Connection connection = here.getConnection()) {
                connection.setAutoCommit(false);
                update(connection, counter);
                connection.rollback();
            }
        }
    }

    private long raise(int counter) throws SQLException {
        try (Connection connection = here.getConnection()) {
            long value = update(connection, counter);
            writes.increment();
            return value;
        }
    }

    private long raiseInTransaction(int counter) throws SQLException {
        try (Connection connection = here.getConnection()) {
            connection.setAutoCommit(false);
            long value = update(connection, counter);
            connection.commit();
            writes.increment();
            return value;
        }
    }

    private static long update(Connection connection, int counter) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE counter SET value = value + 1 WHERE name = ? RETURNING value")) {
            statement.setInt(1, counter);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void readMail() throws SQLException, InterruptedException {
        Mail letter = mail.poll(100, TimeUnit.MILLISECONDS);
        if (letter == null) {
            return;
        }
        if (letter.token() == null) {
            Answer answer = readIn(RoutingScope.open(here).session(letter.counter()), here, letter.counter());
            check(Check.SESSION_KEY, letter.counter(), letter.value(), answer);
        } else {
            Answer answer = readIn(RoutingScope.open(elsewhere).after(letter.token()), elsewhere, letter.counter());
            check(Check.TOKEN, letter.counter(), letter.value(), answer);
        }
    }

    private void readWithinBound() throws SQLException {
        Map.Entry<Long, Long> due = ticks.floorEntry(System.nanoTime() - BOUND.toNanos());
        Answer answer = readIn(RoutingScope.open(here).maxStaleness(BOUND), here, TICKER);
        check(Check.BOUND, TICKER, due == null ? 0 : due.getValue(), answer);
    }

    private void readForward() throws SQLException {
        RoutingScope scope = RoutingScope.open(here);
        try (scope) {
            long seen = 0;
            for (int i = 0; i < READS_IN_A_SCOPE; i++) {
                Answer answer = read(here, TICKER);
                check(Check.FORWARD, TICKER, seen, answer);
                seen = answer.value();
            }
        }
    }

    private static Answer readIn(RoutingScope scope, SluiceDataSource dataSource, int counter) throws SQLException {
        try (scope) {
            return read(dataSource, counter);
        }
    }

    private static Answer read(SluiceDataSource dataSource, int counter) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT value, pg_is_in_recovery() FROM counter WHERE name = ?")) {
                statement.setInt(1, counter);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    Answer answer = new Answer(row.getLong(1), row.getBoolean(2));
                    connection.commit();
                    return answer;
                }
            }
        }
    }

    private void check(Check check, int counter, long least, Answer answer) {
        Tally tally = Objects.requireNonNull(tallies.get(check));
        tally.reads.increment();
        if (answer.replica()) {
            tally.onReplicas.increment();
        }
        left.decrementAndGet();
        if (answer.value() < least) {
            violations.add(check + ": counter " + counter + " is " + answer.value() + " and must be at least " + least
                    + ", " + (answer.replica() ? "a replica" : "the primary"));
        }
    }
}
