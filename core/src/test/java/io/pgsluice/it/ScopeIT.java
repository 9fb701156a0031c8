// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.node;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.CapturedScope;
import io.pgsluice.ConsistencyLevel;
import io.pgsluice.RouteReason;
import io.pgsluice.RoutingScope;
import io.pgsluice.SluiceConnection;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@PgCluster
@SuppressWarnings("try") // A scope acts by being open.
class ScopeIT extends AbstractConsistencyIT {
    ScopeIT(PostgresCluster cluster) {
        super(cluster);
    }

    private PostgresNode reader(SluiceDataSource dataSource) throws SQLException {
        return readOnlyTransaction(dataSource, cluster);
    }

    @Test
    void scope_primary_sendsReadsThereUntilItIsClosed() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            try (RoutingScope scope = RoutingScope.open(dataSource).primary()) {
                assertThat(reader(dataSource)).isEqualTo(cluster.primary());
            }
            assertThat(reader(dataSource)).isIn(cluster.replicas());
            assertThat(reads(dataSource, RouteReason.PRIMARY_SCOPE)).isEqualTo(1);
        }
    }

    @Test
    void scopes_nested_innermostLevelCountsAndRequirementsAddUp() throws SQLException {
        try (SluiceDataSource dataSource = late()) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            try (RoutingScope outer = RoutingScope.open(dataSource).consistency(ConsistencyLevel.EVENTUAL)) {
                assertThat(count(dataSource)).isZero();
                try (RoutingScope inner =
                        RoutingScope.open(dataSource).consistency(ConsistencyLevel.READ_YOUR_WRITES)) {
                    assertThat(count(dataSource)).isEqualTo(1);
                }
                try (RoutingScope inner = RoutingScope.open(dataSource)) {
                    assertThat(count(dataSource)).isZero();
                }
                try (RoutingScope inner = RoutingScope.open(dataSource).primary()) {
                    try (RoutingScope innermost =
                            RoutingScope.open(dataSource).consistency(ConsistencyLevel.EVENTUAL)) {
                        assertThat(count(dataSource)).isEqualTo(1);
                    }
                }
                assertThat(count(dataSource)).isZero();
            }
            assertThat(count(dataSource)).isEqualTo(1);
        }
    }

    @Test
    void scope_levelOfTheConnection_countsBeforeTheScopes() throws SQLException {
        try (SluiceDataSource dataSource = late();
                Connection connection = dataSource.getConnection();
                RoutingScope scope = RoutingScope.open(dataSource).consistency(ConsistencyLevel.STRONG)) {
            connection.setReadOnly(true);
            connection.unwrap(SluiceConnection.class).setConsistencyLevel(ConsistencyLevel.EVENTUAL);
            assertThat(node(connection, cluster)).isIn(cluster.replicas());
            connection.unwrap(SluiceConnection.class).setConsistencyLevel(null);
            assertThat(node(connection, cluster)).isEqualTo(cluster.primary());
        }
    }

    @Test
    void scope_maxStaleness_holdsAtEveryLevel() throws SQLException {
        try (SluiceDataSource dataSource = late(config -> config.consistency(ConsistencyLevel.EVENTUAL))) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            try (RoutingScope scope = RoutingScope.open(dataSource).maxStaleness(Duration.ofSeconds(1))) {
                await().pollInSameThread().atMost(Sluices.SOON).until(() -> count(dataSource) == 1);
            }
            assertThat(count(dataSource)).isZero();
        }
    }

    @Test
    void sessionKey_otherThreadOfTheSameUser_seesTheWriteAndNobodyElse() throws Exception {
        try (SluiceDataSource dataSource = late()) {
            try (RoutingScope scope = RoutingScope.open(dataSource).session("alice")) {
                execute(dataSource, "INSERT INTO ticks(by) VALUES ('alice')");
            }
            assertThat(elsewhere(() -> inSession(dataSource, "alice"))).isEqualTo(1);
            assertThat(elsewhere(() -> inSession(dataSource, "bob"))).isZero();
            assertThat(elsewhere(() -> count(dataSource))).isZero();
        }
    }

    private static int inSession(SluiceDataSource dataSource, Object key) throws SQLException {
        try (RoutingScope scope = RoutingScope.open(dataSource).session(key)) {
            return count(dataSource);
        }
    }

    @Test
    void sessionKey_forgottenForLackOfSpace_isSafeStill() throws Exception {
        try (SluiceDataSource dataSource = late(config -> config.maxSessions(1))) {
            for (String user : new String[] {"alice", "bob", "carol"}) {
                try (RoutingScope scope = RoutingScope.open(dataSource).session(user)) {
                    execute(dataSource, "INSERT INTO ticks(by) VALUES ('" + user + "')");
                }
            }
            for (String user : new String[] {"alice", "bob", "carol"}) {
                assertThat(elsewhere(() -> inSession(dataSource, user))).isEqualTo(3);
            }
        }
    }

    @Test
    void dataSources_two_shareNothing() throws SQLException {
        try (SluiceDataSource one = late();
                SluiceDataSource other = late()) {
            try (RoutingScope scope = RoutingScope.open(one).session("alice").primary()) {
                execute(one, "INSERT INTO ticks(by) VALUES ('me')");
                assertThat(count(other)).isZero();
            }
            assertThat(count(one)).isEqualTo(1);
            assertThat(count(other)).isZero();
        }
    }

    @Test
    void captured_onAnotherThread_requiresTheSameAndSharesWhatIsWritten() throws Exception {
        try (SluiceDataSource dataSource = late();
                RoutingScope scope = RoutingScope.open(dataSource)) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('origin')");
            CapturedScope captured = RoutingScope.capture(dataSource);
            Callable<Integer> task = () -> count(dataSource);
            assertThat(elsewhere(task)).isZero();
            assertThat(elsewhere(captured.wrap(task))).isEqualTo(1);
            elsewhere(captured.wrap((Callable<Integer>) () -> {
                execute(dataSource, "INSERT INTO ticks(by) VALUES ('hop')");
                return 0;
            }));
            assertThat(count(dataSource)).as("back on the origin").isEqualTo(2);
            assertThat(elsewhere(captured.wrap(task))).as("on a third thread").isEqualTo(2);
        }
    }

    @Test
    void captured_withoutAScope_takesTheThreadsWritesAlong() throws Exception {
        try (SluiceDataSource dataSource = late()) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('origin')");
            CapturedScope captured = RoutingScope.capture(dataSource);
            AtomicReference<Integer> seen = new AtomicReference<>();
            Runnable run = captured.wrap((Runnable) () -> {
                try {
                    seen.set(count(dataSource));
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            elsewhere(() -> {
                run.run();
                return 0;
            });
            assertThat(seen.get()).isEqualTo(1);
            assertThat(elsewhere(captured.wrapSupplier(() -> "supplied")::get)).isEqualTo("supplied");
        }
    }

    @Test
    void scope_closedOutOfOrderOrElsewhere_isRefused() throws Exception {
        try (SluiceDataSource dataSource = open(cluster)) {
            RoutingScope outer = RoutingScope.open(dataSource);
            RoutingScope inner = RoutingScope.open(dataSource);
            assertThatThrownBy(outer::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("opened later on this thread is still open");
            assertThatThrownBy(outer::primary).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> elsewhere(() -> {
                        inner.close();
                        return 0;
                    }))
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("only be closed on the thread that opened it");
            inner.close();
            inner.close();
            outer.close();
            assertThatThrownBy(inner::primary)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the scope is closed");
        }
    }

    @Test
    void reads_inAScope_neverGoBackWhenTheReplicaChanges() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, config -> config.maxReplicaLag(DELAY.multipliedBy(2)))) {
            cluster.node("n3").applyDelay(DELAY);
            try (Connection writer = cluster.primary().connect("app", "app", "app");
                    Statement statement = writer.createStatement()) {
                statement.execute("INSERT INTO ticks(by) VALUES ('somebody')");
            }
            try (RoutingScope scope = RoutingScope.open(dataSource).session("reader")) {
                await().pollInSameThread().atMost(Sluices.SOON).until(() -> count(dataSource) == 1);
                for (int i = 0; i < 50; i++) {
                    assertThat(count(dataSource)).isEqualTo(1);
                }
                cluster.node("n2").partition();
                for (int i = 0; i < 20; i++) {
                    assertThat(count(dataSource)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void reads_ofOtherConnectionsWithinAnOpenTransaction_countToo() throws SQLException {
        try (SluiceDataSource dataSource = late()) {
            try (RoutingScope scope = RoutingScope.open(dataSource);
                    Connection outer = dataSource.getConnection()) {
                outer.setAutoCommit(false);
                try (Connection writer = cluster.primary().connect("app", "app", "app");
                        Statement statement = writer.createStatement()) {
                    statement.execute("INSERT INTO ticks(by) VALUES ('somebody')");
                }
                assertThat(query(outer, "SELECT count(*)::int FROM ticks")).isEqualTo(1);
                assertThat(count(dataSource)).as("behind the primary's read").isEqualTo(1);
                outer.commit();
            }
            assertThat(count(dataSource)).as("without the scope").isZero();
        }
    }

    @Test
    void reads_ofAScopeAtLevelEventual_mayGoBack() throws SQLException {
        try (SluiceDataSource dataSource = late();
                RoutingScope scope = RoutingScope.open(dataSource).primary()) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            assertThat(count(dataSource)).isEqualTo(1);
        }
        cluster.replicas().forEach(replica -> replica.applyDelay(Duration.ZERO));
        cluster.awaitCaughtUp();
        try (SluiceDataSource dataSource = late();
                RoutingScope scope = RoutingScope.open(dataSource)) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            assertThat(count(dataSource)).isEqualTo(2);
            scope.consistency(ConsistencyLevel.EVENTUAL);
            assertThat(count(dataSource)).isEqualTo(1);
        }
    }
}
