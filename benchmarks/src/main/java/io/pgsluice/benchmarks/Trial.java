// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.benchmarks.stub.StubDriver;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;

/** Finds out which cycles a candidate can do at all. */
final class Trial {
    private static final int TIMES = 3;

    private Trial() {}

    /** Why a cycle does not do what it should, by cycle; those that do are not in it. */
    static Map<Cycles, String> failures(Candidate candidate, PostgresCluster cluster) throws SQLException {
        Map<Cycles, String> failures = new EnumMap<>(Cycles.class);
        Nodes nodes = Nodes.stubs(cluster.jdbcUrls(), 2, StubDriver.PGJDBC);
        try (Opened opened = candidate.open(nodes)) {
            for (Cycles cycle : Cycles.values()) {
                try {
                    long before = nodes.readsOnPrimary();
                    for (int i = 1; i <= TIMES; i++) {
                        runOnNewThread(cycle, opened.dataSource(), i);
                    }
                    if (candidate.splits() && nodes.readsOnPrimary() > before) {
                        failures.put(cycle, "it reads from the primary");
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    failures.put(cycle, message(e));
                } catch (SQLException | RuntimeException e) {
                    Benchmarks.progress(candidate.name() + ", " + cycle.title() + ": " + e);
                    failures.put(cycle, message(e));
                }
            }
        }
        return failures;
    }

    /** On a thread that has written nothing, so that none of its reads has to be served by the primary. */
    private static void runOnNewThread(Cycles cycle, DataSource dataSource, int id)
            throws SQLException, InterruptedException {
        FutureTask<Integer> run = new FutureTask<>(() -> cycle.run(dataSource, id));
        Thread thread = new Thread(run, "trial");
        thread.start();
        try {
            run.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
        }
    }

    private static String message(Exception e) {
        return (e instanceof SQLException sql ? sql.getSQLState() + " " : "") + firstLine(e);
    }

    /** What an exception says, in one line. */
    static String firstLine(Exception e) {
        return (e.getMessage() == null ? e.toString() : e.getMessage())
                .lines()
                .findFirst()
                .orElse("");
    }
}
