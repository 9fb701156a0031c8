// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.awaitPrimary;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.ConsistencyLevel;
import io.pgsluice.ConsistencyToken;
import io.pgsluice.ConsistencyTokenException;
import io.pgsluice.ConsistencyTokenException.Reason;
import io.pgsluice.Lsn;
import io.pgsluice.RouteReason;
import io.pgsluice.RoutingScope;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.UnknownToken;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@PgCluster
@SuppressWarnings("try") // A scope acts by being open.
class TokenIT extends AbstractConsistencyIT {
    TokenIT(PostgresCluster cluster) {
        super(cluster);
    }

    private static int countAfter(SluiceDataSource dataSource, ConsistencyToken token) throws SQLException {
        try (RoutingScope scope = RoutingScope.open(dataSource).after(token)) {
            return count(dataSource);
        }
    }

    private static ConsistencyToken write(SluiceDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO ticks(by) VALUES ('writer')");
            connection.commit();
        }
        return Objects.requireNonNull(dataSource.lastWriteToken());
    }

    @Test
    void token_ofAnotherDataSource_isReadAfterThere() throws Exception {
        try (SluiceDataSource writer = open(cluster);
                SluiceDataSource reader = late(config -> config.consistency(ConsistencyLevel.EVENTUAL))) {
            assertThat(writer.lastWriteToken()).isNull();
            ConsistencyToken token = ConsistencyToken.parse(write(writer).toString());
            assertThat(count(reader)).isZero();
            assertThat(countAfter(reader, token)).isEqualTo(1);
            assertThat(reads(reader, RouteReason.NO_PROVEN_REPLICA)).isEqualTo(1);
            cluster.replicas().forEach(replica -> replica.applyDelay(Duration.ZERO));
            await().pollInSameThread().atMost(Sluices.SOON).until(() -> {
                try (RoutingScope scope = RoutingScope.open(reader).after(token)) {
                    return cluster.replicas().contains(readOnlyTransaction(reader, cluster));
                }
            });
            assertThat(countAfter(reader, token)).isEqualTo(1);
        }
    }

    @Test
    void token_ofAScope_coversItsReadsToo() throws SQLException {
        try (SluiceDataSource dataSource = late()) {
            ConsistencyToken token;
            try (RoutingScope scope = RoutingScope.open(dataSource)) {
                assertThat(scope.token()).isNull();
                try (Connection somebody = cluster.primary().connect("app", "app", "app");
                        Statement statement = somebody.createStatement()) {
                    statement.execute("INSERT INTO ticks(by) VALUES ('somebody')");
                }
                scope.primary();
                assertThat(count(dataSource)).isEqualTo(1);
                token = scope.token();
            }
            assertThat(count(dataSource)).isZero();
            assertThat(countAfter(dataSource, Objects.requireNonNull(token))).isEqualTo(1);
        }
    }

    @Test
    void token_withCommitTokens_isThePlaceOfTheCommit() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, config -> config.commitTokens(true))) {
            long before = cluster.primary().flushLsn().asLong();
            ConsistencyToken token = write(dataSource);
            assertThat(token.lsn().value())
                    .isGreaterThan(before)
                    .isLessThanOrEqualTo(cluster.primary().flushLsn().asLong() + 24);
            assertThat(countAfter(dataSource, token)).isEqualTo(1);
        }
    }

    @Test
    void commit_withCommitTokens_failsAndRollsBackAsWithout() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, config -> config.commitTokens(true));
                Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS parent(id int primary key)");
            statement.execute("DROP TABLE IF EXISTS child");
            statement.execute("CREATE TABLE child(id int references parent deferrable initially deferred)");
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO child VALUES (1)");
            assertThatThrownBy(connection::commit)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"));
            statement.execute("INSERT INTO parent VALUES (1) ON CONFLICT DO NOTHING");
            connection.commit();
            statement.execute("INSERT INTO ticks(by) VALUES ('me')");
            assertThatThrownBy(() -> statement.execute("SELECT 1/0")).isInstanceOf(SQLException.class);
            connection.commit();
            assertThat(Sluices.query(connection, "SELECT count(*)::int FROM ticks"))
                    .isZero();
            connection.commit();
        }
    }

    @Test
    void token_thatCannotBeHonoured_isToldApartOrReadOnThePrimary() throws SQLException {
        try (SluiceDataSource writer = open(cluster)) {
            ConsistencyToken token = write(writer);
            ConsistencyToken[] unknown = {
                new ConsistencyToken(token.systemIdentifier() + 1, token.timeline(), token.lsn()),
                new ConsistencyToken(token.systemIdentifier(), token.timeline() + 5, token.lsn()),
                new ConsistencyToken(
                        token.systemIdentifier(),
                        token.timeline(),
                        new Lsn(token.lsn().value() + (1L << 40)))
            };
            Reason[] reasons = {Reason.OTHER_SYSTEM, Reason.UNKNOWN, Reason.UNKNOWN};
            try (SluiceDataSource strict = open(cluster, config -> config.unknownToken(UnknownToken.FAIL))) {
                for (int i = 0; i < unknown.length; i++) {
                    ConsistencyToken wrong = unknown[i];
                    Reason reason = reasons[i];
                    assertThatThrownBy(() -> countAfter(strict, wrong))
                            .isInstanceOfSatisfying(ConsistencyTokenException.class, e -> {
                                assertThat(e.reason()).isEqualTo(reason);
                                assertThat(e.token()).isEqualTo(wrong);
                                assertThat(e.getSQLState()).isEqualTo("55000");
                            });
                }
                assertThat(countAfter(strict, token)).isEqualTo(1);
            }
            for (ConsistencyToken wrong : unknown) {
                assertThat(countAfter(writer, wrong)).isEqualTo(1);
            }
            assertThat(reads(writer, RouteReason.UNKNOWN_TOKEN)).isGreaterThanOrEqualTo(2);
            assertThat(reads(writer, RouteReason.UNKNOWN_TOKEN) + reads(writer, RouteReason.NO_PROVEN_REPLICA))
                    .isEqualTo(3);
        }
    }

    @Test
    void token_acrossAFailover_survivesOrIsToldToBeLost() throws SQLException {
        PostgresNode n1 = cluster.node("n1");
        PostgresNode n2 = cluster.node("n2");
        PostgresNode n3 = cluster.node("n3");
        try (SluiceDataSource dataSource = open(cluster, config -> config.unknownToken(UnknownToken.FAIL))) {
            ConsistencyToken kept = write(dataSource);
            cluster.awaitCaughtUp();
            n2.detach();
            n3.detach();
            ConsistencyToken lost = write(dataSource);
            n1.kill();
            n2.promote();
            awaitPrimary(dataSource, n2);
            n3.heal();
            n3.follow(n2);
            assertThat(countAfter(dataSource, kept)).isEqualTo(1);
            assertThatThrownBy(() -> countAfter(dataSource, lost))
                    .isInstanceOfSatisfying(ConsistencyTokenException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.LOST));
            ConsistencyToken after = write(dataSource);
            assertThat(after.timeline()).isEqualTo(kept.timeline() + 1);
            assertThat(countAfter(dataSource, after)).isEqualTo(2);
            try (SluiceDataSource later = SluiceDataSource.create(
                    Sluices.config(cluster, config -> config.unknownToken(UnknownToken.FAIL)))) {
                assertThatThrownBy(() -> countAfter(later, kept))
                        .as("nobody there has seen where the timeline ended")
                        .isInstanceOfSatisfying(ConsistencyTokenException.class, e -> assertThat(e.reason())
                                .isEqualTo(Reason.UNKNOWN));
                assertThat(countAfter(later, after)).isEqualTo(2);
            }
        }
    }
}
