// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks.pools;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.cache.ConnectionCache;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.pgsluice.spi.NodePool;
import io.pgsluice.spi.PoolFactory;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

// snippet
/** Makes Agroal pools. */
public final class AgroalPoolFactory implements PoolFactory {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(AgroalPoolFactory.class);

    /** What lay idle for longer is asked whether it is alive before it is lent. */
    private static final Duration TRUSTED = Duration.ofMillis(500);

    @Override
    public NodePool create(Request request) {
        AgroalConnectionFactoryConfiguration connections = new AgroalConnectionFactoryConfigurationSupplier()
                .connectionProviderClass(NodeDriver.class)
                .get();
        connections.jdbcProperties().put(NodeDriver.PHYSICAL, request.physicalInBackground());
        AgroalDataSourceConfigurationSupplier config = new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled()
                .connectionPoolConfiguration(pool -> pool.connectionFactoryConfiguration(() -> connections)
                        .initialSize(request.minimumIdle())
                        .minSize(request.minimumIdle())
                        .maxSize(request.maximumPoolSize())
                        .acquisitionTimeout(request.borrowTimeout())
                        .maxLifetime(request.maxLifetime())
                        .reapTimeout(request.idleTimeout())
                        .leakTimeout(request.leakDetectionThreshold())
                        .idleValidationTimeout(TRUSTED)
                        .connectionValidator(ConnectionValidator.defaultValidatorWithTimeout(1))
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionCache(ConnectionCache.none()));
        try {
            AgroalDataSource pool = AgroalDataSource.from(config, new Leaks(request.poolName()));
            return new AgroalNodePool(request.poolName(), pool);
        } catch (SQLException e) {
            throw new IllegalStateException(request.poolName() + " - Agroal is not on the class path", e);
        }
    }

    private record AgroalNodePool(String name, AgroalDataSource pool) implements NodePool {
        @Override
        public Connection borrow() throws SQLException {
            while (true) {
                Connection connection = take();
                if (!connection.isClosed()) {
                    return connection;
                }
                connection.close(); // it was cut while it lay idle; now the pool notices and drops it
            }
        }

        private Connection take() throws SQLException {
            try {
                return pool.getConnection();
            } catch (SQLException e) {
                throw new SQLTransientConnectionException(
                        name + " - no connection: " + e.getMessage(), e.getSQLState(), e);
            }
        }

        @Override
        public void evict(Connection connection) {
            try {
                connection.unwrap(Connection.class).close(); // the driver's; the pool drops it when it comes back
            } catch (SQLException e) {
                LOG.debug("{} - a connection was closed already", name, e);
            }
        }

        @Override
        public void evictAll() {
            pool.flush(AgroalDataSource.FlushMode.GRACEFUL);
        }

        @Override
        public int inUse() {
            return (int) pool.getMetrics().activeCount();
        }

        @Override
        public int idle() {
            return (int) pool.getMetrics().availableCount();
        }

        @Override
        public int waiting() {
            return (int) pool.getMetrics().awaitingCount();
        }

        @Override
        public void close() {
            pool.close();
        }
    }

    /** Agroal takes a class, not an object: the node's data source comes with the properties. */
    public static final class NodeDriver implements Driver {
        static final String PHYSICAL = "physical";

        @Override
        public @Nullable Connection connect(String url, Properties properties) throws SQLException {
            return properties.get(PHYSICAL) instanceof DataSource physical ? physical.getConnection() : null;
        }

        @Override
        public boolean acceptsURL(String url) {
            return true;
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getLogger(AgroalPoolFactory.class.getName());
        }
    }

    private record Leaks(String name) implements AgroalDataSourceListener {
        @Override
        public void onConnectionLeak(Connection connection, Thread thread) {
            LOG.warn("{} - {} has been borrowed for long by {}", name, connection, thread);
        }
    }
}
// end
