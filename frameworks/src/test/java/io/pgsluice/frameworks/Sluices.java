// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks;

import static org.awaitility.Awaitility.await;

import io.pgsluice.ConsistencyLevel;
import io.pgsluice.Eligibility;
import io.pgsluice.NodeStatistics;
import io.pgsluice.NodeStatus;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Data sources on a test's cluster, and what tests want to know of them. */
public final class Sluices {
    public static final Duration SOON = Duration.ofSeconds(15);

    /** Answers on which server it runs. */
    public static final String PORT = "SELECT inet_server_port()";

    private Sluices() {}

    /** A data source that knows all nodes and has seen every replica fit. */
    public static SluiceDataSource open(PostgresCluster cluster, Consumer<SluiceConfigBuilder> settings) {
        SluiceConfigBuilder builder = SluiceConfig.builder()
                .name("it")
                .credentials(PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)
                .maximumPoolSize(4)
                .minimumIdle(0)
                .probeInterval(Duration.ofMillis(200))
                .samplesToReturn(1)
                .slowStart(Duration.ZERO)
                // Reads go to replicas whatever the test has just written.
                .consistency(ConsistencyLevel.EVENTUAL);
        cluster.jdbcUrls().forEach(builder::node);
        settings.accept(builder);
        SluiceDataSource dataSource = SluiceDataSource.create(builder.build());
        try {
            awaitSettled(dataSource, cluster);
            return dataSource;
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
    }

    /** Waits until the data source sees the cluster as it is, and every replica fit. */
    public static void awaitSettled(SluiceDataSource dataSource, PostgresCluster cluster) {
        awaitPrimary(dataSource, cluster.primary());
        await().atMost(SOON)
                .until(() -> dataSource.topology().eligibleReplicas().size()
                        == cluster.replicas().size());
    }

    public static SluiceDataSource open(PostgresCluster cluster) {
        return open(cluster, builder -> {});
    }

    /** The node that listens on a port, as {@link #PORT} answers it. */
    public static PostgresNode node(PostgresCluster cluster, int port) {
        return cluster.nodes().stream()
                .filter(node -> node.directPort() == port)
                .findFirst()
                .orElseThrow();
    }

    /** The node that serves a transaction. */
    public static PostgresNode transaction(DataSource dataSource, PostgresCluster cluster, boolean readOnly)
            throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(readOnly);
            connection.setAutoCommit(false);
            PostgresNode node = node(cluster, query(connection, PORT));
            connection.commit();
            return node;
        }
    }

    public static int query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    public static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How many physical connections are lent. */
    public static int inUse(SluiceDataSource dataSource) {
        return dataSource.statistics().stream().mapToInt(NodeStatistics::inUse).sum();
    }

    /** How many transactions were routed: with none, no physical connection was ever taken. */
    public static long routed(SluiceDataSource dataSource) {
        return reads(dataSource) + writes(dataSource);
    }

    public static long reads(SluiceDataSource dataSource) {
        return dataSource.statistics().stream().mapToLong(NodeStatistics::reads).sum();
    }

    public static long writes(SluiceDataSource dataSource) {
        return dataSource.statistics().stream()
                .mapToLong(NodeStatistics::writes)
                .sum();
    }

    public static void awaitEligibility(SluiceDataSource dataSource, PostgresNode node, Eligibility wanted) {
        await("eligibility of " + node + " to be " + wanted)
                .atMost(SOON)
                .until(() -> dataSource.topology().node(node.name()).eligibility() == wanted);
    }

    public static void awaitPrimary(SluiceDataSource dataSource, PostgresNode node) {
        await("primary to be " + node).atMost(SOON).until(() -> {
            NodeStatus primary = dataSource.topology().primary();
            return primary != null && primary.name().equals(node.name());
        });
    }

    public static void awaitNoPrimary(SluiceDataSource dataSource) {
        await().atMost(SOON).until(() -> dataSource.topology().primary() == null);
    }
}
