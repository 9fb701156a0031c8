// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.CommitOutcomeUnknownException;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Ways to write that are not one statement after another: a COMMIT without an answer is in doubt all the same. */
@PgCluster(replicas = 1)
class CommitInDoubtIT {
    private final PostgresCluster cluster;
    private final PostgresNode n1;

    CommitInDoubtIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
    }

    private SluiceDataSource open(Consumer<SluiceConfigBuilder> settings) {
        return Sluices.openDirect(cluster, settings);
    }

    private SluiceDataSource open() {
        return open(config -> {});
    }

    @BeforeEach
    void createTable() throws SQLException {
        try (SluiceDataSource dataSource = open()) {
            execute(dataSource, "DROP TABLE IF EXISTS doubted");
            execute(dataSource, "CREATE TABLE doubted(id int)");
        }
        cluster.awaitCaughtUp();
    }

    @Test
    void commit_ofABatchOfTexts_isInDoubt() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            runBatch(connection);
            n1.freeze();
            assertInDoubt(connection::commit);
        }
    }

    @Test
    void batchOfTexts_autocommit_isInDoubt() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            query(connection, "SELECT 1");
            n1.freeze();
            assertInDoubt(() -> runBatch(connection));
        }
    }

    @Test
    void commit_firstStatementHadFailedAndWasUndone_isInDoubt() throws SQLException {
        try (SluiceDataSource dataSource = open(config -> config.driverProperty("autosave", "always"));
                Connection connection = dataSource.getConnection()) {
            query(connection, "SELECT 1");
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> run(connection, "INSERT INTO no_such_table VALUES (1)"))
                    .isInstanceOf(SQLException.class);
            run(connection, "INSERT INTO doubted VALUES (1)");
            n1.freeze();
            assertInDoubt(connection::commit);
        }
    }

    @Test
    void commit_ofWhatTheDriverCopied_isInDoubt() throws Exception {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            PGConnection driver = connection.unwrap(PGConnection.class);
            query(connection, "SELECT 1");
            connection.setAutoCommit(false);
            driver.getCopyAPI().copyIn("COPY doubted FROM STDIN", new StringReader("1\n2\n"));
            n1.freeze();
            assertInDoubt(connection::commit);
        }
    }

    @Test
    void commitBehindAnUndoneFailure_isInDoubt() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT INTO doubted VALUES (1)");
            run(connection, "SAVEPOINT s");
            assertThatThrownBy(() -> run(connection, "INSERT INTO no_such_table VALUES (1)"))
                    .isInstanceOf(SQLException.class);
            n1.freeze();
            assertInDoubt(() -> run(connection, "ROLLBACK TO s; COMMIT"));
        }
    }

    @Test
    void commit_readOnlyTransactionWasFollowedByAnotherInTheSameText_isInDoubt() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            dataSource.drain("n2");
            run(connection, "BEGIN READ ONLY");
            run(connection, "COMMIT; BEGIN");
            run(connection, "INSERT INTO doubted VALUES (1)");
            n1.freeze();
            assertInDoubt(() -> run(connection, "COMMIT"));
        }
    }

    @Test
    void commit_transactionWasMadeReadWrite_isInDoubt() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            dataSource.drain("n2");
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            run(connection, "SET TRANSACTION READ WRITE");
            run(connection, "INSERT INTO doubted VALUES (1)");
            n1.freeze();
            assertInDoubt(connection::commit);
        }
    }

    @Test
    void commit_serverHadEndedTheSessionForItsIdleness_isCertainlyRolledBack() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "SET idle_in_transaction_session_timeout = 100");
            run(connection, "INSERT INTO doubted VALUES (1)");
            int pid = query(connection, "SELECT pg_backend_pid()");
            Awaitility.await().until(() -> {
                try (Connection admin = n1.connect()) {
                    return query(admin, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid) == 0;
                }
            });
            assertThatThrownBy(connection::commit).isInstanceOf(SQLTransactionRollbackException.class);
        }
    }

    @Test
    void commit_ofALargeObjectChangedThroughItsLocator_isInDoubt() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            int id = query(connection, "SELECT lo_from_bytea(0, 'before')::int");
            connection.setAutoCommit(false);
            try (ResultSet row = statement.executeQuery("SELECT " + id + "::oid")) {
                row.next();
                row.getBlob(1).setBytes(1, new byte[] {1, 2, 3});
            }
            n1.freeze();
            assertInDoubt(connection::commit);
        }
    }

    @Test
    void statement_answeredWithTheEndOfAnotherSession_isNotRunAgain() throws SQLException {
        try (SluiceDataSource dataSource = open();
                Connection connection = dataSource.getConnection()) {
            run(connection, "DROP SEQUENCE IF EXISTS runs");
            run(connection, "CREATE SEQUENCE runs");
            assertThatThrownBy(() -> run(connection, """
                            DO $$ BEGIN
                                PERFORM nextval('runs');
                                RAISE EXCEPTION 'as a foreign server says it' USING ERRCODE = '57P03';
                            END $$"""))
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("57P03");
            assertThat(query(connection, "SELECT nextval('runs')")).isEqualTo(2);
        }
    }

    private static int[] runBatch(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO doubted VALUES (1)");
            statement.addBatch("INSERT INTO doubted VALUES (2)");
            return statement.executeBatch();
        }
    }

    private static boolean run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private static void assertInDoubt(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(CommitOutcomeUnknownException.class)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("08007");
    }
}
