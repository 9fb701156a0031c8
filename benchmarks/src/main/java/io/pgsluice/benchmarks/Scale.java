// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.NodeStatistics;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How pgsluice grows: with replicas, with data sources, with virtual threads. */
final class Scale implements Part {
    private static final int POOL_SIZE = 4;
    private static final int LOAD_THREADS = 4;
    private static final int WARM_UPS = 2;
    private static final int SETTLE_SECONDS = 2;
    /** The threads by which HikariCP opens connections end after five idle seconds. */
    private static final int IDLE_SECONDS = 6;

    private static final int PROGRESS_EVERY = 100;
    private static final int MOST_REPLICAS = 16;

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public List<Row> measure(Settings settings) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int replicas : settings.numbers("replicas", "3,8," + MOST_REPLICAS, "3")) {
            Benchmarks.progress("scale: " + replicas + " replicas");
            rows.add(replicas(replicas, settings));
        }
        int many = settings.number("data-sources", 1_000, 10);
        try (PostgresCluster cluster = PostgresCluster.builder()
                .replicas(1)
                .setting("max_connections", Integer.toString(2 * many + 100))
                .build()) {
            BenchmarkCluster.prepare(cluster);
            Benchmarks.progress("scale: virtual threads");
            rows.add(virtual(cluster, settings));
            Benchmarks.progress("scale: " + many + " data sources");
            try {
                rows.add(dataSources(cluster, many, settings));
            } catch (SQLException | IllegalStateException e) {
                Benchmarks.progress("scale: " + e);
                rows.add(Row.of("dataSources", many).with("fails", Trial.firstLine(e)));
            }
        }
        return rows;
    }

    private static Row replicas(int count, Settings settings) throws Exception {
        int millis = settings.number("millis", 3_000, 200);
        try (PostgresCluster cluster = PostgresCluster.builder()
                .replicas(count)
                .setting("shared_buffers", "4MB")
                .setting("max_connections", "40")
                .setting("max_wal_senders", Integer.toString(count + 4))
                .build()) {
            BenchmarkCluster.prepare(cluster);
            Nodes nodes = Nodes.servers(Wire.counted(BenchmarkCluster.directUrls(cluster)), POOL_SIZE);
            SluiceCandidate sluice = new SluiceCandidate(OwnCandidates.SLUICE, SluiceCandidate::patient);
            try (Opened alone = Candidates.everyday(OwnCandidates.BASE).open(nodes);
                    Opened opened = sluice.open(nodes)) {
                SluiceDataSource dataSource = (SluiceDataSource) opened.dataSource();
                for (int i = 0; i < WARM_UPS; i++) {
                    Load.run(dataSource, Cycles.READ_TX, LOAD_THREADS, millis);
                    Load.run(alone.dataSource(), Cycles.READ_TX, LOAD_THREADS, millis);
                }
                Load.Outcome routed = Load.run(dataSource, Cycles.READ_TX, LOAD_THREADS, millis);
                Load.Outcome unrouted = Load.run(alone.dataSource(), Cycles.READ_TX, LOAD_THREADS, millis);
                long[] reads = dataSource.statistics().stream()
                        .mapToLong(NodeStatistics::reads)
                        .sorted()
                        .toArray();
                return Row.of("replicas", count)
                        .with("perSecond", routed.perSecond())
                        .with("perSecondAlone", unrouted.perSecond())
                        .with("bytesPerReadMore", bytesPerRead(opened) - bytesPerRead(alone))
                        .with("fewestReadsOfAReplica", reads[1])
                        .with("mostReadsOfAReplica", reads[reads.length - 1])
                        .with("idleStatementsPerSecondAndNode", idle(nodes, settings.number("idle", 5, 1)));
            }
        }
    }

    private static double bytesPerRead(Opened opened) throws SQLException {
        int times = 2_000;
        for (int i = 1; i < times; i++) {
            Cycles.READ_TX.run(opened.dataSource(), i);
        }
        long before = Memory.allocated();
        for (int i = 1; i <= times; i++) {
            Cycles.READ_TX.run(opened.dataSource(), i);
        }
        return (double) (Memory.allocated() - before) / times;
    }

    /** The most that a node is asked. */
    private static double idle(Nodes nodes, int seconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        long[] before = statements(nodes);
        TimeUnit.SECONDS.sleep(seconds);
        long[] after = statements(nodes);
        double most = 0;
        for (int i = 0; i < after.length; i++) {
            most = Math.max(most, (double) (after[i] - before[i]) / seconds);
        }
        return most;
    }

    private static long[] statements(Nodes nodes) {
        return nodes.names().stream()
                .mapToLong(name -> Wire.of(name).statements())
                .toArray();
    }

    private static Row virtual(PostgresCluster cluster, Settings settings) throws Exception {
        int count = settings.number("virtual-threads", 10_000, 100);
        int times = settings.number("transactions", 5, 2);
        SluiceCandidate sluice = new SluiceCandidate(OwnCandidates.SLUICE, SluiceCandidate::patient);
        Row row = Row.of("virtualThreads", count).with("transactions", count * times);
        try (Opened opened = sluice.open(Nodes.servers(BenchmarkCluster.directUrls(cluster), 2 * POOL_SIZE))) {
            VirtualThreads.Outcome outcome = VirtualThreads.run(count, () -> repeat(opened, times));
            return outcome.possible()
                    ? row.with("seconds", outcome.nanos() / 1e9)
                            .with("perSecond", count * times * 1e9 / outcome.nanos())
                            .with("failed", outcome.failed())
                    : row.with(
                            "fails", "no virtual threads on Java " + System.getProperty("java.specification.version"));
        }
    }

    private static void repeat(Opened opened, int times) throws SQLException {
        for (int i = 1; i <= times; i++) {
            Cycles.READ_TX.run(opened.dataSource(), i);
        }
    }

    /** Small pools, as applications with a data source for each tenant have, that keep no idle connections; probes at the usual interval and rarely. */
    private static Row dataSources(PostgresCluster cluster, int count, Settings settings) throws Exception {
        Duration interval = Duration.ofMillis(settings.number("probe-millis", 5_000, 500));
        SluiceCandidate sluice = new SluiceCandidate(OwnCandidates.SLUICE, builder -> SluiceCandidate.patient(builder)
                .startupTimeout(Duration.ofMinutes(1))
                .probeInterval(interval)
                .minimumIdle(0)
                .idleTimeout(Duration.ofSeconds(10)));
        Nodes nodes = Nodes.servers(BenchmarkCluster.directUrls(cluster), 2);
        List<Opened> all = new ArrayList<>();
        try {
            all.add(sluice.open(nodes));
            Cycles.READ_TX.run(all.get(0).dataSource(), 1);
            long heap = Memory.used();
            int threads = Memory.threads();
            long start = System.nanoTime();
            for (int i = 1; i <= count; i++) {
                all.add(sluice.open(nodes));
                if (i % PROGRESS_EVERY == 0) {
                    Benchmarks.progress("scale: " + i + " data sources of " + count + " are open");
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            TimeUnit.SECONDS.sleep(settings.quick() ? 0 : IDLE_SECONDS);
            double idleHeap = (double) (Memory.used() - heap) / count;
            double idleThreads = (double) (Memory.threads() - threads) / count;
            int idleSessions = sessions(cluster);
            long begun = System.nanoTime();
            for (Opened opened : all) {
                Cycles.READ_TX.run(opened.dataSource(), 1);
                Cycles.WRITE_TX.run(opened.dataSource(), 1);
            }
            return Row.of("dataSources", count)
                    .with("probeMillis", interval.toMillis())
                    .with("secondsToOpenAll", seconds)
                    .with("bytesOfAnIdleDataSource", idleHeap)
                    .with("threadsOfAnIdleDataSource", idleThreads)
                    .with("sessionsOnBothNodesIdle", idleSessions)
                    .with("firstUseOfEachMillis", (System.nanoTime() - begun) / 1e6 / all.size())
                    .with("sessionsOnBothNodesUsed", sessions(cluster));
        } finally {
            all.forEach(Opened::close);
        }
    }

    private static int sessions(PostgresCluster cluster) throws SQLException {
        int sessions = 0;
        for (var node : cluster.nodes()) {
            try (Connection connection = node.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE usename = '"
                            + PostgresCluster.APP_USER + "'")) {
                row.next();
                sessions += row.getInt(1);
            }
        }
        return sessions;
    }

    @Override
    public String markdown(List<Row> rows) {
        StringBuilder text = new StringBuilder("""
                # How pgsluice grows

                Written by `benchmarks/run.sh scale`, which measures anew; the numbers as data are in `scale.json`.

                ## Replicas

                `readTx` in 4 threads on real servers, all on the one machine, beside HikariCP alone on the primary.
                Bytes are those of the calling thread; statements are the monitor's.

                """);
        text.append(transposed(rows.stream().filter(row -> row.has("replicas")).toList(), "replicas"));
        text.append(
                "\n## Many data sources in one JVM\n\nA primary and one replica, pools of at most 2 that keep nothing idle.\n\n");
        text.append(
                transposed(rows.stream().filter(row -> row.has("dataSources")).toList(), "dataSources"));
        text.append(
                "\n## Virtual threads\n\nEach runs `readTx` some times, on pools of 8 connections for each of two nodes.\n\n");
        text.append(transposed(
                rows.stream().filter(row -> row.has("virtualThreads")).toList(), "virtualThreads"));
        return text.toString();
    }

    private static String transposed(List<Row> rows, String by) {
        List<String> names = rows.isEmpty()
                ? List.of()
                : rows.get(0).values().keySet().stream()
                        .filter(name -> !name.equals(by))
                        .toList();
        return Table.of(by, names, Table.values(rows, by), (name, value) -> rows.stream()
                .filter(row -> row.text(by).equals(value))
                .map(row -> row.values().get(name) instanceof Number ? Table.amount(row.number(name)) : row.text(name))
                .findFirst()
                .orElseThrow());
    }

    @Override
    public Chart chart(List<Row> rows) {
        List<Chart.Bar> bars = new ArrayList<>();
        for (Row row : rows) {
            if (row.has("replicas")) {
                String replicas = row.text("replicas") + " replicas";
                bars.add(Chart.Bar.of(replicas, OwnCandidates.BASE, row.number("perSecondAlone")));
                bars.add(Chart.Bar.of(replicas, OwnCandidates.SLUICE, row.number("perSecond")));
            }
        }
        return new Chart("readTx, 4 threads, everything on one machine", "transactions a second", bars);
    }
}
