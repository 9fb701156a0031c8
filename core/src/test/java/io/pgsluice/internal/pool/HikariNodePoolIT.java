// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.spi.NodePool;
import io.pgsluice.spi.PoolFactory;
import io.pgsluice.testkit.PostgresCluster;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(60)
class HikariNodePoolIT {
    @SuppressWarnings("NullAway.Init") // Set before the first test.
    private static PostgresCluster cluster;

    @BeforeAll
    static void startServer() {
        cluster = PostgresCluster.builder().replicas(0).build();
    }

    @AfterAll
    static void stopServer() {
        cluster.close();
    }

    private static NodePool pool(int size) {
        return pool(size, new PGSimpleDataSource(), Duration.ofSeconds(20));
    }

    private static NodePool pool(int size, PGSimpleDataSource physical, Duration borrowTimeout) {
        physical.setUrl(cluster.primary().jdbcUrl());
        physical.setUser(PostgresCluster.APP_USER);
        physical.setPassword(PostgresCluster.APP_PASSWORD);
        return new HikariPoolFactory()
                .create(new PoolFactory.Request(
                        "test-n1",
                        physical,
                        size,
                        0,
                        borrowTimeout,
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(10),
                        Duration.ZERO));
    }

    private static int session(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    @Test
    void borrow_givenBack_lendsTheSameSessionAsNew() throws SQLException {
        try (NodePool pool = pool(1)) {
            int session;
            try (Connection connection = pool.borrow()) {
                session = session(connection);
                connection.setAutoCommit(false);
                connection.setReadOnly(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                assertThat(pool.inUse()).isEqualTo(1);
                assertThat(pool.idle()).isZero();
            }
            assertThat(pool.inUse()).isZero();
            assertThat(pool.idle()).isEqualTo(1);
            try (Connection connection = pool.borrow()) {
                assertThat(session(connection)).isEqualTo(session);
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(connection.isReadOnly()).isFalse();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            }
        }
    }

    /** Its first connection is lost right after it was known to be alive. */
    private static final class LosesTheFirst extends PGSimpleDataSource {
        private static final long serialVersionUID = 1;

        private final AtomicBoolean lost = new AtomicBoolean();

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return lost.getAndSet(true)
                    ? connection
                    : (Connection) Proxy.newProxyInstance(
                            Connection.class.getClassLoader(),
                            new Class<?>[] {Connection.class},
                            (proxy, method, arguments) -> {
                                try {
                                    return method.invoke(connection, arguments);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                } finally {
                                    if (method.getName().equals("isValid")) {
                                        connection.abort(Runnable::run);
                                    }
                                }
                            });
        }
    }

    @Test
    void borrow_firstConnectionLostWhileThePoolGetsToKnowIt_recovers() throws SQLException {
        try (NodePool pool = pool(1, new LosesTheFirst(), Duration.ofMillis(500))) {
            assertThatThrownBy(pool::borrow).isInstanceOf(SQLException.class);
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
                try (Connection connection = pool.borrow()) {
                    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                }
            });
        }
    }

    @Test
    void evict_borrowed_isNotLentAgain() throws SQLException {
        try (NodePool pool = pool(1)) {
            int session;
            try (Connection connection = pool.borrow()) {
                session = session(connection);
                pool.evict(connection);
            }
            try (Connection connection = pool.borrow()) {
                assertThat(session(connection)).isNotEqualTo(session);
            }
        }
    }

    @Test
    void evictAll_oneBorrowedOneIdle_lendsNeitherAgain() throws SQLException {
        try (NodePool pool = pool(2)) {
            int idle;
            int borrowed;
            try (Connection connection = pool.borrow()) {
                borrowed = session(connection);
                try (Connection other = pool.borrow()) {
                    idle = session(other);
                }
                pool.evictAll();
                assertThat(connection.isValid(5)).isTrue();
            }
            try (Connection connection = pool.borrow();
                    Connection other = pool.borrow()) {
                assertThat(session(connection)).isNotIn(idle, borrowed);
                assertThat(session(other)).isNotIn(idle, borrowed);
            }
        }
    }

    @Test
    void failure_ofAStatement_leavesTheTransactionOpen() throws SQLException {
        try (NodePool pool = pool(1);
                Connection connection = pool.borrow();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL app.mark = 'here'");
            assertThatThrownBy(statement::getLargeMaxRows).isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM nowhere", new int[] {1}))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("not supported");
            Savepoint savepoint = connection.setSavepoint();
            for (String state : List.of("0A000", "08006", "57P01")) {
                String failing = "DO $$ BEGIN RAISE EXCEPTION 'as asked' USING ERRCODE = '" + state + "'; END $$";
                assertThatThrownBy(() -> statement.execute(failing))
                        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState())
                                .isEqualTo(state));
                connection.rollback(savepoint);
                statement.addBatch(failing);
                assertThatThrownBy(statement::executeBatch).isInstanceOf(BatchUpdateException.class);
                connection.rollback(savepoint);
            }
            try (ResultSet row = statement.executeQuery("SHOW app.mark")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("here");
            }
            connection.rollback();
        }
    }

    @Test
    void failure_thatEndsTheSession_isNotLentAgain() throws SQLException {
        try (NodePool pool = pool(1)) {
            int session;
            try (Connection connection = pool.borrow();
                    Statement statement = connection.createStatement()) {
                session = session(connection);
                assertThatThrownBy(() -> statement.execute("SELECT pg_terminate_backend(pg_backend_pid())"))
                        .isInstanceOf(SQLException.class);
            }
            try (Connection connection = pool.borrow()) {
                assertThat(session(connection)).isNotEqualTo(session);
            }
        }
    }
}
