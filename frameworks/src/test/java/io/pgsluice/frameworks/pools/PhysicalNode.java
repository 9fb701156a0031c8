// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks.pools;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/** What a pool is made from, as {@link io.pgsluice.spi.PoolFactory.Request#physical()} says it behaves. */
final class PhysicalNode extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;
    static final long PATIENCE_MILLIS = 500;
    static final int NETWORK_TIMEOUT_MILLIS = 77_000;

    private final transient List<Connection> opened = new CopyOnWriteArrayList<>();
    private transient volatile CountDownLatch up = new CountDownLatch(0);
    private volatile boolean closed;

    PhysicalNode(PostgresNode node) {
        setUrl(node.jdbcUrl());
        setUser(PostgresCluster.APP_USER);
        setPassword(PostgresCluster.APP_PASSWORD);
        setSocketTimeout(NETWORK_TIMEOUT_MILLIS / 1000);
    }

    /** Is down until {@link #up()}. */
    PhysicalNode down() {
        up = new CountDownLatch(1);
        return this;
    }

    void up() {
        up.countDown();
    }

    /** Cuts what a pool left open at its end, and what it was about to open. */
    void close() throws SQLException {
        closed = true;
        for (Connection connection : opened) {
            connection.abort(Runnable::run);
        }
    }

    /** What was opened so far. */
    List<Connection> opened() {
        return opened;
    }

    static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            if (!up.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException("the node is down", "08001");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", "57014", e);
        }
        Connection connection = super.getConnection();
        opened.add(connection);
        if (closed) {
            connection.abort(Runnable::run);
        }
        return connection;
    }
}
