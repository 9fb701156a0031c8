// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks.pools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.internal.topology.SqlErrors;
import io.pgsluice.spi.NodePool;
import io.pgsluice.spi.PoolFactory;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PgConnection;

/** What {@link NodePool} and {@link PoolFactory} ask for, of pgsluice's own pool and of the others. */
@PgCluster(replicas = 0)
class NodePoolContractIT {
    private static final Duration BORROW_TIMEOUT = Duration.ofMillis(500);

    /** A call that waits may take this much longer than it should before it counts as late. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final PostgresNode node;
    private final PhysicalNode physical;

    NodePoolContractIT(PostgresCluster cluster) {
        this.node = cluster.primary();
        this.physical = new PhysicalNode(node);
    }

    @AfterEach
    void cutWhatIsLeft() throws SQLException {
        physical.close();
    }

    private NodePool pool(Pools pools, int size, int minimumIdle) {
        return pools.factory()
                .create(new PoolFactory.Request(
                        "contract-n1",
                        physical,
                        size,
                        minimumIdle,
                        BORROW_TIMEOUT,
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(10),
                        Duration.ZERO));
    }

    private static int session(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    @ParameterizedTest
    @EnumSource
    void borrow_givenBack_lendsTheSameSessionAsItCameBack(Pools pools) throws SQLException {
        try (NodePool pool = pool(pools, 1, 0)) {
            int session;
            try (Connection connection = pool.borrow()) {
                session = session(connection);
                assertThat(pool.inUse()).isEqualTo(1);
                assertThat(pool.idle()).isZero();
                useAndPutBack(connection.unwrap(PgConnection.class));
            }
            assertThat(pool.inUse()).isZero();
            assertThat(pool.idle()).isEqualTo(1);
            try (Connection connection = pool.borrow()) {
                assertThat(session(connection)).isEqualTo(session);
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(connection.isReadOnly()).isFalse();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                assertThat(connection.getNetworkTimeout()).isEqualTo(PhysicalNode.NETWORK_TIMEOUT_MILLIS);
            }
        }
    }

    /** Works on the driver's connection and leaves it as it was, as pgsluice does. */
    private static void useAndPutBack(Connection driver) throws SQLException {
        try (Statement statement = driver.createStatement()) {
            driver.setNetworkTimeout(Runnable::run, 5_000);
            driver.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            driver.setReadOnly(true);
            driver.setAutoCommit(false);
            statement.execute("SELECT 1");
            driver.rollback();
            driver.setAutoCommit(true);
            driver.setReadOnly(false);
            driver.setNetworkTimeout(Runnable::run, PhysicalNode.NETWORK_TIMEOUT_MILLIS);
            statement.execute("RESET default_transaction_isolation");
        }
    }

    @ParameterizedTest
    @EnumSource
    void borrow_exhausted_failsInTimeAndIsNoFailureToConnect(Pools pools) throws Exception {
        try (NodePool pool = pool(pools, 1, 0);
                Connection held = pool.borrow()) {
            assertThat(held.isValid(1)).isTrue();
            long begin = System.nanoTime();
            assertThatThrownBy(pool::borrow)
                    .isInstanceOf(SQLException.class)
                    .satisfies(e -> assertThat(SqlErrors.of(e.getCause())).isEqualTo(SqlErrors.OTHER));
            assertThat(elapsed(begin)).isBetween(BORROW_TIMEOUT.minusMillis(50), BORROW_TIMEOUT.plus(TOLERANCE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void borrow_exhausted_countsWhoWaitsAndServesItWhenOneComesBack(Pools pools) throws Exception {
        try (NodePool pool = pool(pools, 1, 0)) {
            CountDownLatch served = new CountDownLatch(1);
            try (Connection held = pool.borrow()) {
                Thread waiter = new Thread(
                        () -> {
                            while (served.getCount() > 0) {
                                try (Connection connection = pool.borrow()) {
                                    assertThat(connection.isClosed()).isFalse();
                                    served.countDown();
                                } catch (SQLException e) {
                                    // Not within the borrowTimeout: once more, as pgsluice does.
                                }
                            }
                        },
                        "waiter");
                waiter.setDaemon(true);
                waiter.start();
                await().until(() -> pool.waiting() == 1);
                assertThat(held.isValid(1)).isTrue();
            }
            assertThat(served.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(pool.waiting()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void create_nodeDown_doesNotWaitAndLendsWhenItComesUp(Pools pools) throws SQLException {
        physical.down();
        long begin = System.nanoTime();
        try (NodePool pool = pool(pools, 3, 3)) {
            assertThat(elapsed(begin)).isLessThan(TOLERANCE);
            physical.up();
            await().ignoreExceptions().until(() -> {
                try (Connection connection = pool.borrow()) {
                    return connection.isValid(1);
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AGROAL", "DBCP2"}) // pgsluice's own goes on trying, and says nothing meanwhile.
    void borrow_nodeDown_failsInTimeWithTheReason(Pools pools) {
        physical.down();
        try (NodePool pool = pool(pools, 2, 0)) {
            long begin = System.nanoTime();
            assertThatThrownBy(pool::borrow)
                    .isInstanceOf(SQLException.class)
                    .satisfies(e -> assertThat(SqlErrors.of(e.getCause())).isEqualTo(SqlErrors.CONNECTION_LOST));
            assertThat(elapsed(begin)).isLessThan(BORROW_TIMEOUT.plus(TOLERANCE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void borrow_nodeSilent_failsInTimeAndLendsWhenItAnswers(Pools pools) throws SQLException {
        try (NodePool pool = pool(pools, 2, 0)) {
            node.freeze();
            long begin = System.nanoTime();
            assertThatThrownBy(pool::borrow)
                    .isInstanceOf(SQLException.class)
                    .satisfies(e -> assertThat(SqlErrors.of(e.getCause())).isEqualTo(SqlErrors.OTHER));
            assertThat(elapsed(begin)).isLessThan(BORROW_TIMEOUT.plus(TOLERANCE));
            node.thaw();
            try (Connection connection = pool.borrow()) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void borrow_userNotAdmitted_saysSo(Pools pools) {
        physical.setUser("nobody");
        try (NodePool pool = pool(pools, 2, 0)) {
            assertThatThrownBy(pool::borrow)
                    .isInstanceOf(SQLException.class)
                    .satisfies(e -> assertThat(SqlErrors.of(e.getCause())).isEqualTo(SqlErrors.NOT_ADMITTED));
        }
    }

    @ParameterizedTest
    @EnumSource
    void minimumIdle_set_isKept(Pools pools) throws SQLException {
        try (NodePool pool = pool(pools, 3, 2)) {
            await().until(() -> pool.idle() == 2);
            try (Connection connection = pool.borrow()) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void evict_borrowed_isClosedAndNotLentAgain(Pools pools) throws SQLException {
        try (NodePool pool = pool(pools, 1, 0)) {
            int session;
            try (Connection connection = pool.borrow()) {
                session = session(connection);
                pool.evict(connection);
            }
            await().until(() -> physical.opened().get(0).isClosed());
            try (Connection connection = pool.borrow()) {
                assertThat(session(connection)).isNotEqualTo(session);
            }
            assertThat(pool.inUse()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void evictAll_oneBorrowedOneIdle_lendsNeitherAgain(Pools pools) throws SQLException {
        try (NodePool pool = pool(pools, 2, 0)) {
            Set<Integer> before = new HashSet<>();
            try (Connection connection = pool.borrow()) {
                before.add(session(connection));
                try (Connection other = pool.borrow()) {
                    before.add(session(other));
                }
                pool.evictAll();
                await().until(() -> physical.opened().stream()
                                .filter(PhysicalNode::isClosed)
                                .count()
                        == 1);
                assertThat(connection.isValid(5)).isTrue();
            }
            await().until(() -> physical.opened().stream().allMatch(PhysicalNode::isClosed));
            try (Connection connection = pool.borrow();
                    Connection other = pool.borrow()) {
                assertThat(before)
                        .doesNotContain(session(connection), session(other))
                        .hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void borrow_idleConnectionsCut_lendsOneThatWorks(Pools pools) throws SQLException {
        try (NodePool pool = pool(pools, 3, 0)) {
            List<Connection> borrowed = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                borrowed.add(pool.borrow());
            }
            for (Connection connection : borrowed) {
                connection.close();
            }
            for (Connection connection : physical.opened()) {
                connection.abort(Runnable::run);
            }
            pool.evictAll();
            try (Connection connection = pool.borrow()) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void close_oneBorrowedOneIdle_isPromptAndLeavesNothing(Pools pools) throws SQLException {
        NodePool pool = pool(pools, 2, 2);
        await().until(() -> pool.idle() == 2);
        Connection borrowed = pool.borrow();
        long begin = System.nanoTime();
        pool.close();
        pool.close();
        assertThat(elapsed(begin)).isLessThan(TOLERANCE);
        assertThatThrownBy(pool::borrow).isInstanceOf(SQLException.class);
        pool.evict(borrowed);
        borrowed.close();
        await().until(() -> physical.opened().stream().allMatch(PhysicalNode::isClosed));
    }

    private static Duration elapsed(long beginNanos) {
        return Duration.ofNanos(System.nanoTime() - beginNanos);
    }
}
