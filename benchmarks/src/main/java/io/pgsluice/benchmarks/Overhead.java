// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.testkit.PostgresCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks on one cluster and writes the report: the directory for it, then options of JMH. */
public final class Overhead {
    private static final List<Integer> THREADS = List.of(1, 4);

    /** What needs a cluster and goes into the report. */
    private static final String BENCHMARKS = "\\.(Overhead|Route)Benchmark\\.";

    private Overhead() {}

    /**
     * Runs.
     *
     * @param args the directory for {@code overhead.json} and {@code overhead.md}, then options of JMH
     */
    public static void main(String[] args) throws CommandLineOptionException, RunnerException, IOException {
        if (args.length == 0) {
            throw new IllegalArgumentException("expected: directory [options of JMH]");
        }
        Path directory = Path.of(args[0]);
        CommandLineOptions options = new CommandLineOptions(Arrays.copyOfRange(args, 1, args.length));
        if (options.shouldHelp()) {
            options.showHelp();
            return;
        }
        List<RunResult> results = run(options);
        Files.createDirectories(directory);
        Report report = new Report(results);
        Files.writeString(directory.resolve("overhead.json"), report.json());
        Files.writeString(directory.resolve("overhead.md"), report.markdown());
    }

    private static List<RunResult> run(CommandLineOptions options) throws RunnerException {
        List<Integer> threads =
                options.getThreads().hasValue() ? List.of(options.getThreads().get()) : THREADS;
        List<RunResult> results = new ArrayList<>();
        try (PostgresCluster cluster = PostgresCluster.builder().build()) {
            for (int count : threads) {
                results.addAll(new Runner(options(options, count, cluster)).run());
            }
        }
        return results;
    }

    private static Options options(CommandLineOptions given, int threads, PostgresCluster cluster) {
        ChainedOptionsBuilder builder = new OptionsBuilder().parent(given);
        if (given.getIncludes().isEmpty()) {
            builder = builder.include(BENCHMARKS);
        }
        return builder.threads(threads)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .jvmArgsPrepend("-D" + BenchmarkCluster.PROPERTY + "=" + BenchmarkCluster.describe(cluster))
                .build();
    }
}
