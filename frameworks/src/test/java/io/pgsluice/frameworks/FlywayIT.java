// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.NodeStatistics;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flyway, which locks by advisory locks. */
class FlywayIT extends AbstractFrameworkIT {

    FlywayIT(PostgresCluster cluster) {
        super(cluster);
    }

    private FluentConfiguration configuration() {
        return Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/flyway")
                .cleanDisabled(false);
    }

    @BeforeEach
    void clean() {
        configuration().load().clean();
    }

    @Test
    void migrate_emptyDatabase_runsOnThePrimaryAndReachesTheReplicas() throws SQLException {
        List<NodeStatistics> before = dataSource.statistics();
        MigrateResult result = configuration().load().migrate();
        assertThat(result.success).isTrue();
        assertThat(result.migrationsExecuted).isEqualTo(3);
        assertOnlyThePrimaryServedSince(before);
        assertThat(readFromReplica("SELECT count(*) FROM account")).isEqualTo(10);
        assertThat(configuration().load().migrate().migrationsExecuted).isZero();
        assertThat(configuration().load().info().pending()).isEmpty();
        configuration().load().validate();
    }

    @Test
    void migrate_severalAtOnce_runsEachMigrationOnce() throws Exception {
        ExecutorService instances = Executors.newFixedThreadPool(3);
        try {
            List<Future<MigrateResult>> results = Stream.generate(
                            () -> instances.submit(() -> configuration().load().migrate()))
                    .limit(3)
                    .toList();
            int executed = 0;
            for (Future<MigrateResult> result : results) {
                executed += result.get(30, TimeUnit.SECONDS).migrationsExecuted;
            }
            assertThat(executed).isEqualTo(3);
        } finally {
            instances.shutdownNow();
        }
        assertThat(readFromReplica("SELECT count(*) FROM account")).isEqualTo(10);
        assertThat(advisoryLocks()).isZero();
    }

    @Test
    void migrate_concurrentIndexWithSessionLock_runsAndReleasesTheLock() throws SQLException {
        FluentConfiguration configuration =
                configuration().locations("classpath:db/flyway", "classpath:db/flyway-concurrently");
        // snippet
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        // end
        MigrateResult result = configuration.load().migrate();
        assertThat(result.migrationsExecuted).isEqualTo(4);
        assertThat(readFromReplica("SELECT count(*) FROM pg_indexes WHERE indexname = 'account_owner'"))
                .isEqualTo(1);
        assertThat(advisoryLocks()).isZero();
    }

    @Test
    void migrate_otherSchema_leavesNoSearchPathInTheSessions() throws SQLException {
        configuration().schemas("elsewhere").defaultSchema("elsewhere").load().migrate();
        for (int i = 0; i < 4; i++) {
            try (Connection connection = dataSource.getConnection()) {
                assertThat(
                                Sluices.query(
                                        connection,
                                        "SELECT count(*) FROM pg_settings WHERE name = 'search_path' AND setting LIKE '%elsewhere%'"))
                        .isZero();
            }
        }
        assertThat(readFromReplica("SELECT count(*) FROM elsewhere.account")).isEqualTo(10);
        configuration().schemas("elsewhere").defaultSchema("elsewhere").load().clean();
    }

    @Test
    void migrate_failing_isRolledBack() throws SQLException {
        Sluices.execute(dataSource, "CREATE VIEW account AS SELECT 1");
        Flyway flyway =
                configuration().baselineOnMigrate(true).baselineVersion("0").load();
        assertThatThrownBy(flyway::migrate).isInstanceOf(FlywayException.class).hasStackTraceContaining("account");
        assertThat(readFromReplica("SELECT count(*) FROM pg_sequences WHERE sequencename = 'account_id_seq'"))
                .isZero();
        Sluices.execute(dataSource, "DROP VIEW account");
    }

    private int advisoryLocks() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return Sluices.query(connection, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'");
        }
    }
}
