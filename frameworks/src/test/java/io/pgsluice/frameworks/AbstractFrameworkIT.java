// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.NodeStatistics;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A cluster of three nodes and a data source that the tests of a class share. After each test nothing may be lent. */
@PgCluster(leaks = PgCluster.Leaks.CLASS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractFrameworkIT {
    final PostgresCluster cluster;
    final PostgresNode n1;
    final PostgresNode n2;
    final PostgresNode n3;
    final SluiceDataSource dataSource;

    AbstractFrameworkIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
        this.n2 = cluster.node("n2");
        this.n3 = cluster.node("n3");
        this.dataSource = Sluices.open(cluster);
    }

    @BeforeEach
    void awaitReplicas() {
        Sluices.awaitSettled(dataSource, cluster);
    }

    @AfterEach
    void checkThatNothingIsLent() {
        assertThat(Sluices.inUse(dataSource)).isZero();
    }

    @AfterAll
    void closeDataSource() {
        dataSource.close();
    }

    /** The node that listens on a port, as {@link Sluices#PORT} answers it. */
    PostgresNode node(int port) {
        return Sluices.node(cluster, port);
    }

    /** How many transactions were routed so far: while that stays, no physical connection is taken. */
    long routed() {
        return Sluices.reads(dataSource) + Sluices.writes(dataSource);
    }

    /** Asserts that since then the primary has served read-write transactions, and the replicas nothing. */
    void assertOnlyThePrimaryServedSince(List<NodeStatistics> before) {
        List<NodeStatistics> now = dataSource.statistics();
        assertThat(now.get(0).writes()).isGreaterThan(before.get(0).writes());
        for (int i = 1; i < now.size(); i++) {
            assertThat(now.get(i).transactions()).isEqualTo(before.get(i).transactions());
        }
    }

    /** A number that a replica answers, once it has everything. */
    int readFromReplica(String sql) throws SQLException {
        cluster.awaitCaughtUp();
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            return Sluices.query(connection, sql);
        }
    }
}
