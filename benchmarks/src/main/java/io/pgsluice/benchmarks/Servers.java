// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.testkit.PostgresCluster;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;

/** Latency and throughput of the cycles on real servers. */
final class Servers implements Part {
    static final List<Cycles> CYCLES =
            List.of(Cycles.READ_TX, Cycles.WRITE_TX, Cycles.AUTOCOMMIT_READ, Cycles.MIXED, Cycles.ROWS);

    private static final int POOL_SIZE = 16;

    @Override
    public String name() {
        return "servers";
    }

    @Override
    public List<Row> measure(Settings settings) throws Exception {
        List<Row> rows = new ArrayList<>();
        int rounds = settings.number("rounds", 9, 1);
        int millis = settings.number("millis", 500, 100);
        List<Integer> threads = settings.numbers("threads", "1,4,16,64", "1,8");
        try (PostgresCluster cluster =
                PostgresCluster.builder().setting("max_connections", "200").build()) {
            BenchmarkCluster.prepare(cluster);
            List<Candidate> candidates = new ArrayList<>(candidates(settings));
            // Each round begins with another one: none has the place behind the start alone.
            for (int round = 1; round <= rounds; round++, Collections.rotate(candidates, -1)) {
                for (Candidate candidate : candidates) {
                    Benchmarks.progress("servers, round " + round + " of " + rounds + ": " + candidate.name());
                    try (Opened opened =
                            candidate.open(Nodes.servers(BenchmarkCluster.directUrls(cluster), POOL_SIZE))) {
                        Row where = Row.of("candidate", candidate.name()).with("round", round);
                        for (Cycles cycle : CYCLES) {
                            for (int count : threads) {
                                rows.add(measured(
                                        where.with("cycle", cycle.title()).with("threads", count),
                                        opened,
                                        cycle,
                                        count,
                                        millis));
                            }
                        }
                    }
                }
            }
        }
        return rows;
    }

    /** All but the driver without a pool, which would connect to the server each time. */
    static List<Candidate> candidates(Settings settings) {
        return settings.chosen(Candidates.all().everyday()).stream()
                .filter(candidate -> !candidate.name().equals(OwnCandidates.BARE))
                .toList();
    }

    private static Row measured(Row row, Opened opened, Cycles cycle, int threads, int millis) throws Exception {
        try {
            Load.run(opened.dataSource(), cycle, threads, millis / 4);
            Load.Outcome outcome = Load.run(opened.dataSource(), cycle, threads, millis);
            return row.with("perSecond", outcome.perSecond())
                    .with("p50Micros", outcome.micros(0.5))
                    .with("p99Micros", outcome.micros(0.99));
        } catch (SQLException e) {
            return row.with("fails", e.getSQLState() + " " + Trial.firstLine(e));
        }
    }

    @Override
    public String markdown(List<Row> rows) {
        StringBuilder text = new StringBuilder("""
                # Latency and throughput on real servers

                Written by `benchmarks/run.sh servers`, which measures anew; the numbers as data are in `servers.json`.

                A primary and two replicas, the benchmark and all else that ran share one machine: what a candidate burns, the servers lack. The
                cycles are those of [overhead](overhead.md), with pools of 16 connections for each node. Medians of the rounds, in brackets those of the
                least and of the most; compare within a column only. HikariCP alone runs everything on the primary.
                """);
        for (String threads : Table.values(rows, "threads")) {
            text.append("\n## ").append(threads).append(threads.equals("1") ? " thread\n" : " threads\n");
            text.append("\nTransactions a second\n\n").append(table(rows, threads, "perSecond"));
            text.append("\nMicroseconds, median\n\n").append(table(rows, threads, "p50Micros"));
            text.append("\nMicroseconds, 99th of a hundred\n\n").append(table(rows, threads, "p99Micros"));
        }
        return text.toString();
    }

    private static String table(List<Row> rows, String threads, String unit) {
        return Table.of(
                "candidate",
                Table.values(rows, "candidate"),
                Table.values(rows, "cycle"),
                (candidate, cycle) -> Table.spread(
                        values(rows, candidate, cycle, threads, unit).toArray()));
    }

    private static double median(List<Row> rows, String candidate, String cycle, String threads, String unit) {
        return Quantiles.median(values(rows, candidate, cycle, threads, unit));
    }

    private static DoubleStream values(List<Row> rows, String candidate, String cycle, String threads, String unit) {
        return rows.stream()
                .filter(row -> row.text("candidate").equals(candidate)
                        && row.text("cycle").equals(cycle)
                        && row.text("threads").equals(threads)
                        && row.has(unit))
                .mapToDouble(row -> row.number(unit));
    }

    @Override
    public Chart chart(List<Row> rows) {
        String threads =
                Table.values(rows, "threads").get(Table.values(rows, "threads").size() / 2);
        List<Chart.Bar> bars = new ArrayList<>();
        for (String cycle : Table.values(rows, "cycle")) {
            for (String candidate : Table.values(rows, "candidate")) {
                bars.add(
                        new Chart.Bar(cycle, candidate, median(rows, candidate, cycle, threads, "perSecond"), "fails"));
            }
        }
        return new Chart("Throughput on real servers, " + threads + " threads", "transactions a second", bars);
    }
}
