// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.chaos.ChaosRun;
import io.pgsluice.testkit.chaos.EpisodeResult;
import io.pgsluice.testkit.chaos.Plan;
import io.pgsluice.testkit.history.ExceptionRules;
import io.pgsluice.testkit.history.Guarantees;
import io.pgsluice.testkit.history.WorkloadOptions;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Faults by chance under load, and a check of everything that the load saw. */
@PgCluster
class ChaosIT {
    private static final Duration MAX_LAG = Duration.ofSeconds(1);
    private static final Duration MARGIN = Duration.ofMillis(500);

    private final PostgresCluster cluster;

    ChaosIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void history_underSeededFaults_hasNoViolation() throws SQLException, InterruptedException {
        long first = Long.getLong("chaos.seed", 1);
        try (SluiceDataSource dataSource =
                Sluices.open(cluster, config -> config.maxReplicaLag(MAX_LAG).maximumPoolSize(16))) {
            ChaosRun run = new ChaosRun(
                    cluster,
                    dataSource,
                    WorkloadOptions.light(),
                    ChaosIT::guarantees,
                    ChaosIT::command,
                    System.out::println);
            for (long seed = first; seed < first + 2; seed++) {
                EpisodeResult result = run.run(Plan.of(seed, 6));
                assertThat(result.verdict().violations()).isEmpty();
                assertThat(result.stuck()).isEmpty();
            }
        }
    }

    private static Guarantees guarantees(Plan plan) {
        return new Guarantees(
                plan.synchronous(),
                MAX_LAG.plus(MARGIN),
                MARGIN,
                false,
                false,
                ExceptionRules.DRIVER,
                Integer.MAX_VALUE);
    }

    private static String command(long seed) {
        return "./mvnw verify -Pchaos -Dchaos.seed=" + seed + " -Dchaos.episodes=1";
    }
}
