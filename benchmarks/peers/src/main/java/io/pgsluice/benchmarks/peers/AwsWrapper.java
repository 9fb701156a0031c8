// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.benchmarks.Candidate;
import io.pgsluice.benchmarks.Nodes;
import io.pgsluice.benchmarks.Opened;
import io.pgsluice.benchmarks.Pools;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import software.amazon.jdbc.Driver;
import software.amazon.jdbc.HikariPooledConnectionProvider;
import software.amazon.jdbc.ds.AwsWrapperDataSource;
import software.amazon.jdbc.targetdriverdialect.PgTargetDriverDialect;
import software.amazon.jdbc.util.CoreServicesContainer;

/**
 * The AWS Advanced JDBC Wrapper on plain PostgreSQL: the URL names the primary first, and it is told that this stays so.
 *
 * @param name what it is called in tables
 */
record AwsWrapper(String name, Arrangement arrangement) implements Candidate {
    /** The wrapper's own default. */
    private static final long POOL_EXPIRY = TimeUnit.MINUTES.toNanos(30);

    /** What its pages recommend. */
    enum Arrangement {
        /** readWriteSplitting below HikariCP. */
        POOL_AROUND("readWriteSplitting", false),
        /** readWriteSplitting over pools of its own, one for each node. */
        POOLS_INSIDE("readWriteSplitting", true),
        /** srw below HikariCP, with an endpoint for writes and one for reads. */
        SRW("srw", false),
        /** autoReadWriteSplitting, which reads the SQL, over pools of its own. */
        AUTO("autoReadWriteSplitting", true);

        private final String plugins;
        private final boolean poolsInside;

        Arrangement(String plugins, boolean poolsInside) {
            this.plugins = plugins;
            this.poolsInside = poolsInside;
        }
    }

    @Override
    public Opened open(Nodes nodes) throws SQLException {
        List<AutoCloseable> resources = new ArrayList<>();
        resources.add(AwsWrapper::endMonitors);
        if (nodes.stubbed()) {
            resources.add(nodes.driver(false));
            Driver.setCustomTargetDriverDialect(new AnyDriver());
        }
        if (arrangement.poolsInside) {
            HikariPooledConnectionProvider pools = new HikariPooledConnectionProvider(
                    (host, properties) -> pool(nodes), null, (host, properties) -> true, POOL_EXPIRY, POOL_EXPIRY);
            Driver.setCustomConnectionProvider(pools);
            resources.add(Driver::resetCustomConnectionProvider);
            resources.add(pools::releaseResources);
        }
        DataSource dataSource = wrapper(nodes);
        if (!arrangement.poolsInside) {
            HikariDataSource pool = Pools.of("around", dataSource, nodes.poolSize());
            resources.add(pool);
            dataSource = pool;
        }
        return Opened.of(dataSource, resources.toArray(AutoCloseable[]::new));
    }

    /** What {@link Driver#releaseResources()} does, but for caches of services whose classes it wants to find. */
    static void endMonitors() {
        CoreServicesContainer.getInstance().getMonitorService().releaseResources();
    }

    private static HikariConfig pool(Nodes nodes) {
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(nodes.poolSize());
        config.setMinimumIdle(nodes.poolSize());
        config.setInitializationFailTimeout(-1);
        return config;
    }

    private DataSource wrapper(Nodes nodes) {
        Properties properties = new Properties();
        properties.setProperty("wrapperPlugins", arrangement.plugins);
        properties.setProperty("wrapperDialect", "pg");
        List<String> addresses = nodes.addresses();
        if (arrangement == Arrangement.SRW) {
            properties.setProperty("srwWriteEndpoint", addresses.get(0));
            properties.setProperty("srwReadEndpoint", addresses.get(1));
            properties.setProperty("verifyNewSrwConnections", "false");
        } else {
            properties.setProperty("singleWriterConnectionString", "true");
            properties.setProperty("readerHostSelectorStrategy", "roundRobin");
        }
        AwsWrapperDataSource dataSource = new AwsWrapperDataSource();
        dataSource.setJdbcUrl("jdbc:aws-wrapper:postgresql://"
                + (arrangement == Arrangement.SRW ? addresses.get(0) : String.join(",", addresses)) + "/"
                + nodes.database());
        dataSource.setTargetDataSourceProperties(properties);
        dataSource.setUser(PostgresCluster.APP_USER);
        dataSource.setPassword(PostgresCluster.APP_PASSWORD);
        return dataSource;
    }

    /** Takes the stub for pgjdbc. */
    private static final class AnyDriver extends PgTargetDriverDialect {
        @Override
        public boolean isDialect(java.sql.Driver driver) {
            return true;
        }
    }
}
