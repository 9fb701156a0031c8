// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.benchmarks.OverheadBenchmark.Candidate;
import io.pgsluice.benchmarks.Report.Row;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

@PgCluster(leaks = PgCluster.Leaks.OFF, restore = false)
class OverheadIT {
    /** What pgsluice allocates more than HikariCP alone, in bytes, where no allocation is optimised away. */
    private static final Map<String, Integer> MOST_BYTES_MORE =
            Map.of("readTx", 160, "writeTx", 160, "autocommitRead", 160, "emptyCycle", 16);

    /** What the monitor's own work may look like, spread over the operations; less than an object with a field or two. */
    private static final int TOLERANCE = 12;

    private final PostgresCluster cluster;

    OverheadIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void everyCycle_shortRun_allocatesLittleMoreThanHikariAlone() throws RunnerException {
        System.setProperty(BenchmarkCluster.PROPERTY, BenchmarkCluster.describe(cluster));
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("\\.(Overhead|Route)Benchmark\\.")
                        .forks(0)
                        .threads(1)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(150))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.milliseconds(50))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Report report = new Report(results);
        Map<Row, Map<Candidate, RunResult>> pairs = report.pairs();
        assertThat(pairs.keySet().stream().map(Row::cycle))
                .containsExactlyInAnyOrderElementsOf(MOST_BYTES_MORE.keySet());
        assertThat(report.markdown()).contains(MOST_BYTES_MORE.keySet());
        assertThat(results).hasSize(2 * MOST_BYTES_MORE.size() + 2).allSatisfy(result -> assertThat(
                        Report.nanos(result))
                .as(result.getParams().id())
                .isPositive());
        pairs.forEach((row, pair) -> assertThat(bytes(pair, Candidate.SLUICE) - bytes(pair, Candidate.HIKARI))
                .as(row.cycle())
                .isLessThanOrEqualTo(MOST_BYTES_MORE.getOrDefault(row.cycle(), 0) + TOLERANCE));
    }

    private static double bytes(Map<Candidate, RunResult> pair, Candidate candidate) {
        return Report.fewestBytes(Objects.requireNonNull(pair.get(candidate), candidate.name()));
    }
}
