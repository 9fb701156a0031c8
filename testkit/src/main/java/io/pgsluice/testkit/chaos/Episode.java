// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresClusterException;
import io.pgsluice.testkit.PostgresNode;
import io.pgsluice.testkit.history.FinalState;
import io.pgsluice.testkit.history.Guarantees;
import io.pgsluice.testkit.history.HistoryChecker;
import io.pgsluice.testkit.history.Operation;
import io.pgsluice.testkit.history.Position;
import io.pgsluice.testkit.history.Recording;
import io.pgsluice.testkit.history.Tables;
import io.pgsluice.testkit.history.Verdict;
import io.pgsluice.testkit.history.Workload;
import io.pgsluice.testkit.history.WorkloadOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/** One plan under load, and the verdict on what the load saw. */
final class Episode {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(45);
    private static final Duration QUIET_TIMEOUT = Duration.ofSeconds(20);
    private static final int LAST_MILLIS = 500;
    private static final long POLL_NANOS = 20_000_000;

    private final PostgresCluster cluster;
    private final DataSource dataSource;
    private final WorkloadOptions options;
    private final Function<Plan, Guarantees> guarantees;
    private final Consumer<String> progress;

    Episode(
            PostgresCluster cluster,
            DataSource dataSource,
            WorkloadOptions options,
            Function<Plan, Guarantees> guarantees,
            Consumer<String> progress) {
        this.cluster = cluster;
        this.dataSource = dataSource;
        this.options = options;
        this.guarantees = guarantees;
        this.progress = progress;
    }

    EpisodeResult run(Plan plan) throws SQLException, InterruptedException {
        cluster.synchronous(plan.synchronous());
        try (Connection connection = app(cluster.primary())) {
            Tables.create(connection, options.accounts(), options.counters());
        }
        cluster.awaitCaughtUp();
        try (Workload workload = new Workload(dataSource, options)) {
            FaultInjector injector = new FaultInjector(cluster, workload.history());
            workload.start();
            for (Step step : plan.steps()) {
                long start = System.nanoTime();
                injector.run(step);
                progress.accept("seed " + plan.seed() + ": " + step + ", healed after "
                        + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms");
            }
            TimeUnit.MILLISECONDS.sleep(LAST_MILLIS);
            List<String> stuck = workload.stop(STOP_TIMEOUT);
            awaitQuiet();
            return judge(plan, workload, injector, stuck);
        }
    }

    private EpisodeResult judge(Plan plan, Workload workload, FaultInjector injector, List<String> stuck)
            throws SQLException {
        cluster.awaitCaughtUp();
        FinalState primary = read(cluster.primary());
        List<FinalState> replicas = new ArrayList<>();
        for (PostgresNode replica : cluster.replicas()) {
            replicas.add(read(replica));
        }
        List<Operation> operations = workload.history().operations();
        Verdict verdict = new HistoryChecker(guarantees.apply(plan))
                .check(new Recording(
                        operations,
                        injector.forks(),
                        injector.disturbances(),
                        injector.outages(),
                        options.total(),
                        primary,
                        replicas));
        List<Failover> failovers = injector.promotions().stream()
                .map(promotion -> new Failover(promotion.kind(), plan.synchronous(), firstWrite(promotion, operations)))
                .filter(failover -> failover.nanos() < Long.MAX_VALUE)
                .toList();
        return new EpisodeResult(plan, operations, injector.counts(), verdict, failovers, stuck);
    }

    /** From the end of a promotion to the first write that was acknowledged on its timeline, in nanoseconds. */
    private static long firstWrite(Promotion promotion, List<Operation> operations) {
        long first = Long.MAX_VALUE;
        for (Operation operation : operations) {
            Position position = operation.position();
            if (operation.kind().isWrite()
                    && operation.acknowledged()
                    && position != null
                    && position.timeline() == promotion.fork().timeline()) {
                first = Math.min(first, operation.end());
            }
        }
        return first == Long.MAX_VALUE ? first : Math.max(0, first - promotion.instant());
    }

    /** Returns once no session of the application's does anything: what was in doubt has been decided. */
    private void awaitQuiet() throws SQLException {
        long deadline = System.nanoTime() + QUIET_TIMEOUT.toNanos();
        try (Connection connection = cluster.primary().connect()) {
            String busy;
            do {
                busy = Promotion.ask(
                        connection,
                        "SELECT coalesce(string_agg(state || ': ' || query, '; '), '') FROM pg_stat_activity WHERE usename = '"
                                + PostgresCluster.APP_USER + "' AND state <> 'idle'");
                if (busy.isEmpty()) {
                    return;
                }
                LockSupport.parkNanos(POLL_NANOS);
            } while (System.nanoTime() - deadline < 0);
            throw new PostgresClusterException("sessions are still busy: " + busy);
        }
    }

    private static FinalState read(PostgresNode node) throws SQLException {
        try (Connection connection = app(node)) {
            return Tables.read(node.name(), connection);
        }
    }

    private static Connection app(PostgresNode node) throws SQLException {
        return node.connect(PostgresCluster.APP_DATABASE, PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD);
    }
}
