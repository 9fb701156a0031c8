// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgsluice.NodeStatistics;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Liquibase, which locks by a row of a table. */
class LiquibaseIT extends AbstractFrameworkIT {
    private static final String CHANGE_LOG = "db/liquibase/changelog.xml";

    LiquibaseIT(PostgresCluster cluster) {
        super(cluster);
    }

    // snippet
    static void update(DataSource dataSource, String changeLog) throws SQLException, LiquibaseException {
        try (Liquibase liquibase = new Liquibase(
                changeLog, new ClassLoaderResourceAccessor(), new JdbcConnection(dataSource.getConnection()))) {
            liquibase.update(new Contexts(), new LabelExpression());
        }
    }
    // end

    @BeforeEach
    void clean() throws SQLException {
        Sluices.execute(dataSource, "DROP TABLE IF EXISTS customer, databasechangelog, databasechangeloglock");
    }

    @Test
    void update_emptyDatabase_runsOnThePrimaryAndReachesTheReplicas() throws Exception {
        List<NodeStatistics> before = dataSource.statistics();
        update(dataSource, CHANGE_LOG);
        assertOnlyThePrimaryServedSince(before);
        assertThat(readFromReplica("SELECT count(*) FROM customer")).isEqualTo(10);
        assertThat(readFromReplica("SELECT count(*) FROM databasechangelog")).isEqualTo(2);
        assertThat(readFromReplica("SELECT count(*) FROM databasechangeloglock WHERE locked"))
                .isZero();
        update(dataSource, CHANGE_LOG);
    }

    @Test
    void update_lockHeldByAnother_waitsForIt() throws Exception {
        update(dataSource, CHANGE_LOG);
        Sluices.execute(dataSource, "DROP TABLE customer; TRUNCATE databasechangelog");
        Sluices.execute(
                dataSource,
                "UPDATE databasechangeloglock SET locked = true, lockgranted = now(), lockedby = 'another'");
        FutureTask<Boolean> update = new FutureTask<>(() -> {
            update(dataSource, CHANGE_LOG);
            return true;
        });
        Thread thread = new Thread(update, "liquibase");
        thread.setDaemon(true);
        thread.start();
        await().atMost(Sluices.SOON).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        assertThat(readFromReplica("SELECT count(*) FROM databasechangelog")).isZero();
        Sluices.execute(
                dataSource, "UPDATE databasechangeloglock SET locked = false, lockgranted = null, lockedby = null");
        assertThat(update.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(readFromReplica("SELECT count(*) FROM customer")).isEqualTo(10);
    }

    @Test
    void rollback_oneChange_runsOnThePrimary() throws Exception {
        update(dataSource, CHANGE_LOG);
        try (Liquibase liquibase = new Liquibase(
                CHANGE_LOG, new ClassLoaderResourceAccessor(), new JdbcConnection(dataSource.getConnection()))) {
            liquibase.rollback(2, new Contexts(), new LabelExpression());
        }
        assertThat(readFromReplica("SELECT count(*) FROM pg_tables WHERE tablename = 'customer'"))
                .isZero();
    }

    @Test
    void update_done_leavesNoSearchPathInTheSessions() throws Exception {
        update(dataSource, CHANGE_LOG);
        for (int i = 0; i < 4; i++) {
            try (Connection connection = dataSource.getConnection()) {
                assertThat(Sluices.query(
                                connection,
                                "SELECT count(*) FROM pg_settings WHERE name = 'search_path' AND setting = reset_val"))
                        .isEqualTo(1);
            }
        }
    }
}
