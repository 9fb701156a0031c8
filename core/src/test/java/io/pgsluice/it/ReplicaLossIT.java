// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.awaitEligibility;
import static io.pgsluice.it.Sluices.awaitPrimary;
import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.node;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.pgsluice.Eligibility;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.Partition;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@PgCluster
class ReplicaLossIT {
    private final PostgresCluster cluster;
    private final PostgresNode n1;
    private final PostgresNode n2;
    private final PostgresNode n3;

    ReplicaLossIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
        this.n2 = cluster.node("n2");
        this.n3 = cluster.node("n3");
    }

    private enum Fault {
        KILLED,
        FROZEN,
        SILENT,
        REFUSED,
        TERMINATED;

        void hit(PostgresNode node) {
            switch (this) {
                case KILLED -> node.kill();
                case FROZEN -> node.freeze();
                case SILENT -> node.partition(Partition.SILENT);
                case REFUSED -> node.partition(Partition.REFUSED);
                case TERMINATED -> node.terminateSessions();
            }
        }
    }

    private PostgresNode other(PostgresNode replica) {
        return replica.equals(n2) ? n3 : n2;
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void preparedRead_itsReplicaIsLost_runsElsewhereWithAllThatItWasTold(Fault fault) throws SQLException {
        try (SluiceDataSource dataSource = open(cluster);
                Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT inet_server_port(), i, ?::text, current_setting('statement_timeout')"
                            + " FROM generate_series(1, ?) i")) {
                statement.setFetchSize(7);
                statement.setMaxRows(50);
                statement.setQueryTimeout(20);
                statement.setString(1, "first");
                statement.setInt(2, 100);
                PostgresNode lost = assertRows(statement, "first");
                connection.commit();
                statement.setString(1, "again");
                fault.hit(lost);
                PostgresNode served = assertRows(statement, "again");
                if (fault != Fault.TERMINATED) {
                    assertThat(served).isEqualTo(other(lost));
                }
                assertThat(statement.getFetchSize()).isEqualTo(7);
                assertThat(statement.getMaxRows()).isEqualTo(50);
                assertThat(statement.getQueryTimeout()).isEqualTo(20);
                connection.commit();
            }
        }
    }

    private PostgresNode assertRows(PreparedStatement statement, String text) throws SQLException {
        int port = 0;
        int rows = 0;
        try (ResultSet result = statement.executeQuery()) {
            assertThat(result.getFetchSize()).isEqualTo(7);
            while (result.next()) {
                port = result.getInt(1);
                assertThat(result.getInt(2)).isEqualTo(++rows);
                assertThat(result.getString(3)).isEqualTo(text);
            }
        }
        assertThat(rows).isEqualTo(50);
        int served = port;
        return cluster.nodes().stream()
                .filter(node -> node.directPort() == served)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void readWithAStream_itsReplicaIsKilled_isTheApplicationsToRunAgain() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster);
                Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            PostgresNode lost = node(connection, cluster);
            try (PreparedStatement statement = connection.prepareStatement("SELECT length(?), pg_sleep(0)")) {
                statement.setCharacterStream(1, new StringReader("four"));
                connection.commit();
                lost.kill();
                assertThatThrownBy(statement::executeQuery).isInstanceOf(SQLException.class);
            }
            connection.rollback();
            try (PreparedStatement statement = connection.prepareStatement("SELECT length(?)")) {
                statement.setCharacterStream(1, new StringReader("four"));
                try (ResultSet row = statement.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getInt(1)).isEqualTo(4);
                }
            }
            assertThat(node(connection, cluster)).isEqualTo(other(lost));
            connection.commit();
        }
    }

    @Test
    void preparedInsert_primaryIsLostBeforeItRuns_returnsKeysOfTheNewOne() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster);
                Connection connection = dataSource.getConnection()) {
            execute(dataSource, "DROP TABLE IF EXISTS keyed; CREATE TABLE keyed(id bigserial, note text)");
            cluster.awaitCaughtUp();
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO keyed(note) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
                insert.setQueryTimeout(20);
                insert.setString(1, "kept");
                n1.kill();
                n2.promote();
                assertThat(insert.executeUpdate()).isEqualTo(1);
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getLong("id")).isPositive();
                    assertThat(keys.getString("note")).isEqualTo("kept");
                }
                assertThat(insert.getQueryTimeout()).isEqualTo(20);
            }
            assertThat(node(connection, cluster)).isEqualTo(n2);
            connection.commit();
            awaitPrimary(dataSource, n2);
            assertThat(query(connection, "SELECT count(*) FROM keyed")).isEqualTo(1);
            connection.commit();
        }
    }

    @Test
    void retryBudget_usedUp_leavesTheErrorToTheApplication() throws SQLException {
        assertThat(retriesAfterALoss(20)).containsExactly(1, 0, 0);
        assertThat(retriesAfterALoss(0)).containsExactly(0, 1, 1);
    }

    /** How often a read was run again, how often not for lack of a budget, and how often it failed. */
    private int[] retriesAfterALoss(int budget) throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, config -> config.retryBudget(budget));
                Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            PostgresNode lost = node(connection, cluster);
            connection.commit();
            int failed = 0;
            lost.freeze();
            for (int i = 0; i < 2; i++) { // one for each replica
                try {
                    query(connection, "SELECT 1");
                } catch (SQLException e) {
                    failed++;
                }
                connection.rollback();
            }
            lost.thaw();
            awaitEligibility(dataSource, lost, Eligibility.ELIGIBLE);
            return new int[] {(int) dataSource.retries(), (int) dataSource.retriesRefused(), failed};
        }
    }

    @Test
    void returningReplica_slowStart_getsASmallShareAtFirst() throws SQLException {
        try (SluiceDataSource dataSource = open(cluster, config -> config.slowStart(Duration.ofMinutes(10)))) {
            assertThat(readsOnN3(dataSource)).as("at the start").isEqualTo(100);
            dataSource.drain("n3");
            dataSource.undrain("n3");
            awaitEligibility(dataSource, n3, Eligibility.ELIGIBLE);
            assertThat(readsOnN3(dataSource)).as("after its return").isBetween(1, 40);
        }
        try (SluiceDataSource dataSource = open(cluster, config -> config.slowStart(Duration.ZERO))) {
            dataSource.drain("n3");
            dataSource.undrain("n3");
            awaitEligibility(dataSource, n3, Eligibility.ELIGIBLE);
            await().until(() -> readOnlyTransaction(dataSource, cluster).equals(n3));
            assertThat(readsOnN3(dataSource)).as("without a slow start").isCloseTo(100, within(1));
        }
    }

    private int readsOnN3(SluiceDataSource dataSource) throws SQLException {
        int count = 0;
        for (int i = 0; i < 200; i++) {
            count += readOnlyTransaction(dataSource, cluster).equals(n3) ? 1 : 0;
        }
        return count;
    }
}
