// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.CommitOutcomeUnknownException;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With {@code proveCommits}: what became of a transaction whose COMMIT was sent and not answered, forced both ways. */
@PgCluster(replicas = 1, synchronous = true)
class CommitProofIT {
    private final PostgresCluster cluster;
    private final PostgresNode n1;
    private final PostgresNode n2;

    CommitProofIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
        this.n2 = cluster.node("n2");
    }

    @BeforeEach
    void createTable() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster)) {
            execute(dataSource, "DROP TABLE IF EXISTS proof");
            execute(dataSource, "CREATE TABLE proof(id int)");
        }
        cluster.awaitCaughtUp();
    }

    @Test
    void commit_samePrimaryGoesOn_waitsForItAndReturns() throws Exception {
        try (SluiceDataSource dataSource = open(cluster, CommitProofIT::proves);
                Connection connection = dataSource.getConnection()) {
            n2.pauseReplay();
            Background<Boolean> writer = commitInBackground(connection);
            n1.resetConnections();
            writer.awaitBlocked();
            n2.resumeReplay();
            assertThat(writer.result()).isTrue();
            assertThat(count(dataSource)).isEqualTo(1);
        }
    }

    @Test
    void commit_reachedTheNewPrimary_returns() throws Exception {
        try (SluiceDataSource dataSource = open(cluster, CommitProofIT::proves);
                Connection connection = dataSource.getConnection()) {
            n2.pauseReplay();
            Background<Boolean> writer = commitInBackground(connection);
            awaitReceived();
            n1.kill();
            n2.resumeReplay();
            n2.promote();
            n1.rejoin(n2); // what is committed counts once it is replicated
            assertThat(writer.result()).isTrue();
            assertThat(count(dataSource)).isEqualTo(1);
        }
    }

    @Test
    void commit_didNotReachTheNewPrimary_isCertainlyRolledBack() throws Exception {
        try (SluiceDataSource dataSource = open(cluster, CommitProofIT::proves);
                Connection connection = dataSource.getConnection()) {
            n2.detach();
            Background<Boolean> writer = commitInBackground(connection);
            n1.kill();
            n2.promote();
            assertThatThrownBy(writer::result).isInstanceOf(SQLTransactionRollbackException.class);
            execute(dataSource, "SET synchronous_commit = local");
            assertThat(count(dataSource)).isZero();
        }
    }

    /** The session that waited for the replica is ended by hand: the server has committed, and the replica has nothing. */
    @Test
    void commit_doneButNotReplicated_isNotTakenForDoneBeforeItIs() throws Exception {
        try (SluiceDataSource dataSource = open(cluster, CommitProofIT::proves);
                Connection connection = dataSource.getConnection()) {
            n2.detach();
            Background<Boolean> writer = commitInBackground(connection);
            try (Connection observer = n1.connect()) {
                query(
                        observer,
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
                await().until(() -> query(
                                observer,
                                "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query LIKE '%emit_message%'")
                        == 1);
            }
            assertThat(writer.isDone()).isFalse();
            n2.heal();
            assertThat(writer.result()).isTrue();
            assertThat(count(dataSource)).isEqualTo(1);
        }
    }

    @Test
    void commit_nobodyIsPromoted_isInDoubtWithItsNumberAndPosition() throws Exception {
        try (SluiceDataSource dataSource = open(cluster, config -> {
                    proves(config);
                    config.failoverTimeout(Duration.ofMillis(600));
                });
                Connection connection = dataSource.getConnection()) {
            n2.detach();
            Background<Boolean> writer = commitInBackground(connection);
            n1.kill();
            assertThatThrownBy(writer::result).isInstanceOfSatisfying(CommitOutcomeUnknownException.class, e -> {
                assertThat(e.getSQLState()).isEqualTo("08007");
                assertThat(e.node()).isEqualTo("n1");
                assertThat(Long.parseLong(Objects.requireNonNull(e.transactionId())))
                        .isPositive();
                assertThat(Objects.requireNonNull(e.lsn()).value()).isPositive();
                assertThat(e.getMessage()).contains("xid=" + e.transactionId() + ", lsn=" + e.lsn());
                assertThat(e.getCause()).isInstanceOf(SQLException.class);
            });
        }
    }

    /** With patience: a probe that a busy machine answers late costs the session that has seen where a timeline began. */
    private static void proves(SluiceConfigBuilder config) {
        config.proveCommits(true).maxReplicaLag(Duration.ofSeconds(10)).probeTimeout(Duration.ofSeconds(4));
    }

    /** A COMMIT that has got to the server, and waits there for the replica. */
    private Background<Boolean> commitInBackground(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL synchronous_commit = remote_apply");
            statement.execute("INSERT INTO proof VALUES (1)");
        }
        Background<Boolean> writer = Background.start("writer", () -> {
            connection.commit();
            return true;
        });
        await().until(() -> {
            try (Connection observer = n1.connect()) {
                return query(observer, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") == 1;
            }
        });
        return writer;
    }

    private void awaitReceived() {
        await().until(() -> {
            try (Connection primary = n1.connect();
                    Connection replica = n2.connect()) {
                long flushed = position(primary, "pg_current_wal_flush_lsn()");
                return position(replica, "pg_last_wal_receive_lsn()") >= flushed;
            }
        });
    }

    private static long position(Connection connection, String function) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT (" + function + " - '0/0')::bigint")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static int count(SluiceDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return query(connection, "SELECT count(*) FROM proof");
        }
    }
}
