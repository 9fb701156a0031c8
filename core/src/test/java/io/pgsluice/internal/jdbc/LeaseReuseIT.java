// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import static io.pgsluice.internal.jdbc.Shell.leaseOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.RouteReason;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.internal.routing.Route;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One borrower after the other gets the same lease, and those that are late get nothing of it. */
@PgCluster(replicas = 0)
class LeaseReuseIT {
    private static final int ROUNDS = 400;

    private final PostgresCluster cluster;
    private SluiceDataSource dataSource;

    LeaseReuseIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void open() {
        dataSource = SluiceDataSource.create(SluiceConfig.builder()
                .node("n1", cluster.primary().jdbcUrl())
                .credentials(PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)
                .maximumPoolSize(1)
                .build());
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void close_byItsThread_leavesTheLeaseAsNew() throws SQLException {
        Lease first;
        try (RoutingConnection connection = connect()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setSchema("other");
            connection.prepareStatement("SELECT 1").executeQuery();
            first = leaseOf(connection);
        }
        try (RoutingConnection connection = connect()) {
            assertThat(ask(connection, "SELECT current_setting('search_path')")).doesNotContain("other");
            assertThat(leaseOf(connection)).isSameAs(first);
            assertThat(first.applied().autoCommit).isTrue();
            assertThat(first.applied().readOnly).isFalse();
            assertThat(first.applied().touched()).isEmpty();
            assertThat(first.inUse()).isFalse();
            assertThat(ask(connection, "SHOW transaction_isolation")).isEqualTo("read committed");
        }
    }

    @Test
    void lease_heldByTheNext_knowsNothingOfTheFormerHolder() throws SQLException {
        RoutingConnection former = connect();
        ask(former, "SELECT 1");
        Lease lease = leaseOf(former);
        Binding late = former.binding();
        former.close();
        try (RoutingConnection next = connect()) {
            next.setAutoCommit(false);
            ask(next, "SELECT 1");
            assertThat(leaseOf(next)).isSameAs(lease);
            assertThat(lease.release(late)).isFalse();
            assertThatThrownBy(() -> late.busy(lease)).hasMessageContaining("the connection is closed");
            Route route = lease.route();
            lease.reroute(new Route(route.node(), RouteReason.NO_ELIGIBLE_REPLICA, route.decision()), late);
            assertThat(lease.route()).isSameAs(route);
            lease.leave(late);
            assertThat(leaseOf(next)).isSameAs(lease);
            assertThat(lease.inTransaction()).isTrue();
            assertThat(ask(next, "SELECT 2")).isEqualTo("2");
            next.binding().busy(lease);
            assertThatThrownBy(() -> ask(next, "SELECT 3")).hasMessageContaining("at work in another call");
            assertThat(lease.release(late)).isFalse();
            next.binding().idle(lease);
            next.commit();
        }
    }

    @Test
    void statement_ofTheFormerHolder_leavesTheNextOneAlone() throws SQLException {
        RoutingConnection former = connect();
        PreparedStatement left = former.prepareStatement("SELECT ?");
        left.setString(1, "former");
        left.executeQuery();
        Lease lease = leaseOf(former);
        former.close();
        try (RoutingConnection next = connect();
                PreparedStatement statement = next.prepareStatement("SELECT ?")) {
            statement.setString(1, "next");
            assertThat(leaseOf(next)).isSameAs(lease);
            left.close();
            assertThat(left.isClosed()).isTrue();
            assertThatThrownBy(left::executeQuery).isInstanceOf(SQLException.class);
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("next");
                assertThat(lease.inUse()).isTrue();
            }
        }
    }

    @Test
    void close_byAnotherThread_givesTheNextOneALeaseOfItsOwn() throws Exception {
        RoutingConnection former = connect();
        ask(former, "SELECT 1");
        Lease lease = leaseOf(former);
        onAnotherThread(() -> {
            former.close();
            return null;
        });
        try (RoutingConnection next = connect()) {
            assertThat(ask(next, "SELECT 1")).isEqualTo("1");
            assertThat(leaseOf(next)).isNotSameAs(lease);
        }
    }

    @Test
    void array_thatStillKnowsItsLease_isNotOnTheNextOnes() throws SQLException {
        RoutingConnection former = connect();
        Array array = former.createArrayOf("int4", new Object[] {1});
        Lease lease = leaseOf(former);
        former.close();
        try (RoutingConnection next = connect()) {
            ask(next, "SELECT 1");
            assertThat(leaseOf(next)).isNotSameAs(lease);
        }
        assertThat(array.getBaseTypeName()).isEqualTo("int4");
    }

    @Test
    void close_racingWithItsOwner_neverEndsWhatTheNextOneHolds() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            RoutingConnection former = connect();
            former.setSchema("former");
            ask(former, "SELECT 1");
            Future<Object> late = start(() -> {
                former.close();
                return null;
            });
            if (ThreadLocalRandom.current().nextBoolean()) {
                former.close();
            }
            try (RoutingConnection next = connect()) {
                next.setAutoCommit(false);
                assertThat(ask(next, "SELECT current_setting('search_path')")).doesNotContain("former");
                assertThat(ask(next, "SELECT current_setting('search_path')")).doesNotContain("former");
                next.commit();
            }
            late.get(30, TimeUnit.SECONDS);
        }
    }

    private final ExecutorService others = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        others.shutdownNow();
    }

    private Future<Object> start(java.util.concurrent.Callable<Object> call) {
        return others.submit(call);
    }

    private void onAnotherThread(java.util.concurrent.Callable<Object> call) throws Exception {
        start(call).get(30, TimeUnit.SECONDS);
    }

    private RoutingConnection connect() throws SQLException {
        return (RoutingConnection) dataSource.getConnection();
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
