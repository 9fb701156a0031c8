// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.spi.NodePool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's HikariCP pool.
 *
 * <p>HikariCP asks its first connection for the isolation level, once. If that is lost at this moment the level stays unknown, and every later connection is
 * refused by the driver when it is to be set to that ({@code PoolBase.checkDefaultIsolation}, 7.1.0). Such a pool has never lent anything, and another one takes its place.
 */
public final class HikariNodePool implements NodePool {
    private static final Logger LOG = LoggerFactory.getLogger(HikariNodePool.class);
    private static final String NOT_SUPPORTED = "0A000";

    private final HikariConfig config;
    private final PatientDataSource physical;
    private final ReentrantLock lock = new ReentrantLock();

    /** Written under the lock. */
    private volatile HikariDataSource pool;

    /** Written under the lock. */
    private boolean closed;

    HikariNodePool(HikariConfig config, PatientDataSource physical) {
        this.config = config;
        this.physical = physical;
        this.pool = new HikariDataSource(config);
    }

    /** The pool itself, for {@code unwrap}. */
    public HikariDataSource dataSource() {
        return pool;
    }

    @Override
    public Connection borrow() throws SQLException {
        HikariDataSource asked = pool;
        try {
            return asked.getConnection();
        } catch (SQLException e) {
            if (doesNotKnowItsLevel(e)) {
                replace(asked);
            }
            throw e;
        }
    }

    /** Whether a connection was refused for what its pool would set, and not for what it is or was. */
    private static boolean doesNotKnowItsLevel(SQLException error) {
        Throwable setup = error.getCause();
        return setup != null
                && setup.getCause() instanceof SQLException refusal
                && NOT_SUPPORTED.equals(refusal.getSQLState());
    }

    private void replace(HikariDataSource broken) {
        lock.lock();
        try {
            if (closed || !pool.equals(broken)) {
                return;
            }
            LOG.warn("{} - made anew: its first connection was lost before it was known", config.getPoolName());
            pool = new HikariDataSource(config);
        } finally {
            lock.unlock();
        }
        // Not by the borrower: it waits for the threads of the pool.
        Thread closing = new Thread(broken::close, config.getPoolName() + "-close");
        closing.setDaemon(true);
        closing.start();
    }

    @Override
    public void evict(Connection connection) {
        pool.evictConnection(connection);
    }

    @Override
    public void evictAll() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public int inUse() {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }

    @Override
    public int idle() {
        return pool.getHikariPoolMXBean().getIdleConnections();
    }

    @Override
    public int waiting() {
        return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
    }

    @Override
    public void close() {
        physical.close();
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        pool.close();
    }
}
