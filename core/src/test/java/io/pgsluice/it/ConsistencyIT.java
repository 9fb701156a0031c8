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

import io.pgsluice.ConsistencyLevel;
import io.pgsluice.NoAvailableNodeException;
import io.pgsluice.ReplicaFallback;
import io.pgsluice.RouteReason;
import io.pgsluice.SluiceConnection;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.io.IOException;
import java.io.StringReader;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

@PgCluster
class ConsistencyIT extends AbstractConsistencyIT {
    ConsistencyIT(PostgresCluster cluster) {
        super(cluster);
    }

    /** A connection that was opened behind its replica's last sample proves nothing yet: who prepares on it must not keep it while it asks for another. */
    @Test
    void read_preparedOnAConnectionThatIsTooYoung_doesNotWaitForItself() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, config -> config.maximumPoolSize(1)
                .minimumIdle(0)
                .replicaFallback(ReplicaFallback.WAIT)
                .connectionTimeout(Duration.ofSeconds(2)))) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            long version = dataSource.topology().version();
            await().until(() -> dataSource.topology().version() > version + 20);
            try (Connection connection = reading(dataSource);
                    PreparedStatement statement = connection.prepareStatement("SELECT count(*)::int FROM ticks");
                    ResultSet row = statement.executeQuery()) {
                row.next();
                assertThat(row.getInt(1)).isEqualTo(1);
            }
        }
    }

    /** It has the only connection of the primary's pool: to leave it, and ask for a place of the fallback's and a connection, would be to wait for itself. */
    @Test
    void read_preparedForWantOfProof_staysWhenNoReplicaIsEligibleAnyMore() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, config -> config.maximumPoolSize(1)
                .minimumIdle(0)
                .maxReplicaLag(Duration.ofSeconds(2))
                .connectionTimeout(Duration.ofSeconds(2)))) {
            cluster.replicas().forEach(replica -> replica.applyDelay(DELAY));
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            try (Connection connection = reading(dataSource);
                    PreparedStatement statement = connection.prepareStatement("SELECT count(*)::int FROM ticks")) {
                assertThat(reads(dataSource, RouteReason.NO_PROVEN_REPLICA)).isEqualTo(1);
                await().until(() -> dataSource.topology().eligibleReplicas().isEmpty());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    assertThat(row.getInt(1)).isEqualTo(1);
                }
                connection.commit();
            }
            assertThat(count(dataSource)).isEqualTo(1);
            assertThat(reads(dataSource, RouteReason.NO_ELIGIBLE_REPLICA)).isEqualTo(1);
        }
    }

    /** How something comes to be written. */
    private enum Write {
        AUTOCOMMIT {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                statement.executeUpdate("INSERT INTO ticks(by) VALUES ('autocommit')");
            }
        },
        COMMIT {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                connection.setAutoCommit(false);
                statement.executeUpdate("INSERT INTO ticks(by) VALUES ('commit')");
                connection.commit();
                connection.setAutoCommit(true);
            }
        },
        COMMIT_BY_AUTOCOMMIT {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                connection.setAutoCommit(false);
                statement.executeUpdate("INSERT INTO ticks(by) VALUES ('setAutoCommit')");
                connection.setAutoCommit(true);
            }
        },
        COMMIT_IN_SQL {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                statement.execute("BEGIN");
                statement.executeUpdate("INSERT INTO ticks(by) VALUES ('sql')");
                statement.execute("COMMIT");
            }
        },
        SEVERAL {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                statement.execute("SELECT 1; INSERT INTO ticks(by) VALUES ('several')");
            }
        },
        FUNCTION {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                statement.executeQuery("SELECT tick()").close();
            }
        },
        PROCEDURE {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                try (CallableStatement call = connection.prepareCall("CALL ticking()")) {
                    call.execute();
                }
            }
        },
        BATCH {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                try (PreparedStatement batch = connection.prepareStatement("INSERT INTO ticks(by) VALUES (?)")) {
                    batch.setString(1, "batch");
                    batch.addBatch();
                    batch.executeBatch();
                }
            }
        },
        COPY {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                try {
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn("COPY ticks(by) FROM STDIN", new StringReader("copy\n"));
                } catch (IOException e) {
                    throw new SQLException(e);
                }
            }
        },
        ROWS {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                try (Statement updatable =
                                connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE);
                        ResultSet rows = updatable.executeQuery("SELECT id, by FROM ticks")) {
                    rows.moveToInsertRow();
                    rows.updateLong(1, 1000);
                    rows.updateString(2, "rows");
                    rows.insertRow();
                }
            }
        },
        SAVEPOINT {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                connection.setAutoCommit(false);
                statement.executeUpdate("INSERT INTO ticks(by) VALUES ('savepoint')");
                Savepoint savepoint = connection.setSavepoint();
                statement.executeUpdate("INSERT INTO ticks(by) VALUES ('taken back')");
                connection.rollback(savepoint);
                connection.commit();
                connection.setAutoCommit(true);
            }
        },
        FAILED_BEHIND_ITS_COMMIT {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                statement.execute("BEGIN");
                statement.executeUpdate("INSERT INTO ticks(by) VALUES ('commit and more')");
                assertThatThrownBy(() -> statement.execute("COMMIT; SELECT 1/0"))
                        .isInstanceOf(SQLException.class);
                statement.execute("ROLLBACK");
            }
        },
        FAILED_AUTOCOMMIT_IN_PART {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                try (PreparedStatement batch = connection.prepareStatement(
                        "INSERT INTO ticks(id, by) VALUES (?, 'batch')", Statement.RETURN_GENERATED_KEYS)) {
                    for (int i = 0; i < 2; i++) {
                        batch.setLong(1, 1000);
                        batch.addBatch();
                    }
                    assertThatThrownBy(batch::executeBatch).isInstanceOf(SQLException.class);
                }
            }
        },
        NO_ROWS_WHERE_SOME_WERE_WANTED {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                assertThatThrownBy(() -> statement.executeQuery("INSERT INTO ticks(by) VALUES ('no rows')"))
                        .isInstanceOf(SQLException.class);
            }
        },
        COMMIT_AND_BEGIN_AT_ONCE {
            @Override
            void on(Connection connection, Statement statement) throws SQLException {
                statement.execute("BEGIN");
                statement.executeUpdate("INSERT INTO ticks(by) VALUES ('and another')");
                statement.execute("COMMIT; BEGIN");
                statement.execute("ROLLBACK");
            }
        };

        abstract void on(Connection connection, Statement statement) throws SQLException;
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void write_anyWay_isSeenByTheNextReadOfTheThread(Write write) throws Exception {
        try (SluiceDataSource dataSource = late()) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                write.on(connection, statement);
                connection.setReadOnly(true);
                assertThat(query(connection, "SELECT count(*)::int FROM ticks"))
                        .as("on the same connection")
                        .isEqualTo(1);
            }
            assertThat(count(dataSource)).as("on another connection").isEqualTo(1);
            assertThat(elsewhere(() -> count(dataSource)))
                    .as("on another thread")
                    .isZero();
        }
    }

    @Test
    void write_rolledBack_pinsNothing() throws SQLException {
        try (SluiceDataSource dataSource = late()) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.executeUpdate("INSERT INTO ticks(by) VALUES ('nobody')");
                connection.rollback();
                statement.execute("SELECT count(*) FROM ticks");
                connection.commit();
            }
            assertThat(readOnlyTransaction(dataSource, cluster)).isIn(cluster.replicas());
        }
    }

    @Test
    void write_failed_pinsNothing() throws SQLException {
        try (SluiceDataSource dataSource = late()) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.executeUpdate("INSERT INTO ticks(by) VALUES ('nobody')");
                assertThatThrownBy(() -> statement.execute("SELECT 1/0")).isInstanceOf(SQLException.class);
                connection.rollback();
            }
            assertThat(readOnlyTransaction(dataSource, cluster)).isIn(cluster.replicas());
        }
    }

    @Test
    void read_afterTheReplicasCaughtUp_runsOnThemAgainAndSeesTheWrite() throws SQLException {
        try (SluiceDataSource dataSource = late()) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(cluster.primary());
            assertThat(reads(dataSource, RouteReason.NO_PROVEN_REPLICA)).isEqualTo(1);
            cluster.replicas().forEach(replica -> replica.applyDelay(Duration.ZERO));
            await().pollInSameThread().atMost(Sluices.SOON).until(() -> cluster.replicas()
                    .contains(readOnlyTransaction(dataSource, cluster)));
            assertThat(count(dataSource)).isEqualTo(1);
        }
    }

    @Test
    void monitor_noSampleServesARead_asksAsSeldomAsWithoutReads() throws SQLException {
        try (SluiceDataSource dataSource = late()) {
            // Ten samples of the primary, each with one of both replicas and three more of those, since they have not
            // replayed.
            await().pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Sluices.SOON)
                    .until(() -> timeOfPictures(dataSource, 150).compareTo(Duration.ofMillis(900)) >= 0);
            assertThat(reads(dataSource, RouteReason.READ_ONLY_TRANSACTION)).isZero();
        }
    }

    /** How long it takes until so many pictures of the cluster are made while reads follow writes at once. */
    private Duration timeOfPictures(SluiceDataSource dataSource, int pictures) throws SQLException {
        long start = System.nanoTime();
        long before = dataSource.topology().version();
        while (dataSource.topology().version() < before + pictures) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(cluster.primary());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void read_manyAtOnceWithoutAProvenReplica_needNoPlaceOfTheFallback() throws SQLException {
        try (SluiceDataSource dataSource = late(config -> config.maxFallbackReads(1))) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            try (Connection one = reading(dataSource);
                    Connection other = reading(dataSource)) {
                assertThat(node(one, cluster)).isEqualTo(cluster.primary());
                assertThat(node(other, cluster)).isEqualTo(cluster.primary());
            }
        }
    }

    @Test
    void read_behindAWriteWhoseStatementIsOpen_needsNoSecondConnection() throws SQLException {
        try (SluiceDataSource dataSource = late(config -> config.maximumPoolSize(1)
                        .minimumIdle(1)
                        .maxFallbackReads(1)
                        .connectionTimeout(Duration.ofSeconds(2)));
                Connection connection = dataSource.getConnection();
                PreparedStatement open = connection.prepareStatement("INSERT INTO ticks(by) VALUES ('me')")) {
            open.executeUpdate();
            connection.setReadOnly(true);
            assertThat(query(connection, "SELECT count(*)::int FROM ticks")).isEqualTo(1);
        }
    }

    @Test
    void connection_handedToAnotherThread_takesItsWritesAlong() throws Exception {
        try (SluiceDataSource dataSource = late();
                Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO ticks(by) VALUES ('me')");
            int[] seen = elsewhere(() -> {
                connection.setReadOnly(true);
                return new int[] {query(connection, "SELECT count(*)::int FROM ticks"), count(dataSource)};
            });
            assertThat(seen).containsExactly(1, 1);
        }
    }

    @Test
    void connection_levelOfItsOwn_countsBeforeTheDataSources() throws SQLException {
        try (SluiceDataSource dataSource = late();
                Connection connection = dataSource.getConnection()) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            connection.setReadOnly(true);
            SluiceConnection sluice = connection.unwrap(SluiceConnection.class);
            assertThat(sluice.getConsistencyLevel()).isNull();

            sluice.setConsistencyLevel(ConsistencyLevel.EVENTUAL);
            assertThat(node(connection, cluster)).isIn(cluster.replicas());
            sluice.setConsistencyLevel(ConsistencyLevel.STRONG);
            assertThat(node(connection, cluster)).isEqualTo(cluster.primary());
            assertThat(reads(dataSource, RouteReason.STRONG_CONSISTENCY)).isEqualTo(1);
            sluice.setConsistencyLevel(ConsistencyLevel.boundedStaleness(DELAY));
            await().pollInSameThread().atMost(Sluices.SOON).until(() -> cluster.replicas()
                    .contains(node(connection, cluster)));
            sluice.setConsistencyLevel(null);
            assertThat(node(connection, cluster)).isEqualTo(cluster.primary());
        }
    }

    @Test
    void level_bounded_refusesWhatIsProvenOlder() throws SQLException {
        Duration bound = Duration.ofSeconds(2);
        try (SluiceDataSource dataSource =
                late(config -> config.consistency(ConsistencyLevel.boundedStaleness(bound)))) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            long written = System.nanoTime();
            await().pollInSameThread().atMost(Sluices.SOON).until(() -> {
                int seen = count(dataSource);
                long age = System.nanoTime() - written;
                assertThat(seen == 1 || age < bound.toNanos() + 1_000_000_000)
                        .as("a write of %d ms ago is seen", age / 1_000_000)
                        .isTrue();
                return seen == 1 && age > bound.toNanos();
            });
            assertThat(reads(dataSource, RouteReason.NO_PROVEN_REPLICA)).isPositive();
        }
    }

    @Test
    void level_bounded_shorterThanTheProbesInterval_isServedByReplicasStill() throws SQLException {
        try (SluiceDataSource dataSource = open(
                cluster, config -> config.consistency(ConsistencyLevel.boundedStaleness(Duration.ofMillis(200))))) {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < 3_000_000_000L) {
                count(dataSource);
            }
            assertThat(reads(dataSource, RouteReason.NO_PROVEN_REPLICA))
                    .isLessThan(reads(dataSource, RouteReason.READ_ONLY_TRANSACTION) / 2);
        }
    }

    @Test
    void freshnessWait_replicaIsAboutToShowIt_waitsForItInsteadOfThePrimary() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, config -> config.freshnessWait(Duration.ofSeconds(10)))) {
            for (int i = 1; i <= 20; i++) {
                execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
                assertThat(count(dataSource)).isEqualTo(i);
            }
            assertThat(reads(dataSource, RouteReason.READ_ONLY_TRANSACTION)).isEqualTo(20);
            assertThat(reads(dataSource, RouteReason.NO_PROVEN_REPLICA)).isZero();
        }
    }

    @Test
    void freshnessWait_over_takesThePrimary() throws SQLException {
        try (SluiceDataSource dataSource = late(config -> config.freshnessWait(Duration.ofMillis(100)))) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            long before = System.nanoTime();
            assertThat(count(dataSource)).isEqualTo(1);
            assertThat(System.nanoTime() - before).isGreaterThan(100_000_000L);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ReplicaFallback.class,
            names = {"FAIL", "WAIT"})
    void fallback_notToThePrimary_waitsForTheReplicaFirst(ReplicaFallback fallback) throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, config -> config.replicaFallback(fallback))) {
            for (int i = 1; i <= 5; i++) {
                execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
                assertThat(count(dataSource)).isEqualTo(i);
            }
            assertThat(reads(dataSource, RouteReason.READ_ONLY_TRANSACTION)).isEqualTo(5);
        }
        try (SluiceDataSource dataSource =
                late(config -> config.replicaFallback(fallback).freshnessWait(Duration.ofMillis(50)))) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            assertThatThrownBy(() -> count(dataSource))
                    .isInstanceOf(NoAvailableNodeException.class)
                    .hasMessageContaining("no replica was proven to show what a read-only transaction must see");
        }
    }

    @Test
    void wait_dataSourceClosed_ends() throws Exception {
        SluiceDataSource dataSource = late(config -> config.freshnessWait(DELAY));
        Future<Integer> read = null;
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            read = other.submit(() -> {
                execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
                return count(dataSource);
            });
            long version = dataSource.topology().version();
            await().pollInSameThread()
                    .atMost(Sluices.SOON)
                    .until(() -> dataSource.topology().version() > version + 20);
        } finally {
            dataSource.close();
            other.shutdown();
        }
        assertThatThrownBy(read::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("it - the data source is closed");
    }

    @Test
    void wait_threadInterrupted_ends() throws SQLException {
        try (SluiceDataSource dataSource = late(config -> config.freshnessWait(DELAY))) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> count(dataSource))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void pinnedConnection_onAReplica_doesNotReadWhatIsTooOld() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster);
                Connection connection = reading(dataSource);
                Statement statement = connection.createStatement()) {
            PostgresNode replica = node(connection, cluster);
            statement.execute("PREPARE bound AS SELECT count(*) FROM ticks");
            connection.commit();
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            assertThat(node(connection, cluster)).isEqualTo(replica);
            assertThat(query(connection, "EXECUTE bound")).isEqualTo(1);
            connection.commit();
            cluster.replicas().forEach(each -> each.applyDelay(DELAY));
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('me')");
            assertThatThrownBy(() -> query(connection, "EXECUTE bound"))
                    .isInstanceOf(NoAvailableNodeException.class)
                    .hasMessageContaining("to which the connection is bound");
        }
    }

    @Test
    void transaction_readOnlyWithinAReadWriteOne_seesWhatWasCommittedBefore() throws SQLException {
        try (SluiceDataSource dataSource = late();
                Connection outer = dataSource.getConnection();
                Statement statement = outer.createStatement()) {
            execute(dataSource, "INSERT INTO ticks(by) VALUES ('before')");
            outer.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO ticks(by) VALUES ('open')");
            assertThat(count(dataSource))
                    .as("what is not committed is not seen")
                    .isEqualTo(1);
            outer.commit();
            assertThat(count(dataSource)).isEqualTo(2);
        }
    }
}
