// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.query;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static io.pgsluice.it.Sluices.status;
import static io.pgsluice.it.Sluices.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.Credentials;
import io.pgsluice.NodeState;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.StartupException;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Credentials that are asked for at each connect. */
@PgCluster
class CredentialsIT {
    private static final Credentials APP = new Credentials("app", "app");

    private final PostgresCluster cluster;
    private final PostgresNode n1;

    CredentialsIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
    }

    private SluiceConfigBuilder builder(Supplier<Credentials> supplier) {
        SluiceConfigBuilder builder = SluiceConfig.builder()
                .name("it")
                .credentialsSupplier(supplier)
                .maximumPoolSize(4)
                .minimumIdle(1);
        cluster.jdbcUrls().forEach(builder::node);
        return builder;
    }

    private void superuser(String sql) throws SQLException {
        try (Connection connection = cluster.primary().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void password_rotatedUnderTraffic_isUsedByNewConnectionsAndProbes() throws Exception {
        superuser("DROP ROLE IF EXISTS rotating");
        superuser("CREATE ROLE rotating LOGIN PASSWORD 'first'");
        cluster.awaitCaughtUp();
        AtomicReference<Credentials> current = new AtomicReference<>(new Credentials("rotating", "first"));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong served = new AtomicLong();
        List<SQLException> errors = new CopyOnWriteArrayList<>();
        try (SluiceDataSource dataSource =
                SluiceDataSource.create(builder(current::get).build())) {
            await().until(() -> dataSource.topology().eligibleReplicas().size() == 2);
            Background<Boolean> traffic = Background.start("traffic", () -> {
                while (!stop.get()) {
                    try {
                        transaction(dataSource, cluster);
                        readOnlyTransaction(dataSource, cluster);
                        served.incrementAndGet();
                    } catch (SQLException e) {
                        errors.add(e);
                    }
                }
                return true;
            });
            try (Connection old = dataSource.getConnection()) {
                int session = query(old, "SELECT pg_backend_pid()");
                superuser("ALTER ROLE rotating PASSWORD 'second'");
                current.set(new Credentials("rotating", "second"));
                cluster.awaitCaughtUp();
                assertThat(query(old, "SELECT pg_backend_pid()")).isEqualTo(session);
                awaitMore(served, 20);
                assertThat(errors).isEmpty();
            }
            stop.set(true);
            assertThat(traffic.result()).isTrue();
            // Every session, the monitor's too, has to log in again.
            cluster.nodes().forEach(PostgresNode::terminateSessions);
            await().ignoreExceptions().untilAsserted(() -> assertThat(transaction(dataSource, cluster))
                    .isEqualTo(n1));
            await().untilAsserted(() -> {
                assertThat(dataSource.topology().eligibleReplicas()).hasSize(2);
                assertThat(dataSource.topology().nodes()).allMatch(node -> node.state() == NodeState.UP);
            });
        }
    }

    private static void awaitMore(AtomicLong counter, int more) {
        long start = counter.get();
        await().until(() -> counter.get() >= start + more);
    }

    @Test
    void user_whoChanges_isWhoeverTheConnectionLoggedInAs() throws SQLException {
        AtomicReference<Credentials> current = new AtomicReference<>(APP);
        superuser("DROP ROLE IF EXISTS other");
        superuser("CREATE ROLE other LOGIN PASSWORD 'other'");
        cluster.awaitCaughtUp();
        try (SluiceDataSource dataSource =
                SluiceDataSource.create(builder(current::get).minimumIdle(0).build())) {
            try (Connection connection = dataSource.getConnection()) {
                assertThat(connection.getMetaData().getUserName()).isEqualTo("app");
            }
            current.set(new Credentials("other", "other"));
            n1.terminateSessions();
            await().ignoreExceptions().untilAsserted(() -> {
                try (Connection connection = dataSource.getConnection()) {
                    assertThat(query(connection, "SELECT 1")).isEqualTo(1);
                    assertThat(connection.getMetaData().getUserName()).isEqualTo("other");
                }
            });
        }
    }

    @Test
    void supplier_isAskedForPoolsAndProbesAlike() throws SQLException {
        Set<String> askers = ConcurrentHashMap.newKeySet();
        try (SluiceDataSource dataSource = SluiceDataSource.create(builder(() -> {
                    askers.add(Thread.currentThread().getName());
                    return APP;
                })
                .build())) {
            transaction(dataSource, cluster);
            assertThat(askers)
                    .contains("pgsluice-it-probe-n1", "pgsluice-it-probe-n2", "pgsluice-it-probe-n3")
                    .anyMatch(name -> name.startsWith("it-n1:connection-adder"));
        }
    }

    @Test
    void supplier_thatThrowsAtTheStart_isToldWithoutWhatItSaid() {
        SluiceConfig config = builder(() -> {
                    throw new IllegalStateException("token s3cret was refused");
                })
                .startupTimeout(Duration.ofMillis(500))
                .build();
        assertThatThrownBy(() -> SluiceDataSource.create(config))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("it - none of the 3 nodes answered")
                .hasMessageContaining("n1 (127.0.0.1:" + n1.port() + ")")
                .hasMessageContaining("credentialsSupplier failed: java.lang.IllegalStateException (SQLSTATE 28000)")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void supplier_thatAnswersNothing_isTold() {
        for (Supplier<Credentials> empty :
                List.<Supplier<Credentials>>of(() -> new Credentials(" ", "x"), CredentialsIT::none)) {
            SluiceConfig config =
                    builder(empty).startupTimeout(Duration.ofMillis(500)).build();
            assertThatThrownBy(() -> SluiceDataSource.create(config))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("credentialsSupplier answered");
        }
    }

    @SuppressWarnings("NullAway") // What a supplier must not do.
    private static Credentials none() {
        return null;
    }

    @Test
    void supplier_thatFailsForAWhile_isAskedAgainAndTheMonitorLives() throws SQLException {
        AtomicBoolean failing = new AtomicBoolean();
        SluiceConfig config = builder(() -> {
                    if (failing.get()) {
                        throw new IllegalStateException("vault is sealed");
                    }
                    return APP;
                })
                .build();
        try (SluiceDataSource dataSource = SluiceDataSource.create(config)) {
            failing.set(true);
            n1.terminateSessions();
            await().untilAsserted(() -> assertThat(status(dataSource, n1).detail())
                    .contains("credentialsSupplier failed: java.lang.IllegalStateException"));
            await().untilAsserted(() -> assertThatThrownBy(() -> execute(dataSource, "SELECT 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("it-n1 - ")
                    .cause()
                    .hasMessage("node n1: credentialsSupplier failed: java.lang.IllegalStateException"));
            failing.set(false);
            await().ignoreExceptions().untilAsserted(() -> assertThat(transaction(dataSource, cluster))
                    .isEqualTo(n1));
            await().until(() -> status(dataSource, n1).state() == NodeState.UP);
        }
    }

    @Test
    void supplier_thatBlocks_isInterruptedAtTheEndOfConnectTimeout() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicLong interrupted = new AtomicLong();
        SluiceConfig config = builder(() -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                    }
                    throw new IllegalStateException("interrupted");
                })
                .connectTimeout(Duration.ofSeconds(1))
                .startupTimeout(Duration.ofSeconds(2))
                .build();
        assertThatThrownBy(() -> SluiceDataSource.create(config))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("credentialsSupplier has not answered within");
        assertThat(interrupted.get()).isPositive();
    }

    @Test
    void close_supplierThatBlocksForEver_isBounded() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        SluiceDataSource dataSource = SluiceDataSource.create(builder(() -> {
                    boolean done = false;
                    while (!done) {
                        try {
                            released.await();
                            done = true;
                        } catch (InterruptedException e) {
                            // Does not let itself be stopped.
                        }
                    }
                    return APP;
                })
                .startupTimeout(Duration.ZERO)
                .build());
        try {
            Background<Boolean> close = Background.start("close", () -> {
                dataSource.close();
                return dataSource.isClosed();
            });
            assertThat(close.result()).isTrue();
        } finally {
            released.countDown();
        }
    }
}
