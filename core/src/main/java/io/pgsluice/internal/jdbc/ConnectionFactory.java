// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.Credentials;
import io.pgsluice.NodeConfig;
import io.pgsluice.SluiceConfig;
import io.pgsluice.internal.routing.Freshness;
import io.pgsluice.internal.routing.RetryBudget;
import io.pgsluice.internal.routing.RouteCounters;
import io.pgsluice.internal.routing.Router;
import io.pgsluice.internal.sql.StatementCache;
import io.pgsluice.internal.topology.NodeConnector;
import io.pgsluice.internal.topology.SqlErrors;
import io.pgsluice.internal.topology.TopologyMonitor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Makes logical connections. Safe for use by multiple threads. */
public final class ConnectionFactory implements ConnectionDefaults {
    /** About as many bytes, for texts of Latin letters. */
    private static final long STATEMENT_CACHE_CHARS = 4_000_000;

    private final SluiceConfig config;
    private final TopologyMonitor monitor;
    private final LeaseBroker broker;
    private final StatementCache statements = new StatementCache(STATEMENT_CACHE_CHARS);
    private final String url;
    private final @Nullable String database;
    private final String applicationName;
    private final int socketTimeoutMillis;

    public ConnectionFactory(
            SluiceConfig config,
            TopologyMonitor monitor,
            Router router,
            RouteCounters counters,
            RetryBudget retries,
            Freshness freshness) {
        this.config = config;
        this.monitor = monitor;
        this.broker = new ClusterLeaseBroker(config, monitor, router, counters, retries, freshness);
        Properties first = properties(config);
        this.database = first.getProperty(PGProperty.PG_DBNAME.getName());
        this.applicationName = first.getProperty(PGProperty.APPLICATION_NAME.getName(), config.name());
        this.socketTimeoutMillis = NodeConnector.socketTimeoutMillis(first);
        this.url = "jdbc:pgsluice://"
                + config.nodes().stream().map(NodeConfig::address).collect(Collectors.joining(","))
                + "/"
                + (database == null ? "" : database);
    }

    /** What the driver makes of the first node's URL; nodes differ only in their address. */
    private static Properties properties(SluiceConfig config) {
        Properties defaults = new Properties();
        config.driverProperties().forEach(defaults::setProperty);
        Properties parsed = Driver.parseURL(config.nodes().get(0).jdbcUrl(), defaults);
        return parsed == null ? defaults : parsed;
    }

    /** A logical connection, unbound; {@code onClose} runs once, when it is closed or aborted. */
    public Connection connect(Runnable onClose) throws SQLException {
        if (monitor.isClosed()) {
            throw new SQLNonTransientConnectionException(
                    config.name() + " - the data source is closed", SqlErrors.CONNECTION_CLOSED);
        }
        return new RoutingConnection(broker, this, onClose);
    }

    @Override
    public String dataSourceName() {
        return config.name();
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public @Nullable String userName() {
        Credentials credentials = config.credentials();
        return credentials == null ? null : credentials.username();
    }

    @Override
    public @Nullable String catalog() {
        return database;
    }

    @Override
    public String applicationName() {
        return applicationName;
    }

    @Override
    public int transactionIsolation() {
        return monitor.view().defaultIsolation();
    }

    @Override
    public StatementCache statements() {
        return statements;
    }

    @Override
    public boolean routesAutocommitReads() {
        return config.routeAutocommitReads();
    }

    @Override
    public int networkTimeout() {
        return socketTimeoutMillis;
    }

    @Override
    public @Nullable String serverVersion() {
        return monitor.view().serverVersion();
    }
}
