// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresClusterException;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.postgresql.replication.LogSequenceNumber;

/** What an application sees of the loss of its primary. */
final class Failover implements Part {
    private static final int POOL_SIZE = 8;
    private static final long PROMOTE_AFTER_MILLIS = 750;
    private static final long POLL_MILLIS = 20;
    private static final long OPEN_SECONDS = 20;

    @Override
    public String name() {
        return "failover";
    }

    @Override
    public List<Row> measure(Settings settings) throws Exception {
        List<Row> rows = new ArrayList<>();
        int repetitions = settings.number("repetitions", 10, 1);
        int bound = settings.number("bound", 45, 10);
        List<Fault> faults = Arrays.stream(
                        settings.text("faults", settings.quick() ? "crash" : "crash,freeze,partition,switchover")
                                .split(",", -1))
                .map(fault -> Fault.valueOf(fault.toUpperCase(Locale.ROOT)))
                .toList();
        List<Candidate> candidates = settings.chosen(Candidates.all().failingOver());
        try (PostgresCluster cluster =
                PostgresCluster.builder().synchronous(true).build()) {
            for (int repetition = 1; repetition <= repetitions; repetition++) {
                for (Fault fault : faults) {
                    for (Candidate candidate : candidates) {
                        Row row = trial(cluster, candidate, fault, bound)
                                .with("repetition", repetition)
                                .with("boundSeconds", bound);
                        Benchmarks.progress("failover, " + repetition + " of " + repetitions + ": " + row.values());
                        rows.add(row);
                    }
                }
            }
        }
        return rows;
    }

    private static Row trial(PostgresCluster cluster, Candidate candidate, Fault fault, int bound) throws Exception {
        cluster.restore();
        try (Connection connection = app(cluster.primary());
                Statement drop = connection.createStatement()) {
            drop.execute("DROP TABLE IF EXISTS ledger");
            Loops.makeTable(connection);
        }
        cluster.awaitCaughtUp();
        Opened opened = open(candidate, Nodes.servers(cluster.jdbcUrls(), POOL_SIZE));
        Loops loops = new Loops(opened);
        try {
            TimeUnit.MILLISECONDS.sleep(2 * PROMOTE_AFTER_MILLIS);
            long struck = System.nanoTime();
            long[] promoted = {0};
            if (fault == Fault.SWITCHOVER) {
                opened.switchover().around(() -> promoted[0] = promote(cluster, fault, 0));
            } else {
                promoted[0] = promote(cluster, fault, PROMOTE_AFTER_MILLIS);
            }
            long deadline = promoted[0] + TimeUnit.SECONDS.toNanos(bound);
            while (System.nanoTime() < deadline && !goesOn(loops, promoted[0])) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            TimeUnit.MILLISECONDS.sleep(PROMOTE_AFTER_MILLIS);
            long end = System.nanoTime();
            Row row = Row.of("candidate", candidate.name())
                    .with("fault", fault.title())
                    .with("firstWriteMillis", millis(loops.firstWriteAfter(promoted[0]), promoted[0]))
                    .with("firstReadMillis", millis(loops.firstReadAfter(promoted[0]), promoted[0]))
                    .with("writeStallMillis", loops.longestWriteStall(struck, end) / 1e6)
                    .with("readStallMillis", loops.longestReadStall(struck, end) / 1e6)
                    .with("writeExceptions", loops.writeExceptions())
                    .with("readExceptions", loops.readExceptions());
            cluster.nodes().forEach(PostgresNode::resetConnections);
            end(opened, loops);
            return audited(row, loops, cluster.primary());
        } finally {
            end(opened, loops);
        }
    }

    /** pgjdbc remembers for some seconds, for the whole JVM, what a node was: the node may have been restored since. */
    private static Opened open(Candidate candidate, Nodes nodes) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(OPEN_SECONDS);
        while (true) {
            try {
                return candidate.open(nodes);
            } catch (SQLException | RuntimeException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(PROMOTE_AFTER_MILLIS);
            }
        }
    }

    private static boolean goesOn(Loops loops, long promoted) {
        return loops.firstWriteAfter(promoted) != Long.MAX_VALUE && loops.firstReadAfter(promoted) != Long.MAX_VALUE;
    }

    private static double millis(long instant, long since) {
        return instant == Long.MAX_VALUE ? Double.NaN : (instant - since) / 1e6;
    }

    /** A candidate may hang with its servers: it has some seconds. */
    private static void end(Opened opened, Loops loops) throws InterruptedException {
        Thread end = new Thread(opened::close, "benchmark-close");
        end.setDaemon(true);
        end.setUncaughtExceptionHandler((thread, e) -> Benchmarks.progress("not closed: " + e));
        loops.end();
        end.start();
        end.join(TimeUnit.SECONDS.toMillis(5));
    }

    /** Loses the primary, promotes the replica that received the most, and returns when that one was certainly a standby still. */
    private static long promote(PostgresCluster cluster, Fault fault, long pauseMillis) throws Exception {
        fault.strike(cluster.primary());
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
        List<PostgresNode> replicas = new ArrayList<>(cluster.replicas());
        replicas.sort(Comparator.comparing(Failover::received).reversed());
        PostgresNode chosen = replicas.get(0);
        long promoted = Promotion.of(chosen);
        for (PostgresNode other : replicas.subList(1, replicas.size())) {
            follow(other, chosen);
        }
        return promoted;
    }

    /** Points a replica to the new primary, or copies that one if the replica has what it has not. */
    private static void follow(PostgresNode replica, PostgresNode primary) {
        try {
            replica.follow(primary);
        } catch (PostgresClusterException e) {
            replica.rejoin(primary);
        }
    }

    private static LogSequenceNumber received(PostgresNode replica) {
        try (Connection connection = replica.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_last_wal_receive_lsn()")) {
            row.next();
            return LogSequenceNumber.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new PostgresClusterException(replica.name() + " does not tell its position", e);
        }
    }

    private static Connection app(PostgresNode node) throws SQLException {
        return node.connect(PostgresCluster.APP_DATABASE, PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD);
    }

    private static Row audited(Row row, Loops loops, PostgresNode primary) throws SQLException {
        Map<Long, Integer> found = new HashMap<>();
        List<Long> acknowledged = loops.acknowledged();
        try (Connection connection = app(primary);
                Statement statement = connection.createStatement();
                ResultSet ids = statement.executeQuery("SELECT id FROM ledger")) {
            while (ids.next()) {
                found.merge(ids.getLong(1), 1, Integer::sum);
            }
        }
        return row.with("acknowledged", acknowledged.size())
                .with(
                        "lost",
                        acknowledged.stream()
                                .filter(id -> !found.containsKey(id))
                                .count())
                .with(
                        "duplicated",
                        found.values().stream().filter(count -> count > 1).count());
    }

    @Override
    public String markdown(List<Row> rows) {
        StringBuilder text = new StringBuilder("""
                # Failover, side by side

                Written by `benchmarks/run.sh failover`, which measures anew; each trial as data is in `failover.json`.

                A primary and two replicas with synchronous replication (one of the two), 4 writers and 4 readers. The primary is lost; 750 ms later, at a
                switchover at once, the replica that received the most is promoted, and the other one follows it. The old primary stays as the
                fault left it. Times start at the last instant at which the promoted node said that it was a standby. An exception is
                one failed transaction; the loops wait 10 ms after each.

                - *crash*: SIGKILL; *freeze*: SIGSTOP, connections stay open; *partition*: packets vanish, connections stay open
                - *switchover*: a fast shutdown; pgsluice is paused meanwhile, as [operations](../operations.md) says. The others have no such call

                Medians, and in brackets the worst; *never*: not within the bound of the trial. Exceptions, lost and duplicated writes are sums.
                """);
        for (String fault : Table.values(rows, "fault")) {
            List<Row> some =
                    rows.stream().filter(row -> row.text("fault").equals(fault)).toList();
            text.append("\n## ").append(fault).append(", bound ");
            text.append(some.get(0).text("boundSeconds")).append(" s\n\n");
            text.append(Table.of(
                    "candidate",
                    Table.values(some, "candidate"),
                    List.of(
                            "repetitions",
                            "first write, ms",
                            "longest stall of writes, ms",
                            "longest stall of reads, ms",
                            "exceptions of writers",
                            "of readers",
                            "lost",
                            "duplicated"),
                    (candidate, column) -> cell(
                            some.stream()
                                    .filter(row -> row.text("candidate").equals(candidate))
                                    .toList(),
                            column)));
        }
        return text.toString();
    }

    private static String cell(List<Row> rows, String column) {
        return switch (column) {
            case "repetitions" -> Table.amount(rows.size());
            case "first write, ms" -> spread(rows, row -> row.number("firstWriteMillis"));
            case "longest stall of writes, ms" -> spread(rows, row -> row.number("writeStallMillis"));
            case "longest stall of reads, ms" -> spread(rows, row -> row.number("readStallMillis"));
            case "exceptions of writers" -> sum(rows, "writeExceptions");
            case "of readers" -> sum(rows, "readExceptions");
            default -> sum(rows, column);
        };
    }

    private static String sum(List<Row> rows, String name) {
        return Table.amount(rows.stream().mapToDouble(row -> row.number(name)).sum());
    }

    private static String spread(List<Row> rows, ToDoubleFunction<Row> value) {
        double median = never(Quantiles.median(
                rows.stream().mapToDouble(value).map(number -> Double.isNaN(number) ? Double.MAX_VALUE : number)));
        double worst = rows.stream()
                .mapToDouble(value)
                .reduce(
                        0,
                        (one, other) -> Double.isNaN(one) || Double.isNaN(other) ? Double.NaN : Math.max(one, other));
        return word(median) + " (" + word(worst) + ")";
    }

    private static double never(double value) {
        return value >= Double.MAX_VALUE / 2 ? Double.NaN : value;
    }

    private static String word(double value) {
        return Double.isNaN(value) ? "*never*" : Table.amount(value);
    }

    @Override
    public Chart chart(List<Row> rows) {
        List<Chart.Bar> bars = new ArrayList<>();
        for (String fault : Table.values(rows, "fault")) {
            for (String candidate : Table.values(rows, "candidate")) {
                bars.add(new Chart.Bar(
                        fault,
                        candidate,
                        never(Quantiles.median(rows.stream()
                                .filter(row -> row.text("fault").equals(fault)
                                        && row.text("candidate").equals(candidate))
                                .mapToDouble(row -> row.number("firstWriteMillis"))
                                .map(number -> Double.isNaN(number) ? Double.MAX_VALUE : number))),
                        "never"));
            }
        }
        return new Chart("End of the promotion to the first acknowledged write, median", "ms", bars);
    }
}
