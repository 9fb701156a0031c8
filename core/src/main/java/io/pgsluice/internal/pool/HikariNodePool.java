// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.pool;

import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.spi.NodePool;
import java.sql.Connection;
import java.sql.SQLException;

/** A node's HikariCP pool. */
public final class HikariNodePool implements NodePool {
    private final HikariDataSource pool;
    private final PatientDataSource physical;

    HikariNodePool(HikariDataSource pool, PatientDataSource physical) {
        this.pool = pool;
        this.physical = physical;
    }

    /** The pool itself, for {@code unwrap}. */
    public HikariDataSource dataSource() {
        return pool;
    }

    @Override
    public Connection borrow() throws SQLException {
        return pool.getConnection();
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
        pool.close();
    }
}
