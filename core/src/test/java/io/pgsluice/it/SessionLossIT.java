// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.node;
import static io.pgsluice.it.Sluices.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.CommitOutcomeUnknownException;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the application is told of a session that is lost, by the moment of the loss: section by section of docs/failover.md. */
@PgCluster(replicas = 1)
class SessionLossIT {
    private final PostgresCluster cluster;
    private final PostgresNode n1;
    private final PostgresNode n2;

    SessionLossIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
        this.n2 = cluster.node("n2");
    }

    /** Without the testkit's relays, so that what a server has said is here. */
    private SluiceDataSource open() {
        return Sluices.openDirect(cluster, config -> {});
    }

    @BeforeEach
    void createTable() throws SQLException {
        try (SluiceDataSource dataSource = open()) {
            execute(dataSource, "DROP TABLE IF EXISTS lost");
            execute(dataSource, "CREATE TABLE lost(id int)");
        }
        cluster.awaitCaughtUp();
    }

    @Test
    void autocommitWrites_allSessionsTerminated_surfaceNothing() throws SQLException {
        try (SluiceDataSource dataSource = open()) {
            fillPool(dataSource);
            terminateSessions();
            for (int i = 0; i < 10; i++) {
                execute(dataSource, "INSERT INTO lost VALUES (" + i + ")");
            }
            assertThat(count(dataSource)).isEqualTo(10);
        }
    }

    @Test
    void heldConnection_sessionTerminatedBetweenTransactions_goesOn() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO lost VALUES (?)")) {
            for (int i = 0; i < 5; i++) {
                insert.setInt(1, i);
                insert.executeUpdate();
                terminateSessions();
            }
            assertThat(count(dataSource)).isEqualTo(5);
        }
    }

    /** The trigger ends the session of the first two runs; what a sequence has given is not taken back by a rollback. */
    @Test
    void firstStatement_sessionTerminatedTwiceWhileItRuns_runsAThirdTime() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            execute(dataSource, "DROP SEQUENCE IF EXISTS runs");
            execute(dataSource, "CREATE SEQUENCE runs");
            execute(dataSource, """
                    CREATE OR REPLACE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        IF nextval('runs') <= 2 THEN
                            PERFORM pg_terminate_backend(pg_backend_pid());
                        END IF;
                        RETURN new;
                    END $$""");
            execute(
                    dataSource,
                    "CREATE TRIGGER end_session BEFORE INSERT ON lost FOR EACH ROW EXECUTE FUNCTION end_session()");
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO lost VALUES (1)");
            }
            connection.commit();
            assertThat(count(dataSource)).isEqualTo(1);
            assertThat(query(connection, "SELECT last_value FROM runs")).isEqualTo(3);
        }
    }

    @Test
    void firstStatement_primaryKilledWhileItRuns_runsOnceOnTheNewOne() throws Exception {
        try (SluiceDataSource dataSource = open();
                Connection holder = connectAsApp();
                Connection connection = dataSource.getConnection()) {
            lockTable(holder);
            connection.setAutoCommit(false);
            Background<Boolean> writer = Background.start("writer", () -> {
                try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO lost VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
                    insert.setInt(1, 7);
                    insert.setQueryTimeout(60);
                    insert.executeUpdate();
                    try (ResultSet keys = insert.getGeneratedKeys()) {
                        assertThat(keys.next()).isTrue();
                        assertThat(keys.getInt(1)).isEqualTo(7);
                    }
                    assertThat(insert.getQueryTimeout()).isEqualTo(60);
                }
                connection.commit();
                return true;
            });
            awaitWaiting("INSERT INTO lost");
            n1.kill();
            n2.promote();
            assertThat(writer.result()).isTrue();
            assertThat(node(connection, cluster)).isEqualTo(n2);
            assertThat(count(dataSource)).isEqualTo(1);
        }
    }

    @Test
    void firstStatement_callsAFunctionThatIsNotKnown_isNotRunAgain() throws Exception {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            execute(
                    dataSource,
                    "CREATE OR REPLACE FUNCTION slow() RETURNS int LANGUAGE sql AS 'SELECT 1 FROM pg_sleep(60)'");
            connection.setAutoCommit(false);
            Background<Boolean> caller =
                    Background.start("caller", () -> run(connection, "INSERT INTO lost SELECT slow()"));
            awaitActive("INSERT INTO lost SELECT slow()");
            terminateSessions();
            assertRolledBack(caller::result);
            connection.rollback();
            assertThat(count(dataSource)).isZero();
        }
    }

    @Test
    void transaction_sessionTerminatedAfterAStatement_isToldToHaveRolledBackUntilItIsEnded() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT INTO lost VALUES (1)");
            terminateSessions();
            assertRolledBack(() -> run(connection, "INSERT INTO lost VALUES (2)"));
            assertRolledBack(() -> run(connection, "INSERT INTO lost VALUES (3)"));
            assertRolledBack(connection::commit);
            run(connection, "INSERT INTO lost VALUES (4)");
            connection.commit();
            assertThat(count(dataSource)).isEqualTo(1);
        }
    }

    @Test
    void lostTransaction_message_namesNodesAndAdvice() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT INTO lost VALUES (1)");
            terminateSessions();
            assertThatThrownBy(() -> run(connection, "INSERT INTO lost VALUES (2)"))
                    .hasMessageStartingWith(
                            "it - the session was lost and its transaction with it; nothing of it was committed: roll"
                                    + " back and run the whole transaction again (node=n1, primary=n1, n1 (")
                    .hasMessageContaining("n2 (")
                    .hasRootCauseInstanceOf(SQLException.class)
                    .rootCause()
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("57P01");
        }
    }

    @Test
    void commit_serverHadEndedTheSessionBefore_isCertainlyRolledBack() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT INTO lost VALUES (1)");
            terminateSessions();
            assertRolledBack(connection::commit);
            assertThat(count(dataSource)).isZero();
        }
    }

    @Test
    void commit_primaryFrozen_isInDoubt() throws Exception {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT INTO lost VALUES (1)");
            n1.freeze();
            assertInDoubt(connection::commit);
            n2.promote();
            run(connection, "INSERT INTO lost VALUES (2)");
            connection.commit();
            assertThat(count(dataSource)).isEqualTo(1);
        }
    }

    @Test
    void commitInSql_primaryFrozen_isInDoubtAndTheNextTransactionBegins() throws Exception {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT INTO lost VALUES (1)");
            n1.freeze();
            assertInDoubt(() -> run(connection, "COMMIT"));
            n2.promote();
            run(connection, "INSERT INTO lost VALUES (2)");
            connection.commit();
            assertThat(count(dataSource)).isEqualTo(1);
        }
    }

    @Test
    void autocommitWrite_primaryFrozen_isInDoubt() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            run(connection, "INSERT INTO lost VALUES (1)");
            n1.freeze();
            assertInDoubt(() -> run(connection, "INSERT INTO lost VALUES (2)"));
        }
    }

    @Test
    void commit_nothingWasWritten_endsWellWhenThePrimaryIsFrozen() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            assertThat(query(connection, "SELECT count(*) FROM lost")).isZero();
            n1.freeze();
            connection.commit();
            n2.promote();
            assertThat(node(connection, cluster)).isEqualTo(n2);
        }
    }

    @Test
    void commit_serializableTransactionThatOnlyRead_isToldToRunAgain() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setAutoCommit(false);
            assertThat(query(connection, "SELECT count(*) FROM lost")).isZero();
            n1.freeze();
            assertRolledBack(connection::commit);
        }
    }

    @Test
    void rowsFetchedLater_sessionTerminated_areToldToBeRolledBack() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(10);
            try (ResultSet rows = statement.executeQuery("SELECT generate_series(1, 100000)")) {
                assertThat(rows.next()).isTrue();
                terminateSessions();
                assertRolledBack(() -> {
                    while (rows.next()) {
                        assertThat(rows.getInt(1)).isPositive();
                    }
                });
            }
        }
    }

    @Test
    void batch_primaryKilledWhileItRuns_isToldToHaveRolledBack() throws Exception {
        try (SluiceDataSource dataSource = open();
                Connection holder = connectAsApp();
                Connection connection = dataSource.getConnection()) {
            lockTable(holder);
            connection.setAutoCommit(false);
            Background<int[]> writer = Background.start("writer", () -> {
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO lost VALUES (?)")) {
                    for (int i = 0; i < 3; i++) {
                        insert.setInt(1, i);
                        insert.addBatch();
                    }
                    return insert.executeBatch();
                }
            });
            awaitWaiting("INSERT INTO lost");
            n1.kill();
            assertRolledBack(writer::result);
        }
    }

    private Connection connectAsApp() throws SQLException {
        return n1.connect(PostgresCluster.APP_DATABASE, PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD);
    }

    /** Ends all sessions of the application, and returns when their last words are there. */
    private void terminateSessions() throws SQLException {
        try (Connection connection = n1.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT string_agg(pid::text, ','), count(pg_terminate_backend(pid))"
                                + " FROM pg_stat_activity WHERE usename = '" + PostgresCluster.APP_USER + "'")) {
            row.next();
            awaitSessions("pid IN (" + row.getString(1) + ")", 0);
        }
    }

    private static void lockTable(Connection holder) throws SQLException {
        holder.setAutoCommit(false);
        run(holder, "LOCK TABLE lost IN ACCESS EXCLUSIVE MODE");
    }

    private void awaitWaiting(String sql) {
        awaitSessions("wait_event_type = 'Lock' AND query LIKE '" + sql + "%'", 1);
    }

    private void awaitActive(String sql) {
        awaitSessions("state = 'active' AND query = '" + sql + "'", 1);
    }

    private void awaitSessions(String condition, int count) {
        await().until(() -> {
            try (Connection connection = n1.connect()) {
                return query(connection, "SELECT count(*) FROM pg_stat_activity WHERE " + condition) == count;
            }
        });
    }

    private static void fillPool(SluiceDataSource dataSource) throws SQLException {
        List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                Connection connection = dataSource.getConnection();
                connections.add(connection);
                query(connection, "SELECT 1");
            }
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private static boolean run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private static int count(SluiceDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return query(connection, "SELECT count(*) FROM lost");
        }
    }

    private static void assertRolledBack(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SQLTransactionRollbackException.class)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("40001");
    }

    private static void assertInDoubt(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(CommitOutcomeUnknownException.class)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("08007");
    }
}
