// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks;

import static io.pgsluice.frameworks.Sluices.inUse;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.NodeStatistics;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Liquibase, which locks by a row of a table. */
@PgCluster
class LiquibaseIT {
    private final PostgresCluster cluster;
    private final SluiceDataSource dataSource;

    LiquibaseIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.dataSource = Sluices.open(cluster);
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

    @AfterEach
    void close() {
        assertThat(inUse(dataSource)).isZero();
        dataSource.close();
    }

    private int count(String sql) throws SQLException {
        cluster.awaitCaughtUp();
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            return Sluices.query(connection, sql);
        }
    }

    @Test
    void update_emptyDatabase_runsOnThePrimaryAndReachesTheReplicas() throws Exception {
        update(dataSource, "db/liquibase/changelog.xml");
        List<NodeStatistics> nodes = dataSource.statistics();
        assertThat(nodes.get(0).writes()).isPositive();
        assertThat(nodes.subList(1, nodes.size()))
                .allSatisfy(node -> assertThat(node.reads() + node.writes()).isZero());
        assertThat(count("SELECT count(*) FROM customer")).isEqualTo(10);
        assertThat(count("SELECT count(*) FROM databasechangelog")).isEqualTo(2);
        assertThat(count("SELECT count(*) FROM databasechangeloglock WHERE locked"))
                .isZero();
        update(dataSource, "db/liquibase/changelog.xml");
    }

    @Test
    void update_severalAtOnce_runsEachChangeOnce() throws Exception {
        // Liquibase has static state: several of its locks in one process need separate threads at least.
        ExecutorService instances = Executors.newFixedThreadPool(2);
        try {
            List<Future<Object>> results = Stream.generate(() -> instances.submit(() -> {
                        update(dataSource, "db/liquibase/changelog.xml");
                        return new Object();
                    }))
                    .limit(2)
                    .toList();
            for (Future<Object> result : results) {
                result.get(60, TimeUnit.SECONDS);
            }
        } finally {
            instances.shutdownNow();
        }
        assertThat(count("SELECT count(*) FROM customer")).isEqualTo(10);
    }

    @Test
    void rollback_oneChange_runsOnThePrimary() throws Exception {
        update(dataSource, "db/liquibase/changelog.xml");
        try (Liquibase liquibase = new Liquibase(
                "db/liquibase/changelog.xml",
                new ClassLoaderResourceAccessor(),
                new JdbcConnection(dataSource.getConnection()))) {
            liquibase.rollback(2, new Contexts(), new LabelExpression());
        }
        assertThat(count("SELECT count(*) FROM pg_tables WHERE tablename = 'customer'"))
                .isZero();
    }

    @Test
    void update_done_leavesNoSearchPathInTheSessions() throws Exception {
        update(dataSource, "db/liquibase/changelog.xml");
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
