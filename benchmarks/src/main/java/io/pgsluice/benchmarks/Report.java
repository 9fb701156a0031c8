// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.benchmarks.OverheadBenchmark.Candidate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** What came out of a run, as data and to read. */
final class Report {
    private static final String BYTES = "gc.alloc.rate.norm";

    private final Collection<RunResult> results;

    /** What the results of both candidates have in common. */
    record Row(String cycle, String driver, int threads) {
        private static Row of(BenchmarkParams params) {
            return new Row(method(params), params.getParam("driver"), params.getThreads());
        }

        private String title() {
            return "`" + cycle + "`" + (driver.equals("PGJDBC") ? "" : ", " + driver + " driver");
        }
    }

    Report(Collection<RunResult> results) {
        this.results = results;
    }

    /** JMH's JSON, without what belongs to one machine: the path of the JVM and the cluster's addresses. */
    String json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
        return bytes.toString(StandardCharsets.UTF_8)
                .replaceAll("(?m)^(\\s*\"jvm\" : ).*$", "$1\"java\",")
                .replaceAll("(?m)^\\s*\"-D" + BenchmarkCluster.PROPERTY + "=.*\\R", "");
    }

    /** Tables of times and bytes, and where they were measured. */
    String markdown() {
        StringBuilder text = new StringBuilder("""
                # What pgsluice adds to HikariCP

                Written by `benchmarks/run.sh`, which measures anew; the numbers as data are in `overhead.json`.

                One operation is the way from `getConnection()` to `close()`, over a stub of the driver that answers at once: all
                that is left is what a pool and a router cost. An application waits for a server beside that, with every
                statement: for tens of microseconds on one machine, for hundreds over a network.
                pgsluice's monitor watches a running cluster of three nodes meanwhile, and its routes are real.

                | cycle | threads | HikariCP ns/op | pgsluice ns/op | difference | ratio | HikariCP B/op | pgsluice B/op | difference |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|
                """);
        pairs().forEach((row, pair) -> text.append(cells(row, pair)));
        text.append("""

                The stub looks like pgjdbc: pgsluice asks it for the state of the transaction and for `in_hot_standby`.

                - `readTx`: `setReadOnly(true)`, `setAutoCommit(false)`, one prepared query of one row, `commit()`
                - `writeTx`: `setAutoCommit(false)`, one prepared update, `commit()`
                - `autocommitRead`: `setReadOnly(true)`, one prepared query of one row
                - `emptyCycle`: nothing between `getConnection()` and `close()`; pgsluice borrows nothing then

                ns/op is the time of one operation in one thread, with the half-width of its 99.9 % confidence interval.
                More threads than cores wait for their turn: a row is to be compared within itself only.
                """);
        appendRoutes(text);
        text.append("\n## Where\n\n");
        environment()
                .forEach((key, value) ->
                        text.append("- ").append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }

    /** The results of both candidates by what they have in common. */
    Map<Row, Map<Candidate, RunResult>> pairs() {
        Map<Row, Map<Candidate, RunResult>> pairs = new LinkedHashMap<>();
        for (RunResult result : results) {
            String candidate = result.getParams().getParam("candidate");
            if (candidate != null) {
                pairs.computeIfAbsent(Row.of(result.getParams()), row -> new EnumMap<>(Candidate.class))
                        .put(Candidate.valueOf(candidate), result);
            }
        }
        return pairs;
    }

    private static String cells(Row row, Map<Candidate, RunResult> pair) {
        RunResult hikari = pair.get(Candidate.HIKARI);
        RunResult sluice = pair.get(Candidate.SLUICE);
        return "| " + row.title() + " | " + row.threads() + " | " + time(hikari) + " | " + time(sluice) + " | "
                + (hikari == null || sluice == null
                        ? "– | –"
                        : String.format(
                                Locale.ROOT,
                                "%+.0f | %.2f",
                                nanos(sluice) - nanos(hikari),
                                nanos(sluice) / nanos(hikari)))
                + " | " + amount(hikari) + " | " + amount(sluice) + " | "
                + (hikari == null || sluice == null
                        ? "–"
                        : String.format(Locale.ROOT, "%+.0f", bytes(sluice) - bytes(hikari)))
                + " |\n";
    }

    private static String method(BenchmarkParams params) {
        String name = params.getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private void appendRoutes(StringBuilder text) {
        boolean head = false;
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            if (params.getParam("candidate") == null) {
                if (!head) {
                    text.append("""

                            ## The routing decision alone

                            | transaction | threads | ns/op | B/op |
                            |---|---:|---:|---:|
                            """);
                    head = true;
                }
                text.append("| `" + method(params) + "` | " + params.getThreads() + " | " + time(result) + " | "
                        + amount(result) + " |\n");
            }
        }
    }

    private static String time(@Nullable RunResult result) {
        if (result == null) {
            return "–";
        }
        double error = result.getPrimaryResult().getScoreError();
        return String.format(Locale.ROOT, "%.0f", nanos(result))
                + (Double.isNaN(error) ? "" : String.format(Locale.ROOT, " ± %.0f", error));
    }

    private static String amount(@Nullable RunResult result) {
        return result == null ? "–" : String.format(Locale.ROOT, "%.0f", bytes(result));
    }

    static double nanos(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    /** What one operation allocated. */
    static double bytes(RunResult result) {
        Result<?> bytes = result.getSecondaryResults().get(BYTES);
        return bytes == null ? Double.NaN : bytes.getScore();
    }

    /** What one operation allocated in the iteration that other threads disturbed least. */
    static double fewestBytes(RunResult result) {
        Result<?> bytes = result.getSecondaryResults().get(BYTES);
        return bytes == null ? Double.NaN : bytes.getStatistics().getMin();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        environment.put("system", property("os.name") + " " + property("os.arch"));
        environment.put("Java", property("java.vm.name") + " " + property("java.runtime.version"));
        Properties versions = versions();
        versions.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> environment.put(name, versions.getProperty(name)));
        results.stream()
                .findFirst()
                .map(RunResult::getParams)
                .ifPresent(params -> environment.put(
                        "rounds",
                        params.getForks() + " fork, " + params.getWarmup().getCount() + " × "
                                + params.getWarmup().getTime() + " to warm up, "
                                + params.getMeasurement().getCount() + " × "
                                + params.getMeasurement().getTime() + " measured"));
        return environment;
    }

    private static String property(String name) {
        return System.getProperty(name, "?");
    }

    private static Properties versions() {
        Properties versions = new Properties();
        try (InputStream in = Objects.requireNonNull(Report.class.getResourceAsStream("versions.properties"))) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }
}
