// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.node;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.pgsluice.NoAvailableNodeException;
import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.SluiceTransactions;
import io.pgsluice.TransactionStatistics;
import io.pgsluice.testing.RoundTrips;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a block and its caller see while all servers are well. */
@PgCluster(replicas = 1, leaks = PgCluster.Leaks.CLASS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionsIT {
    private static final String TABLE = "public.pgsluice_transactions";

    private final PostgresCluster cluster;
    private SluiceDataSource dataSource;
    private SluiceTransactions transactions;

    TransactionsIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeAll
    void start() throws SQLException {
        dataSource = open(cluster);
        transactions = SluiceTransactions.builder(dataSource).build();
        transactions.createTable();
        execute(dataSource, "CREATE TABLE entry (id int, CONSTRAINT once UNIQUE (id) DEFERRABLE INITIALLY DEFERRED)");
        cluster.awaitCaughtUp();
    }

    @AfterAll
    void end() {
        transactions.close();
        dataSource.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        execute(dataSource, "DELETE FROM entry");
    }

    @Test
    void execute_block_isCommittedWithAMarkerAndItsResultReturned() throws SQLException {
        int before = count(TABLE);
        String result = transactions.execute(connection -> {
            insert(connection, 1);
            return "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(count("entry")).isOne();
        assertThat(count(TABLE)).isEqualTo(before + 1);
        assertThat(count(TABLE + " WHERE committed AND expires_at > now() + interval '50 minutes'"))
                .isPositive();
    }

    @Test
    void execute_marker_costsNoRoundTrip() throws SQLException {
        RoundTrips roundTrips = new RoundTrips("transactions");
        PostgresNode n1 = cluster.node("n1");
        SluiceConfig config = SluiceConfig.builder()
                .credentials(PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)
                .node("n1", n1.jdbcUrl() + "?" + roundTrips.urlParameters())
                .build();
        try (SluiceDataSource counted = SluiceDataSource.create(config);
                SluiceTransactions marked = SluiceTransactions.builder(counted).build()) {
            for (int i = 0; i < 8; i++) {
                int id = i;
                marked.run(connection -> insert(connection, id));
                if (i < 7) {
                    roundTrips.take();
                }
            }
            assertThat(roundTrips.take())
                    .as("BEGIN with INSERT, marker with COMMIT")
                    .isEqualTo(2);
        }
    }

    @Test
    void execute_blockThrows_rollsBackAndThrowsItOn() throws SQLException {
        IOException checked = new IOException("checked");
        IllegalStateException unchecked = new IllegalStateException("unchecked");
        AssertionError error = new AssertionError("error");
        AtomicInteger runs = new AtomicInteger();
        assertThat(catchThrowable(() -> transactions.run(connection -> {
                    runs.incrementAndGet();
                    insert(connection, 1);
                    throw checked;
                })))
                .isSameAs(checked);
        assertThat(catchThrowable(() -> transactions.run(connection -> {
                    runs.incrementAndGet();
                    insert(connection, 1);
                    throw unchecked;
                })))
                .isSameAs(unchecked);
        assertThat(catchThrowable(() -> transactions.run(connection -> {
                    runs.incrementAndGet();
                    insert(connection, 1);
                    throw error;
                })))
                .isSameAs(error);
        assertThat(runs).hasValue(3);
        assertThat(count("entry")).isZero();
    }

    @Test
    void execute_statementFails_throwsItOn() throws SQLException {
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> transactions.run(connection -> {
                    runs.incrementAndGet();
                    insert(connection, 1);
                    query(connection, "SELECT 1 / 0");
                }))
                .extracting(TransactionsIT::state)
                .isEqualTo("22012");
        assertThat(runs).hasValue(1);
        assertThat(count("entry")).isZero();
    }

    @Test
    void execute_statementFailsAndTheBlockHidesIt_isNotCommitted() throws SQLException {
        assertThatThrownBy(() -> transactions.run(connection -> {
                    insert(connection, 1);
                    assertThat(catchThrowable(() -> query(connection, "SELECT 1 / 0")))
                            .isNotNull();
                }))
                .extracting(TransactionsIT::state)
                .isEqualTo("25P02");
        assertThat(count("entry")).isZero();
    }

    @Test
    void execute_constraintFailsAtCommit_throwsItOnAndCommitsNothing() throws SQLException {
        TransactionStatistics before = transactions.statistics();
        assertThatThrownBy(() -> transactions.run(connection -> {
                    insert(connection, 1);
                    insert(connection, 1);
                }))
                .extracting(TransactionsIT::state)
                .isEqualTo("23505");
        assertThat(count("entry")).isZero();
        assertThat(transactions.statistics().repeated()).isEqualTo(before.repeated());
        transactions.run(connection -> insert(connection, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commit",
                "rollback",
                "autocommit",
                "COMMIT",
                "END",
                "/* now */ ROLLBACK",
                "ABORT",
                "SELECT 1; COMMIT"
            })
    void block_endsItsTransaction_isRefused(String how) throws SQLException {
        assertThatThrownBy(() -> transactions.run(connection -> {
                    insert(connection, 1);
                    switch (how) {
                        case "commit" -> connection.commit();
                        case "rollback" -> connection.rollback();
                        case "autocommit" -> connection.setAutoCommit(true);
                        default -> {
                            try (Statement statement = connection.createStatement()) {
                                statement.execute(how);
                            }
                        }
                    }
                }))
                .hasMessageContaining("it - a block must not end its transaction (")
                .extracting(TransactionsIT::state)
                .isEqualTo("2D000");
        assertThat(count("entry")).isZero();
    }

    @Test
    void block_endsItsTransactionThroughAStatementsConnection_isRefused() {
        assertThatThrownBy(() -> transactions.run(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
                        statement.getConnection().commit();
                    }
                }))
                .extracting(TransactionsIT::state)
                .isEqualTo("2D000");
        assertThatThrownBy(() -> transactions.run(connection -> connection.prepareStatement("COMMIT")))
                .extracting(TransactionsIT::state)
                .isEqualTo("2D000");
    }

    @Test
    void block_goesBackFromRowsOrMetaDataToItsConnection_findsItGuarded() throws SQLException {
        transactions.run(connection -> {
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 1")) {
                assertThat(rows.getStatement().getConnection()).isSameAs(connection);
            }
            try (PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
                statement.execute();
                try (ResultSet rows = statement.getResultSet()) {
                    assertThat(rows.getStatement().getConnection()).isSameAs(connection);
                }
            }
            try (ResultSet types = connection.getMetaData().getTableTypes()) {
                assertThat(types.getStatement()).isNull();
            }
        });
    }

    @Test
    void block_mayUseSavepointsCloseAndItsOwnIsolation() throws SQLException {
        int answer = transactions.execute(connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setAutoCommit(false);
            insert(connection, 1);
            Savepoint savepoint = connection.setSavepoint();
            insert(connection, 2);
            connection.rollback(savepoint);
            connection.close();
            assertThat(connection.isClosed()).isFalse();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            return query(connection, "SELECT sum(id) FROM entry");
        });
        assertThat(answer).isOne();
        assertThat(count("entry")).isOne();
    }

    @Test
    void connection_keptAfterItsBlock_isClosed() throws SQLException {
        List<Connection> kept = new ArrayList<>();
        transactions.run(connection -> {
            insert(connection, 1);
            kept.add(connection);
        });
        assertThat(kept.get(0).isClosed()).isTrue();
        assertThatThrownBy(() -> kept.get(0).createStatement())
                .extracting(TransactionsIT::state)
                .isEqualTo("08003");
    }

    @Test
    void block_inABlock_isRefused() throws SQLException {
        assertThatThrownBy(() -> transactions.run(outer -> {
                    insert(outer, 1);
                    transactions.run(inner -> insert(inner, 2));
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a block is running on this thread");
        assertThat(count("entry")).isZero();
        transactions.run(connection -> insert(connection, 1));
    }

    @Test
    void block_doingNothing_isCommitted() throws SQLException {
        String nothing = transactions.execute(connection -> "nothing");
        assertThat(nothing).isEqualTo("nothing");
    }

    @Test
    void isolation_ofTheBuilder_isThatOfTheBlock() throws SQLException {
        try (SluiceTransactions serializable = SluiceTransactions.builder(dataSource)
                .isolation(Connection.TRANSACTION_SERIALIZABLE)
                .build()) {
            serializable.run(connection -> assertThat(query(
                            connection,
                            "SELECT count(*) FROM pg_settings WHERE name = 'transaction_isolation'"
                                    + " AND setting = 'serializable'"))
                    .isOne());
        }
    }

    @Test
    void conflict_betweenSerializableTransactions_isRunAgain() throws Exception {
        try (SluiceTransactions serializable = SluiceTransactions.builder(dataSource)
                .isolation(Connection.TRANSACTION_SERIALIZABLE)
                .build()) {
            CyclicBarrier bothHaveRead = new CyclicBarrier(2);
            AtomicInteger runs = new AtomicInteger();
            SluiceTransactions.Block<Integer, Exception> countAndInsert = connection -> {
                int count = query(connection, "SELECT count(*) FROM entry");
                if (runs.incrementAndGet() <= 2) {
                    bothHaveRead.await();
                }
                insert(connection, count);
                return count;
            };
            Background<Integer> one = Background.start("one", () -> serializable.execute(countAndInsert));
            Background<Integer> two = Background.start("two", () -> serializable.execute(countAndInsert));
            assertThat(List.of(one.result(), two.result())).containsExactlyInAnyOrder(0, 1);
            assertThat(runs).hasValueGreaterThan(2);
        }
    }

    @Test
    void session_terminatedBeforeCommit_runsTheBlockAgain() throws SQLException {
        AtomicInteger runs = new AtomicInteger();
        int run = transactions.execute(connection -> {
            insert(connection, 1);
            if (runs.incrementAndGet() == 1) {
                query(connection, "SELECT 1 WHERE pg_terminate_backend(pg_backend_pid())");
            }
            return runs.get();
        });
        assertThat(run).isEqualTo(2);
        assertThat(count("entry")).isOne();
    }

    @Test
    void exceptionOfAFramework_withALostSessionAsItsCause_runsTheBlockAgain() throws SQLException {
        AtomicInteger runs = new AtomicInteger();
        transactions.run(connection -> {
            insert(connection, 1);
            if (runs.incrementAndGet() == 1) {
                throw new IllegalArgumentException(new SQLException("lost", "08006"));
            }
        });
        assertThat(runs).hasValue(2);
        assertThat(count("entry")).isOne();
    }

    @Test
    void attempts_usedUp_throwTheLastFailure() throws SQLException {
        try (SluiceTransactions twice =
                SluiceTransactions.builder(dataSource).maxAttempts(2).build()) {
            AtomicInteger runs = new AtomicInteger();
            SQLException failure = new SQLException("deadlock", "40P01");
            assertThat(catchThrowable(() -> twice.run(connection -> {
                        runs.incrementAndGet();
                        throw failure;
                    })))
                    .isSameAs(failure);
            assertThat(runs).hasValue(2);
        }
    }

    @Test
    void interrupt_betweenAttempts_throwsTheLastFailureAndKeepsTheFlag() {
        AtomicInteger runs = new AtomicInteger();
        SQLException failure = new SQLException("deadlock", "40P01");
        Throwable thrown = catchThrowable(() -> transactions.run(connection -> {
            runs.incrementAndGet();
            Thread.currentThread().interrupt();
            throw failure;
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isSameAs(failure);
        assertThat(runs).hasValue(1);
    }

    @Test
    void readOnly_block_runsOnAReplicaAndLeavesNoMarker() throws SQLException {
        int before = count(TABLE);
        // On the primary until the replica is proven to show what this thread has written.
        await().pollInSameThread().atMost(Sluices.SOON).untilAsserted(() -> {
            PostgresNode ranOn = transactions.executeReadOnly(connection -> node(connection, cluster));
            assertThat(ranOn).isEqualTo(cluster.node("n2"));
        });
        assertThat(count(TABLE)).isEqualTo(before);
        assertThatThrownBy(() -> transactions.executeReadOnly(connection -> {
                    insert(connection, 1);
                    return 1;
                }))
                .extracting(TransactionsIT::state)
                .isEqualTo("25006");
    }

    @Test
    void table_missing_isToldBeforeTheBlockRuns() {
        AtomicInteger runs = new AtomicInteger();
        try (SluiceTransactions lost =
                SluiceTransactions.builder(dataSource).table("public.nowhere").build()) {
            assertThatThrownBy(() -> lost.run(connection -> runs.incrementAndGet()))
                    .hasMessageContaining("it - there is no table of markers (table=public.nowhere)")
                    .hasMessageContaining(lost.ddl())
                    .extracting(TransactionsIT::state)
                    .isEqualTo("42P01");
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void table_unlogged_isRefused() throws SQLException {
        try (SluiceTransactions unlogged =
                SluiceTransactions.builder(dataSource).table("public.unlogged").build()) {
            unlogged.createTable();
            unlogged.createTable();
            execute(dataSource, "ALTER TABLE public.unlogged SET UNLOGGED");
            assertThatThrownBy(() -> unlogged.run(connection -> insert(connection, 1)))
                    .hasMessageContaining("a crash would empty it");
            execute(dataSource, "ALTER TABLE public.unlogged SET LOGGED");
            unlogged.run(connection -> insert(connection, 1));
        }
    }

    @Test
    void searchPath_changedByTheBlock_doesNotMoveTheMarker() throws SQLException {
        int before = count(TABLE);
        transactions.run(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS other");
                statement.execute("SET LOCAL search_path = other");
                statement.execute("CREATE TABLE IF NOT EXISTS pgsluice_transactions (LIKE " + TABLE + ")");
            }
        });
        assertThat(count(TABLE)).isEqualTo(before + 1);
        assertThat(count("other.pgsluice_transactions")).isZero();
    }

    @Test
    void cleaner_rowsWhoseTimeIsOver_deletesThemAndNoOthers() throws SQLException {
        try (SluiceTransactions first = cleaning();
                SluiceTransactions second = cleaning()) {
            first.createTable();
            execute(
                    dataSource,
                    "INSERT INTO public.cleaned SELECT gen_random_uuid(), true, now() - interval '1 second'"
                            + " FROM generate_series(1, 2500)");
            execute(
                    dataSource,
                    "INSERT INTO public.cleaned VALUES (gen_random_uuid(), true, now() + interval '1 hour')");
            await().atMost(Sluices.SOON).until(() -> count("public.cleaned WHERE expires_at < now()") == 0);
            assertThat(count("public.cleaned")).isOne();
            assertThat(second.statistics().committed()).isZero();
        }
    }

    private SluiceTransactions cleaning() {
        return SluiceTransactions.builder(dataSource)
                .table("public.cleaned")
                .timeout(Duration.ofMillis(250))
                .retention(Duration.ofSeconds(2))
                .build();
    }

    @Test
    void close_laterExecutions_areRefused() {
        SluiceTransactions closed = SluiceTransactions.builder(dataSource).build();
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.run(connection -> insert(connection, 1)))
                .extracting(TransactionsIT::state)
                .isEqualTo("08003");
    }

    @Test
    void dataSource_closed_isNotWaitedFor() {
        SluiceDataSource closed = open(cluster);
        try (SluiceTransactions onIt = SluiceTransactions.builder(closed).build()) {
            closed.close();
            assertThatThrownBy(() -> onIt.run(connection -> insert(connection, 1)))
                    .isNotInstanceOf(NoAvailableNodeException.class)
                    .extracting(TransactionsIT::state)
                    .isEqualTo("08003");
        }
    }

    private int count(String from) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return query(connection, "SELECT count(*) FROM " + from);
        }
    }

    private static void insert(Connection connection, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO entry VALUES (?)")) {
            statement.setInt(1, id);
            statement.executeUpdate();
        }
    }

    private static String state(Throwable e) {
        return String.valueOf(((SQLException) e).getSQLState());
    }
}
