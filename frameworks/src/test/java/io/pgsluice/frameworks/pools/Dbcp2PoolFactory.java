// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks.pools;

import io.pgsluice.spi.NodePool;
import io.pgsluice.spi.PoolFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.PoolableConnection;
import org.apache.commons.dbcp2.PoolableConnectionFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

// snippet
/** Makes pools of Apache Commons DBCP 2. */
public final class Dbcp2PoolFactory implements PoolFactory {
    private static final Logger LOG = LoggerFactory.getLogger(Dbcp2PoolFactory.class);

    /** What lay idle for longer is asked whether it is alive before it is lent. */
    private static final Duration TRUSTED = Duration.ofMillis(500);

    private static final Duration UPKEEP = Duration.ofSeconds(1);

    @Override
    public NodePool create(Request request) {
        GenericObjectPoolConfig<PoolableConnection> config = new GenericObjectPoolConfig<>();
        config.setJmxEnabled(false);
        config.setMaxTotal(request.maximumPoolSize());
        config.setMaxIdle(request.maximumPoolSize());
        config.setMinIdle(request.minimumIdle());
        config.setMaxWait(request.borrowTimeout());
        config.setTestOnBorrow(true);
        config.setTimeBetweenEvictionRuns(UPKEEP);
        config.setMinEvictableIdleDuration(Duration.ofSeconds(-1));
        config.setSoftMinEvictableIdleDuration(orNever(request.idleTimeout()));
        NodeConnections connections = new NodeConnections(request.physicalInBackground());
        connections.setMaxConn(orNever(request.maxLifetime()));
        connections.setValidationQueryTimeout(Duration.ofSeconds(1));
        GenericObjectPool<PoolableConnection> pool = new GenericObjectPool<>(connections, config);
        connections.setPool(pool);
        return new Dbcp2NodePool(request.poolName(), pool, connections);
    }

    private static Duration orNever(Duration duration) {
        return duration.isZero() ? Duration.ofSeconds(-1) : duration;
    }

    private record Dbcp2NodePool(String name, GenericObjectPool<PoolableConnection> pool, NodeConnections connections)
            implements NodePool {
        @Override
        public Connection borrow() throws SQLException {
            try {
                return pool.borrowObject();
            } catch (NoSuchElementException e) {
                SQLException failure = connections.failure.getAndSet(null);
                throw noConnection(failure == null ? e : failure);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw noConnection(e);
            } catch (Exception e) {
                throw noConnection(e);
            }
        }

        private SQLException noConnection(Exception cause) {
            String state = cause instanceof SQLException sql ? sql.getSQLState() : null;
            return new SQLTransientConnectionException(name + " - no connection: " + cause.getMessage(), state, cause);
        }

        @Override
        public void evict(Connection connection) {
            try {
                pool.invalidateObject((PoolableConnection) connection);
            } catch (Exception e) {
                LOG.debug("{} - a connection was closed already", name, e);
            }
        }

        @Override
        public void evictAll() {
            connections.generation.incrementAndGet();
            pool.clear();
        }

        @Override
        public int inUse() {
            return pool.getNumActive();
        }

        @Override
        public int idle() {
            return pool.getNumIdle();
        }

        @Override
        public int waiting() {
            return pool.getNumWaiters();
        }

        @Override
        public void close() {
            pool.close();
        }
    }

    private static final class NodeConnections extends PoolableConnectionFactory {
        private final DataSource physical;
        private final AtomicInteger generation = new AtomicInteger();

        /** Why no connection could be opened the last time, for those who only waited. */
        private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();

        NodeConnections(DataSource physical) {
            super(physical::getConnection, null);
            this.physical = physical;
        }

        @Override
        public PooledObject<PoolableConnection> makeObject() throws SQLException {
            int made = generation.get();
            try {
                Connection connection = physical.getConnection();
                failure.set(null);
                return new DefaultPooledObject<>(new NodeConnection(connection, this, made));
            } catch (SQLException e) {
                failure.set(e);
                throw e;
            }
        }

        @Override
        public boolean validateObject(PooledObject<PoolableConnection> pooled) {
            try {
                return pooled.getIdleDuration().compareTo(TRUSTED) < 0
                        ? !pooled.getObject().getInnermostDelegate().isClosed()
                        : super.validateObject(pooled);
            } catch (SQLException e) {
                return false;
            }
        }

        @Override
        public void passivateObject(PooledObject<PoolableConnection> pooled) throws SQLException {
            super.passivateObject(pooled);
            if (((NodeConnection) pooled.getObject()).generation != generation.get()) {
                throw new SQLException("evicted while it was lent: not lent again");
            }
        }
    }

    private static final class NodeConnection extends PoolableConnection {
        private final int generation;

        NodeConnection(Connection connection, NodeConnections connections, int generation) {
            super(connection, connections.getPool(), null);
            this.generation = generation;
        }
    }
}
// end
