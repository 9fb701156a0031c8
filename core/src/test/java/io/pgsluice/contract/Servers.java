// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.ConsistencyLevel;
import io.pgsluice.NodeStatistics;
import io.pgsluice.ReplicaFallback;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** One cluster for all contracts, and the connections of each side. Confined to the thread of the tests. */
final class Servers implements AutoCloseable {
    static final String NAME = "contract";

    private final PostgresCluster cluster =
            PostgresCluster.builder().replicas(1).build();
    private final Connection keeper;
    private final Map<Map<String, String>, SluiceDataSource> sluices = new HashMap<>();
    private final Map<String, HikariDataSource> pools = new HashMap<>();
    private final Map<String, Fingerprint> fingerprints = new HashMap<>();

    Servers() throws SQLException {
        try {
            keeper = connect(cluster.primary());
            try (Connection superuser = cluster.primary().connect();
                    Statement statement = superuser.createStatement()) {
                statement.execute("CREATE ROLE app_reader");
                statement.execute("GRANT app_reader TO " + PostgresCluster.APP_USER);
            }
            execute(schema());
            cluster.awaitCaughtUp();
        } catch (SQLException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Hands the one instance to tests, and lets JUnit close it after the last. */
    static final class Provider implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Servers.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(Servers.class))
                    .getOrComputeIfAbsent(Servers.class, key -> open(), Servers.class);
        }

        private static Servers open() {
            try {
                return new Servers();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String schema() {
        try (InputStream script = Objects.requireNonNull(Servers.class.getResourceAsStream("contract.sql"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PostgresCluster cluster() {
        return cluster;
    }

    /** The tables that scenarios write to, as each of them finds them. */
    void refill() throws SQLException {
        execute("SELECT refill()");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = keeper.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Whether a statement is running. */
    boolean isRunning(boolean readOnly, String sql) throws SQLException {
        return running(readOnly, "SELECT count(*) > 0", sql);
    }

    /** Ends the sessions that run a statement. */
    void terminate(boolean readOnly, String sql) throws SQLException {
        running(readOnly, "SELECT bool_and(pg_terminate_backend(pid))", sql);
    }

    private boolean running(boolean readOnly, String what, String sql) throws SQLException {
        try (Connection observer = connect(node(readOnly));
                PreparedStatement statement = observer.prepareStatement(what
                        + " FROM pg_stat_activity WHERE state = 'active' AND query = ? AND wait_event = 'PgSleep'")) {
            statement.setString(1, sql);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private PostgresNode node(boolean readOnly) {
        return readOnly ? cluster.replicas().get(0) : cluster.primary();
    }

    private static Connection connect(PostgresNode node) throws SQLException {
        return driver(node, Map.of()).getConnection();
    }

    private static DataSource driver(PostgresNode node, Map<String, String> properties) {
        try {
            PGSimpleDataSource driver = new PGSimpleDataSource();
            driver.setUrl(node.directJdbcUrl());
            driver.setUser(PostgresCluster.APP_USER);
            driver.setPassword(PostgresCluster.APP_PASSWORD);
            driver.setProperty(PGProperty.APPLICATION_NAME, NAME);
            for (Map.Entry<String, String> property : properties.entrySet()) {
                driver.setProperty(property.getKey(), property.getValue());
            }
            return driver;
        } catch (SQLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A side's data source; the driver's and the pool's lead to the primary. */
    DataSource dataSource(Side side) {
        return switch (side) {
            case DRIVER -> driver(node(false), Map.of());
            case POOL -> pool(node(false), Map.of());
            case SLUICE -> sluice(Map.of());
        };
    }

    Connection connect(Side side, boolean readOnly, Map<String, String> properties) throws SQLException {
        return switch (side) {
            case DRIVER -> driver(node(readOnly), properties).getConnection();
            case POOL -> pool(node(readOnly), properties).getConnection();
            case SLUICE -> sluice(properties).getConnection();
        };
    }

    private HikariDataSource pool(PostgresNode node, Map<String, String> properties) {
        return pools.computeIfAbsent(node.name() + properties, key -> {
            HikariConfig config = new HikariConfig();
            config.setPoolName(NAME + "-" + key);
            config.setDataSource(driver(node, properties));
            config.setMaximumPoolSize(4);
            config.setMinimumIdle(0);
            return new HikariDataSource(config);
        });
    }

    SluiceDataSource sluice(Map<String, String> properties) {
        return sluices.computeIfAbsent(properties, key -> openSluice(properties));
    }

    private SluiceDataSource openSluice(Map<String, String> properties) {
        SluiceConfigBuilder builder = SluiceConfig.builder()
                .name(NAME)
                .credentials(PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)
                .maximumPoolSize(4)
                .minimumIdle(0)
                .maxReplicaLag(Duration.ofSeconds(30))
                .probeTimeout(Duration.ofSeconds(10))
                .replicaFallback(ReplicaFallback.FAIL)
                // What a scenario holds open on the replica may keep it from replaying for longer than a read waits.
                .consistency(ConsistencyLevel.EVENTUAL);
        cluster.jdbcUrls().forEach(builder::node);
        properties.forEach(builder::driverProperty);
        SluiceDataSource dataSource = SluiceDataSource.create(builder.build());
        await().until(() -> !dataSource.topology().eligibleReplicas().isEmpty());
        return dataSource;
    }

    /** How many physical connections pgsluice has not given back. */
    int inUse(Map<String, String> properties) {
        return sluice(properties).statistics().stream()
                .mapToInt(NodeStatistics::inUse)
                .sum();
    }

    /** In what the next borrower's session differs from a new one; nobody gets it afterwards if it does. */
    Map<String, String> leftBehind(boolean readOnly, Map<String, String> properties) throws SQLException {
        Fingerprint expected = fingerprints.get(readOnly + " " + properties);
        if (expected == null) {
            try (Connection fresh = connect(Side.DRIVER, readOnly, properties)) {
                fresh.setReadOnly(readOnly);
                expected = Fingerprint.of(fresh);
                fingerprints.put(readOnly + " " + properties, expected);
            }
        }
        try (Connection next = connect(Side.SLUICE, readOnly, properties)) {
            next.setReadOnly(readOnly);
            Map<String, String> left = Fingerprint.of(next).minus(expected);
            if (!left.isEmpty()) {
                next.abort(Runnable::run);
            }
            return left;
        }
    }

    @Override
    public void close() throws SQLException {
        sluices.values().forEach(SluiceDataSource::close);
        pools.values().forEach(HikariDataSource::close);
        keeper.close();
        cluster.close();
    }
}
