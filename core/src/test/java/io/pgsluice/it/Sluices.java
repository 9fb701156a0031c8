// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static org.awaitility.Awaitility.await;

import io.pgsluice.Eligibility;
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

/** Data sources on a test's cluster, and the transactions that tests run on them. */
final class Sluices {
    static final Duration SOON = Duration.ofSeconds(15);

    private Sluices() {}

    /** A data source that knows all nodes and has seen every replica fit. */
    static SluiceDataSource open(PostgresCluster cluster, Consumer<SluiceConfigBuilder> settings) {
        return opened(cluster, config(cluster, settings));
    }

    /** The same past the relays, so that what a server has sent is here, but without what relays can do. */
    static SluiceDataSource openDirect(PostgresCluster cluster, Consumer<SluiceConfigBuilder> settings) {
        SluiceConfigBuilder builder = builder();
        cluster.nodes().forEach(node -> builder.node(node.name(), node.directJdbcUrl()));
        settings.accept(builder);
        return opened(cluster, builder.build());
    }

    private static SluiceDataSource opened(PostgresCluster cluster, SluiceConfig config) {
        SluiceDataSource dataSource = SluiceDataSource.create(config);
        try {
            await().atMost(SOON)
                    .until(() -> dataSource.topology().eligibleReplicas().size()
                            == cluster.replicas().size());
            return dataSource;
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
    }

    static SluiceDataSource open(PostgresCluster cluster) {
        return open(cluster, builder -> {});
    }

    static SluiceConfig config(PostgresCluster cluster, Consumer<SluiceConfigBuilder> settings) {
        SluiceConfigBuilder builder = builder();
        cluster.jdbcUrls().forEach(builder::node);
        settings.accept(builder);
        return builder.build();
    }

    private static SluiceConfigBuilder builder() {
        return SluiceConfig.builder()
                .name("it")
                .credentials(PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)
                .maximumPoolSize(4)
                .minimumIdle(1);
    }

    /** The node that serves a read-only transaction. */
    static PostgresNode readOnlyTransaction(SluiceDataSource dataSource, PostgresCluster cluster) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            PostgresNode node = node(connection, cluster);
            connection.commit();
            return node;
        }
    }

    /** The node that serves a transaction which says nothing of itself. */
    static PostgresNode transaction(SluiceDataSource dataSource, PostgresCluster cluster) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            PostgresNode node = node(connection, cluster);
            connection.commit();
            return node;
        }
    }

    /** The node that a connection's next statement runs on. */
    static PostgresNode node(Connection connection, PostgresCluster cluster) throws SQLException {
        int port = query(connection, "SELECT inet_server_port()");
        return cluster.nodes().stream()
                .filter(node -> node.directPort() == port)
                .findFirst()
                .orElseThrow();
    }

    static int query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    static void execute(SluiceDataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static NodeStatus status(SluiceDataSource dataSource, PostgresNode node) {
        return dataSource.topology().node(node.name());
    }

    static void awaitEligibility(SluiceDataSource dataSource, PostgresNode node, Eligibility wanted) {
        await("eligibility of " + node + " to be " + wanted)
                .atMost(SOON)
                .until(() -> status(dataSource, node).eligibility() == wanted);
    }

    static void awaitPrimary(SluiceDataSource dataSource, PostgresNode node) {
        await("primary to be " + node).atMost(SOON).until(() -> {
            NodeStatus primary = dataSource.topology().primary();
            return primary != null && primary.name().equals(node.name());
        });
    }
}
