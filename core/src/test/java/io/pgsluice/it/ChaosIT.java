// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.chaos.ChaosReport;
import io.pgsluice.testkit.chaos.ChaosRun;
import io.pgsluice.testkit.chaos.Plan;
import io.pgsluice.testkit.history.ExceptionRules;
import io.pgsluice.testkit.history.Guarantees;
import io.pgsluice.testkit.history.WorkloadOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Faults by chance under load, and a check of everything that the load saw. Without system properties a few fixed seeds; with
 * {@code chaos.minutes} as many as fit, from {@code chaos.seed} on; with {@code chaos.episodes} so many. With {@code chaos.record} the
 * result goes into {@code docs/reliability.md} too.
 */
@PgCluster
class ChaosIT {
    private static final Duration MAX_LAG = Duration.ofSeconds(1);
    /** What threads of a busy machine may wait for a processor. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private static final long[] FIXED_SEEDS = {27, 184};
    private static final int FIXED_STEPS = 5;
    private static final int LONG_STEPS = 12;

    private final PostgresCluster cluster;

    ChaosIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void history_underSeededFaults_hasNoViolation() throws SQLException, InterruptedException, IOException {
        Integer minutes = Integer.getInteger("chaos.minutes");
        Integer episodes = Integer.getInteger("chaos.episodes");
        boolean fixed = minutes == null && episodes == null;
        int steps = Integer.getInteger("chaos.steps", fixed ? FIXED_STEPS : LONG_STEPS);
        long seed = Long.getLong("chaos.seed", 1);
        try (SluiceDataSource dataSource =
                Sluices.open(cluster, config -> config.maxReplicaLag(MAX_LAG).maximumPoolSize(16))) {
            ChaosRun run = new ChaosRun(
                    cluster,
                    dataSource,
                    WorkloadOptions.light(),
                    ChaosIT::guarantees,
                    repeated -> command("-Dchaos.seed=" + repeated + " -Dchaos.episodes=1 -Dchaos.steps=" + steps),
                    System.out::println);
            if (fixed) {
                for (long fixedSeed : FIXED_SEEDS) {
                    run.run(Plan.of(fixedSeed, steps));
                }
            } else if (minutes != null) {
                run.run(seed, steps, Duration.ofMinutes(minutes));
                write(run.report(), command("-Dchaos.seed=" + seed + " -Dchaos.minutes=" + minutes));
            } else {
                for (int i = 0; i < episodes; i++) {
                    run.run(Plan.of(seed + i, steps));
                }
                write(run.report(), command("-Dchaos.seed=" + seed + " -Dchaos.episodes=" + episodes));
            }
            assertThat(run.report().failedSeeds())
                    .as("seeds with a violation, see the output")
                    .isEmpty();
        }
    }

    private static Guarantees guarantees(Plan plan) {
        return new Guarantees(plan.synchronous(), MAX_LAG.plus(MARGIN), MARGIN, false, false, ExceptionRules.TOLD, 1);
    }

    private static String command(String properties) {
        return "./mvnw verify -Pchaos " + properties;
    }

    private void write(ChaosReport report, String command) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("command", "`" + command + "`");
        environment.put("PostgreSQL", cluster.version() + ", three nodes, `fsync=off`");
        environment.put("Java", Runtime.version().toString());
        environment.put(
                "machine",
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors, shared by the servers, the load and pgsluice");
        report.write(Path.of("target", "chaos"), environment);
        if (Boolean.getBoolean("chaos.record")) {
            report.record(Path.of("..", "docs", "reliability.md"), environment);
        }
    }
}
