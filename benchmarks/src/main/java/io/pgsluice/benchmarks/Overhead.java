// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.testkit.PostgresCluster;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What a candidate costs in the process: time and bytes of a cycle over a driver that answers at once, by JMH. */
final class Overhead implements Part {
    private static final String BYTES = "gc.alloc.rate.norm";

    /** More threads than most machines have cores for; and many data sources. */
    private static final int MANY = 8;

    private static final int MANY_DATA_SOURCES = 32;

    @Override
    public String name() {
        return "overhead";
    }

    @Override
    public List<Row> measure(Settings settings) throws RunnerException, SQLException {
        List<Row> rows = new ArrayList<>();
        try (PostgresCluster cluster =
                PostgresCluster.builder().setting("max_connections", "300").build()) {
            BenchmarkCluster.prepare(cluster);
            List<Candidate> candidates = settings.chosen(Candidates.all().everyday());
            Map<String, Map<Cycles, String>> failures = new LinkedHashMap<>();
            for (Candidate candidate : candidates) {
                failures.put(candidate.name(), Trial.failures(candidate, cluster));
            }
            for (Row where : shapes(settings)) {
                List<Row> some = new ArrayList<>();
                for (Candidate candidate : candidates) {
                    some.addAll(measure(
                            settings, cluster, where, candidate, failures.getOrDefault(candidate.name(), Map.of())));
                }
                rows.addAll(compared(some));
            }
            for (int threads : settings.quick() ? List.of(1) : List.of(1, MANY)) {
                new Runner(options(settings, cluster)
                                .include("\\.(Route|Classifier)Benchmark\\.")
                                .threads(threads)
                                .build())
                        .run()
                        .forEach(result -> rows.add(measured(
                                Row.of("benchmark", title(result.getParams())).with("threads", threads), result)));
            }
        }
        return rows;
    }

    private static List<Row> measure(
            Settings settings, PostgresCluster cluster, Row where, Candidate candidate, Map<Cycles, String> failures)
            throws RunnerException {
        List<Row> rows = new ArrayList<>();
        failures.forEach((cycle, why) -> rows.add(where.with("candidate", candidate.name())
                .with("cycle", cycle.title())
                .with("fails", why)));
        String[] cycles = Stream.of(Cycles.values())
                .filter(cycle -> !failures.containsKey(cycle))
                .map(Cycles::name)
                .toArray(String[]::new);
        if (cycles.length > 0) {
            ChainedOptionsBuilder options = options(settings, cluster)
                    .include("\\.OverheadBenchmark\\.")
                    .threads((int) where.number("threads"))
                    .param("candidate", candidate.name())
                    .param("cycle", cycles)
                    .param("dataSources", where.text("dataSources"));
            for (RunResult result : new Runner(options.build()).run()) {
                rows.add(measured(
                        where.with("candidate", candidate.name())
                                .with(
                                        "cycle",
                                        Cycles.valueOf(result.getParams().getParam("cycle"))
                                                .title()),
                        result));
            }
        }
        Stream.of(Cycles.values())
                .filter(cycle -> !find(rows, candidate.name(), cycle.title()).has("threads"))
                .forEach(cycle -> rows.add(where.with("candidate", candidate.name())
                        .with("cycle", cycle.title())
                        .with("fails", "no result with these threads and data sources")));
        return rows;
    }

    private static List<Row> shapes(Settings settings) {
        Row alone = Row.of("threads", 1).with("dataSources", 1);
        return settings.quick()
                ? List.of(alone)
                : List.of(
                        alone,
                        Row.of("threads", MANY).with("dataSources", 1),
                        Row.of("threads", MANY).with("dataSources", MANY_DATA_SOURCES));
    }

    private static ChainedOptionsBuilder options(Settings settings, PostgresCluster cluster) {
        int forks = settings.number("forks", 1, 1);
        return new OptionsBuilder()
                .forks(forks)
                .warmupIterations(settings.number("warmups", 3, 1))
                .warmupTime(TimeValue.milliseconds(settings.number("millis", 1_000, 150)))
                .measurementIterations(settings.number("iterations", 5, 5))
                .measurementTime(TimeValue.milliseconds(settings.number("millis", 1_000, 50)))
                .addProfiler(GCProfiler.class)
                .verbosity(forks == 0 ? VerboseMode.SILENT : VerboseMode.NORMAL)
                .jvmArgsPrepend("-D" + BenchmarkCluster.PROPERTY + "=" + BenchmarkCluster.describe(cluster));
    }

    private static String title(BenchmarkParams params) {
        String name = params.getBenchmark();
        String method = name.substring(name.lastIndexOf('.') + 1);
        return name.contains("Route") ? "route, " + method : "classifier, " + method + " " + params.getParam("text");
    }

    private static Row measured(Row row, RunResult result) {
        Result<?> bytes = result.getSecondaryResults().get(BYTES);
        return row.with("nanos", result.getPrimaryResult().getScore())
                .with("nanosError", result.getPrimaryResult().getScoreError())
                .with("bytes", bytes == null ? Double.NaN : bytes.getScore())
                .with(
                        "fewestBytes",
                        bytes == null ? Double.NaN : bytes.getStatistics().getMin());
    }

    /** Adds what each is more than the base. */
    private static List<Row> compared(List<Row> rows) {
        return rows.stream()
                .map(row -> {
                    Row base = find(rows, OwnCandidates.BASE, row.text("cycle"));
                    return row.has("fails")
                            ? row
                            : row.with("nanosMore", row.number("nanos") - base.number("nanos"))
                                    .with("bytesMore", row.number("bytes") - base.number("bytes"))
                                    .with("fewestBytesMore", row.number("fewestBytes") - base.number("fewestBytes"));
                })
                .toList();
    }

    private static Row find(List<Row> rows, String candidate, String cycle) {
        Row wanted = Row.of("candidate", candidate).with("cycle", cycle);
        return rows.stream().filter(row -> row.matches(wanted)).findFirst().orElse(wanted);
    }

    @Override
    public String markdown(List<Row> rows) {
        StringBuilder text = new StringBuilder("""
                # What routing costs in the process

                Written by `benchmarks/run.sh overhead`, which measures anew; the numbers as data are in `overhead.json`.

                One operation is the way from `getConnection()` to `close()`, over a stub of the driver that answers at once: all
                that is left is what pools and routers cost. An application waits for a server beside that, with every
                statement: for tens of microseconds on one machine, for hundreds over a network.
                Monitors watch a running cluster of three nodes meanwhile, and routes are real.

                - `readTx`: `setReadOnly(true)`, `setAutoCommit(false)`, one prepared query of one row, `commit()`
                - `writeTx`: `setAutoCommit(false)`, one prepared update, `commit()`
                - `autocommitRead`: `setReadOnly(true)`, one prepared query of one row
                - `emptyCycle`: nothing between `getConnection()` and `close()`
                - `mixed`: `readTx`, then `writeTx` with `setReadOnly(false)`, on one connection
                - `rows`: `autocommitRead` of a thousand rows

                Each number is the difference to HikariCP alone, whose own stands in its line. Bytes are exact. Times are those of one
                machine: compare them within a table only. *fails*: the cycle does not do what it should; –: not measured.
                """);
        String failures = rows.stream()
                .filter(row -> row.has("fails"))
                .map(row -> "- " + row.text("candidate") + ", `" + row.text("cycle") + "`: " + row.text("fails"))
                .distinct()
                .collect(Collectors.joining("\n"));
        text.append(failures.isEmpty() ? "" : "\n" + failures + "\n");
        for (String threads : Table.values(rows, "threads")) {
            for (String dataSources : Table.values(rows, "dataSources")) {
                List<Row> some = rows.stream()
                        .filter(row -> row.has("cycle")
                                && row.text("threads").equals(threads)
                                && row.text("dataSources").equals(dataSources))
                        .toList();
                if (!some.isEmpty()) {
                    text.append("\n## ").append(threads).append(threads.equals("1") ? " thread, " : " threads, ");
                    text.append(dataSources).append(dataSources.equals("1") ? " data source\n" : " data sources\n");
                    text.append("\nNanoseconds\n\n").append(table(some, "nanos"));
                    text.append("\nBytes allocated\n\n").append(table(some, "bytes"));
                }
            }
        }
        List<Row> others = rows.stream().filter(row -> row.has("benchmark")).toList();
        if (!others.isEmpty()) {
            text.append(
                    "\n## pgsluice's decisions alone\n\nThe route of a transaction, and what a statement is: scanned,"
                            + " or known from before. Only autocommit reads need the latter.\n\n");
            text.append(Table.of(
                    "decision, threads",
                    others.stream()
                            .map(row -> row.text("benchmark") + ", " + row.text("threads"))
                            .toList(),
                    List.of("nanos", "bytes"),
                    (line, column) -> Table.amount(others.stream()
                            .filter(row -> line.equals(row.text("benchmark") + ", " + row.text("threads")))
                            .findFirst()
                            .orElseThrow()
                            .number(column))));
        }
        return text.toString();
    }

    private static String table(List<Row> rows, String unit) {
        return Table.of(
                "candidate", Table.values(rows, "candidate"), Table.values(rows, "cycle"), (candidate, cycle) -> {
                    Row row = find(rows, candidate, cycle);
                    if (row.has("fails")) {
                        return "*fails*";
                    }
                    return candidate.equals(OwnCandidates.BASE)
                            ? Table.amount(row.number(unit))
                            : Table.difference(row.number(unit + "More"));
                });
    }

    @Override
    public Chart chart(List<Row> rows) {
        return new Chart(
                "Allocated over HikariCP alone, one thread",
                "bytes a cycle",
                rows.stream()
                        .filter(row -> row.has("cycle")
                                && row.number("threads") == 1
                                && Stream.of("readTx", "writeTx", "autocommitRead", "mixed")
                                        .anyMatch(row.text("cycle")::equals)
                                && Stream.of(OwnCandidates.BASE, OwnCandidates.BARE)
                                        .noneMatch(row.text("candidate")::equals))
                        .map(row -> new Chart.Bar(
                                row.text("cycle"), row.text("candidate"), row.number("bytesMore"), "fails"))
                        .toList());
    }
}
