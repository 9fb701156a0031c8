// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.history.Guarantees;
import io.pgsluice.testkit.history.Violation;
import io.pgsluice.testkit.history.WorkloadOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Runs episodes one after the other on the same cluster and the same data source, each with the next seed, and prints for each violation
 * the command that repeats it. Confined to one thread.
 */
public final class ChaosRun {
    private static final int SHOWN = 10;

    private final PostgresCluster cluster;
    private final Episode episode;
    private final LongFunction<String> command;
    private final Consumer<String> progress;
    private final ChaosReport report = new ChaosReport();

    /**
     * Describes a run.
     *
     * @param cluster a cluster with two replicas, which nobody else disturbs
     * @param dataSource what is tested
     * @param options how much load there is
     * @param guarantees what is promised under a plan
     * @param command what repeats the episode of a seed
     * @param progress takes lines that tell how it goes
     */
    public ChaosRun(
            PostgresCluster cluster,
            DataSource dataSource,
            WorkloadOptions options,
            Function<Plan, Guarantees> guarantees,
            LongFunction<String> command,
            Consumer<String> progress) {
        this.cluster = cluster;
        this.episode = new Episode(cluster, dataSource, options, guarantees, progress);
        this.command = command;
        this.progress = progress;
    }

    /** Runs one plan. */
    public EpisodeResult run(Plan plan) throws SQLException, InterruptedException {
        progress.accept("seed " + plan.seed() + ": " + (plan.synchronous() ? "synchronous" : "asynchronous")
                + " replication, " + plan.steps().size() + " faults, primary "
                + cluster.primary().name());
        EpisodeResult result = episode.run(plan);
        report.add(result);
        progress.accept("seed " + plan.seed() + ": " + result.operations().size() + " operations, "
                + result.verdict().violations().size() + " violations, "
                + result.verdict().lostByReplication().size()
                + " lost by asynchronous replication, ms from promotion to write: "
                + result.failovers().stream()
                        .map(failover -> failover.kind() + " " + Percentiles.millis(failover.nanos()))
                        .collect(Collectors.joining(", ")));
        if (!result.isClean()) {
            tell(result);
        }
        return result;
    }

    /** Runs plans of so many steps until a time has passed, beginning with a seed; a plan that has begun is ended. */
    public ChaosReport run(long firstSeed, int steps, Duration time) throws SQLException, InterruptedException {
        long start = System.nanoTime();
        for (long seed = firstSeed; seed == firstSeed || System.nanoTime() - start < time.toNanos(); seed++) {
            run(Plan.of(seed, steps));
        }
        return report;
    }

    /** What all results add up to so far. */
    public ChaosReport report() {
        return report;
    }

    private void tell(EpisodeResult result) {
        result.verdict().violations().stream().limit(SHOWN).forEach(this::tell);
        result.stuck().forEach(thread -> progress.accept("STUCK " + thread));
        progress.accept("repeat it with: " + command.apply(result.plan().seed()));
    }

    private void tell(Violation violation) {
        progress.accept("VIOLATION " + violation.kind() + ": " + violation.description());
    }
}
