// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks.pools;

import static io.pgsluice.frameworks.Sluices.awaitPrimary;
import static io.pgsluice.frameworks.Sluices.inUse;
import static io.pgsluice.frameworks.Sluices.node;
import static io.pgsluice.frameworks.Sluices.open;
import static io.pgsluice.frameworks.Sluices.query;
import static io.pgsluice.frameworks.Sluices.routed;
import static io.pgsluice.frameworks.Sluices.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.NoAvailableNodeException;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.frameworks.Sluices;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.DataSourceConnectionFactory;
import org.apache.commons.dbcp2.PoolableConnection;
import org.apache.commons.dbcp2.PoolableConnectionFactory;
import org.apache.commons.dbcp2.PoolingDataSource;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** pgsluice under another pool, whose connections are logical ones that are used again and again. */
@PgCluster
class UnderPoolsIT {
    private final PostgresCluster cluster;
    private final PostgresNode n1;
    private final PostgresNode n2;
    private final PostgresNode n3;

    UnderPoolsIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
        this.n2 = cluster.node("n2");
        this.n3 = cluster.node("n3");
    }

    enum Outer {
        HIKARI,
        DBCP2
    }

    /** A pool around a data source. */
    private record Pool(DataSource dataSource, AutoCloseable closing) implements AutoCloseable {
        static Pool around(SluiceDataSource dataSource, Outer outer, int size) {
            return switch (outer) {
                case HIKARI -> hikari(dataSource, size);
                case DBCP2 -> dbcp2(dataSource, size);
            };
        }

        private static Pool hikari(SluiceDataSource dataSource, int size) {
            HikariConfig config = new HikariConfig();
            config.setPoolName("outer");
            config.setDataSource(dataSource);
            config.setMaximumPoolSize(size);
            config.setMinimumIdle(0);
            HikariDataSource pool = new HikariDataSource(config);
            return new Pool(pool, pool);
        }

        private static Pool dbcp2(SluiceDataSource dataSource, int size) {
            PoolableConnectionFactory connections =
                    new PoolableConnectionFactory(new DataSourceConnectionFactory(dataSource), null);
            connections.setDefaultReadOnly(false);
            GenericObjectPoolConfig<PoolableConnection> config = new GenericObjectPoolConfig<>();
            config.setJmxEnabled(false);
            config.setMaxTotal(size);
            config.setTestOnBorrow(true);
            GenericObjectPool<PoolableConnection> pool = new GenericObjectPool<>(connections, config);
            connections.setPool(pool);
            return new Pool(new PoolingDataSource<>(pool), pool);
        }

        Connection getConnection() throws SQLException {
            return dataSource.getConnection();
        }

        @Override
        public void close() throws SQLException {
            try {
                closing.close();
            } catch (Exception e) {
                throw new SQLException(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void borrowing_withoutAStatement_takesNoPhysicalConnection(Outer outer) throws SQLException {
        try (SluiceDataSource dataSource = open(cluster);
                Pool pool = Pool.around(dataSource, outer, 2)) {
            for (int i = 0; i < 3; i++) {
                try (Connection connection = pool.getConnection()) {
                    connection.setReadOnly(true);
                    connection.setAutoCommit(false);
                    assertThat(connection.isValid(1)).isTrue();
                    connection.commit();
                }
            }
            assertThat(routed(dataSource)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneOuterConnection_usedAgain_isRoutedForEachTransaction(Outer outer) throws SQLException {
        try (SluiceDataSource dataSource = open(cluster);
                Pool pool = Pool.around(dataSource, outer, 1)) {
            Map<PostgresNode, Integer> served = new HashMap<>();
            for (int i = 0; i < 6; i++) {
                served.merge(transaction(pool.dataSource(), cluster, true), 1, Integer::sum);
                assertThat(transaction(pool.dataSource(), cluster, false)).isEqualTo(n1);
            }
            assertThat(served).isEqualTo(Map.of(n2, 3, n3, 3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void outerConnection_givenBackInAReadOnlyTransaction_isReadWriteForTheNext(Outer outer) throws SQLException {
        try (SluiceDataSource dataSource = open(cluster);
                Pool pool = Pool.around(dataSource, outer, 1)) {
            try (Connection connection = pool.getConnection()) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                assertThat(node(cluster, query(connection, Sluices.PORT))).isIn(n2, n3);
            }
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                assertThat(connection.isReadOnly()).isFalse();
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(node(cluster, query(connection, Sluices.PORT))).isEqualTo(n1);
                statement.execute("DROP TABLE IF EXISTS under");
                statement.execute("CREATE TABLE under (id int)");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void write_primaryKilledAndReplicaPromoted_goesOnThroughTheOuterPool(Outer outer) throws SQLException {
        try (SluiceDataSource dataSource = open(cluster);
                Pool pool = Pool.around(dataSource, outer, 1)) {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                query(connection, "SELECT 1");
                n1.kill();
                assertThatThrownBy(() -> query(connection, "SELECT 1"))
                        .isInstanceOf(SQLException.class)
                        .extracting(e -> ((SQLException) e).getSQLState())
                        .isEqualTo("40001");
            }
            n2.promote();
            assertThat(transaction(pool.dataSource(), cluster, false)).isEqualTo(n2);
            awaitPrimary(dataSource, n2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void outerConnections_idle_keepThePhysicalOnesOfTheirLastTransactions(Outer outer) throws SQLException {
        try (SluiceDataSource dataSource =
                        open(cluster, config -> config.maximumPoolSize(2).connectionTimeout(Duration.ofMillis(300)));
                Pool pool = Pool.around(dataSource, outer, 3)) {
            List<Connection> outers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                outers.add(pool.getConnection());
            }
            for (Connection connection : outers.subList(0, 2)) {
                query(connection, "SELECT 1");
            }
            Connection third = outers.get(2);
            assertThatThrownBy(() -> query(third, "SELECT 1")).isInstanceOf(NoAvailableNodeException.class);
            for (Connection connection : outers) {
                connection.close();
            }
            assertThat(inUse(dataSource)).isEqualTo(2);
        }
        try (SluiceDataSource dataSource = open(cluster, config -> config.maximumPoolSize(3));
                Pool pool = Pool.around(dataSource, outer, 3)) {
            List<Connection> outers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                outers.add(pool.getConnection());
            }
            for (Connection connection : outers) {
                query(connection, "SELECT 1");
                connection.setReadOnly(true);
                query(connection, "SELECT 1");
                connection.close();
            }
            assertThat(inUse(dataSource)).isEqualTo(3);
        }
    }
}
