// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The cluster that a monitor watches: one that runs already, or one of its own. Confined to one thread at a time. */
final class BenchmarkCluster implements AutoCloseable {
    /** Names the nodes of a running cluster, the primary first: {@code n1=jdbc:postgresql://…,n2=…}. */
    static final String PROPERTY = "pgsluice.benchmarks.nodes";

    private final Map<String, String> jdbcUrls;
    private final @Nullable PostgresCluster own;

    private BenchmarkCluster(Map<String, String> jdbcUrls, @Nullable PostgresCluster own) {
        this.jdbcUrls = jdbcUrls;
        this.own = own;
    }

    static BenchmarkCluster open() {
        String running = System.getProperty(PROPERTY);
        if (running != null) {
            return new BenchmarkCluster(parse(running), null);
        }
        PostgresCluster own = PostgresCluster.builder().build();
        prepare(own);
        return new BenchmarkCluster(directUrls(own), own);
    }

    /**
     * The nodes' URLs by name, the primary first, around the testkit's relays: what those take is nothing that an application pays, and they run in this
     * process.
     */
    static Map<String, String> directUrls(PostgresCluster cluster) {
        Map<String, String> urls = new LinkedHashMap<>();
        cluster.nodes().forEach(node -> urls.put(node.name(), node.directJdbcUrl()));
        return urls;
    }

    /** The property's value for a running cluster. */
    static String describe(PostgresCluster cluster) {
        return directUrls(cluster).entrySet().stream()
                .map(node -> node.getKey() + "=" + node.getValue())
                .collect(Collectors.joining(","));
    }

    /** Makes the table that the cycles use, on all nodes. */
    static void prepare(PostgresCluster cluster) {
        try (Connection connection = cluster.primary()
                .connect(PostgresCluster.APP_DATABASE, PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)) {
            Cycles.makeTable(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        cluster.awaitCaughtUp();
    }

    private static Map<String, String> parse(String nodes) {
        return Arrays.stream(nodes.split(",", -1))
                .map(node -> node.split("=", 2))
                .collect(Collectors.toMap(
                        node -> node[0], node -> node[1], (first, second) -> first, LinkedHashMap::new));
    }

    /** The nodes' URLs by name, the primary first. */
    Map<String, String> jdbcUrls() {
        return jdbcUrls;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
