// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.testkit.PostgresCluster;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** What a transaction puts on the wire, and what a data source does that nobody uses: exact counts. */
final class Counts implements Part {
    private static final int POOL_SIZE = 4;

    /** What follows a transaction is over by then. */
    private static final int SETTLE_SECONDS = 2;

    /** Enough for the driver to keep its prepared statements. */
    private static final int WARM_UP = 100;

    @Override
    public String name() {
        return "counts";
    }

    @Override
    public List<Row> measure(Settings settings) throws Exception {
        List<Row> rows = new ArrayList<>();
        int transactions = settings.number("transactions", 1_000, 100);
        int idleSeconds = settings.number("idle", 10, 3);
        try (PostgresCluster cluster =
                PostgresCluster.builder().setting("max_connections", "200").build()) {
            BenchmarkCluster.prepare(cluster);
            Nodes nodes = Nodes.servers(Wire.counted(BenchmarkCluster.directUrls(cluster)), POOL_SIZE);
            for (Candidate candidate : Servers.candidates(settings)) {
                Benchmarks.progress("counts: " + candidate.name());
                try (Opened opened = usual(candidate).open(nodes)) {
                    for (Cycles cycle : Servers.CYCLES) {
                        // On a thread of its own: what one cycle has written is no other's to read.
                        FutureTask<Row> count = new FutureTask<>(() -> counted(
                                Row.of("candidate", candidate.name()).with("cycle", cycle.title()),
                                nodes,
                                opened,
                                cycle,
                                transactions));
                        new Thread(count, "counts").start();
                        rows.add(count.get());
                    }
                    idle(nodes, idleSeconds)
                            .forEach((node, count) -> rows.add(Row.of("candidate", candidate.name())
                                    .with("idleNode", node)
                                    .with("statementsPerSecond", (double) count / idleSeconds)));
                }
            }
        }
        return rows;
    }

    /** pgsluice with its own defaults, where others may keep theirs too. */
    private static Candidate usual(Candidate candidate) {
        return candidate.name().equals(OwnCandidates.SLUICE)
                ? new SluiceCandidate(OwnCandidates.SLUICE, settings -> settings)
                : candidate;
    }

    private static Row counted(Row row, Nodes nodes, Opened opened, Cycles cycle, int transactions) {
        try {
            run(opened, cycle, WARM_UP);
            Map<String, long[]> before = own(nodes);
            run(opened, cycle, transactions);
            Map<String, long[]> after = own(nodes);
            long[] primary = new long[2];
            long[] replicas = new long[2];
            after.forEach((name, counts) -> {
                long[] sum = name.equals(nodes.primary()) ? primary : replicas;
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += counts[i] - before.getOrDefault(name, counts)[i];
                }
            });
            return row.with("roundTrips", (double) (primary[1] + replicas[1]) / transactions)
                    .with("onPrimary", (double) primary[0] / transactions)
                    .with("onReplicas", (double) replicas[0] / transactions);
        } catch (SQLException e) {
            return row.with("fails", e.getSQLState() + " " + Trial.firstLine(e));
        }
    }

    private static void run(Opened opened, Cycles cycle, int times) throws SQLException {
        for (int i = 1; i <= times; i++) {
            cycle.run(opened.dataSource(), i);
        }
    }

    private static Map<String, long[]> own(Nodes nodes) {
        Map<String, long[]> own = new LinkedHashMap<>();
        for (String name : nodes.names()) {
            Wire wire = Wire.of(name);
            own.put(name, new long[] {wire.ownStatements(), wire.ownRoundTrips()});
        }
        return own;
    }

    private static Map<String, Long> idle(Nodes nodes, int seconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        Map<String, Long> statements = new LinkedHashMap<>();
        nodes.names().forEach(name -> statements.put(name, Wire.of(name).statements()));
        TimeUnit.SECONDS.sleep(seconds);
        statements.replaceAll((name, before) -> Wire.of(name).statements() - before);
        return statements;
    }

    @Override
    public String markdown(List<Row> rows) {
        List<Row> cycles = rows.stream().filter(row -> row.has("cycle")).toList();
        List<Row> idle = rows.stream().filter(row -> row.has("idleNode")).toList();
        StringBuilder text = new StringBuilder("""
                # What goes over the wire

                Written by `benchmarks/run.sh counts`, which measures anew; the numbers as data are in `counts.json`.

                Counted at the driver's sockets, one thread, after a hundred transactions to warm up; exact, and the same in every run. The cycles are
                those of [overhead](overhead.md).

                ## Network round trips of a transaction

                """);
        text.append(table(cycles, row -> Table.amount(row.number("roundTrips"))));
        text.append("""

                ## Statements of a transaction, on the primary + on replicas

                `BEGIN` and `COMMIT` count.

                """);
        text.append(table(
                cycles, row -> Table.amount(row.number("onPrimary")) + " + " + Table.amount(row.number("onReplicas"))));
        cycles.stream().filter(row -> row.has("fails")).forEach(row -> text.append("\n- ")
                .append(row.text("candidate"))
                .append(", `")
                .append(row.text("cycle"))
                .append("`: ")
                .append(row.text("fails")));
        text.append("\n\n## Statements a second on each node while nobody uses the data source\n\n");
        text.append(Table.of(
                "candidate",
                Table.values(idle, "candidate"),
                Table.values(idle, "idleNode"),
                (candidate, node) -> Table.amount(idle.stream()
                        .filter(row -> row.text("candidate").equals(candidate)
                                && row.text("idleNode").equals(node))
                        .findFirst()
                        .orElseThrow()
                        .number("statementsPerSecond"))));
        return text.toString();
    }

    @FunctionalInterface
    private interface Cell {
        String of(Row row);
    }

    private static String table(List<Row> rows, Cell cell) {
        return Table.of(
                "candidate",
                Table.values(rows, "candidate"),
                Table.values(rows, "cycle"),
                (candidate, cycle) -> rows.stream()
                        .filter(row -> row.text("candidate").equals(candidate)
                                && row.text("cycle").equals(cycle))
                        .findFirst()
                        .map(row -> row.has("fails") ? "*fails*" : cell.of(row))
                        .orElseThrow());
    }

    @Override
    public Chart chart(List<Row> rows) {
        return new Chart(
                "Network round trips of a transaction",
                "round trips",
                rows.stream()
                        .filter(row -> row.has("cycle"))
                        .map(row -> new Chart.Bar(
                                row.text("cycle"), row.text("candidate"), row.number("roundTrips"), "fails"))
                        .toList());
    }
}
