// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.awaitPrimary;
import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.CommitOutcomeUnknownException;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.SluiceTransactions;
import io.pgsluice.TransactionStatistics;
import io.pgsluice.testkit.Partition;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A COMMIT that is held where a test wants it, and lost there. On the way to a replica: by synchronous replication, to replicas that receive
 * nothing (the commit is on the primary alone) or replay nothing (it is everywhere). Before it is written: by a deferred trigger that waits
 * for an advisory lock.
 */
@PgCluster
class TransactionsInDoubtIT {
    private static final String INSERT = "INSERT INTO ledger VALUES ('once')";

    private final PostgresCluster cluster;
    private final PostgresNode n1;
    private final PostgresNode n2;
    private final PostgresNode n3;
    private SluiceDataSource dataSource;
    private SluiceTransactions transactions;
    private final AtomicInteger runs = new AtomicInteger();

    TransactionsInDoubtIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
        this.n2 = cluster.node("n2");
        this.n3 = cluster.node("n3");
    }

    /** How a primary is lost. */
    enum Loss {
        KILLED {
            @Override
            void strike(PostgresNode node) {
                node.kill();
            }
        },
        FROZEN {
            @Override
            void strike(PostgresNode node) {
                node.freeze();
            }
        },
        SILENT {
            @Override
            void strike(PostgresNode node) {
                node.partition(Partition.SILENT);
            }
        },
        REFUSED {
            @Override
            void strike(PostgresNode node) {
                node.partition(Partition.REFUSED);
            }
        };

        abstract void strike(PostgresNode node);
    }

    @BeforeEach
    void start() throws SQLException {
        dataSource = open(cluster);
        transactions = SluiceTransactions.builder(dataSource)
                .timeout(Duration.ofSeconds(20))
                .build();
        transactions.createTable();
        execute(dataSource, """
                DROP TABLE IF EXISTS ledger;
                CREATE TABLE ledger (entry text);
                CREATE OR REPLACE FUNCTION wait_for_the_lock() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NULL; END';
                CREATE CONSTRAINT TRIGGER held AFTER INSERT ON ledger DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION wait_for_the_lock();
                """);
        cluster.awaitCaughtUp();
    }

    @AfterEach
    void end() {
        transactions.close();
        dataSource.close();
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void commit_onlyOnTheLostPrimary_isRunAgainOnTheNewOne(Loss loss) throws Exception {
        n2.detach();
        n3.detach();
        cluster.synchronous(true);
        Background<Integer> writer = write();
        awaitCommitHeld();
        loss.strike(n1);
        n2.heal();
        cluster.synchronous(false);
        n2.promote();
        assertThat(writer.result()).as("run").isEqualTo(2);
        assertExactlyOnce(n2);
        assertThat(found()).isEqualTo("0 committed, 1 rolled back");
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void commit_reachedTheNewPrimary_isFoundThere(Loss loss) throws Exception {
        n2.pauseReplay();
        n3.detach();
        cluster.synchronous(true);
        Background<Integer> writer = write();
        awaitCommitHeld();
        awaitReceived(n2);
        loss.strike(n1);
        cluster.synchronous(false);
        n2.promote();
        assertThat(writer.result()).as("run").isEqualTo(1);
        assertExactlyOnce(n2);
        assertThat(found()).isEqualTo("1 committed, 0 rolled back");
    }

    /** Asynchronous replication: the commit is done, seen by others, and its answer under way, when all of that is lost. */
    @Test
    void commit_doneOnAPrimaryWhoseReplicasReceivedNothing_isRunAgain() throws Exception {
        n2.detach();
        n3.detach();
        Background<Integer> writer = Background.start(
                "writer",
                () -> transactions.execute(connection -> {
                    insert(connection);
                    if (runs.incrementAndGet() == 1) {
                        n1.delay(Duration.ofMillis(150));
                    }
                    return runs.get();
                }));
        try (Connection direct = n1.connect("app", "postgres", "")) {
            soon().pollInterval(Duration.ofMillis(5)).until(() -> query(direct, "SELECT count(*) FROM ledger") == 1);
            n1.partition(Partition.REFUSED);
        }
        n1.kill();
        n2.heal();
        cluster.synchronous(false);
        n2.promote();
        assertThat(writer.result()).isEqualTo(2);
        assertExactlyOnce(n2);
        assertThat(found()).isEqualTo("0 committed, 1 rolled back");
    }

    @Test
    void answer_lostWhileTheCommitIsHeld_isWaitedFor() throws Exception {
        n2.detach();
        n3.detach();
        cluster.synchronous(true);
        Background<Integer> writer = write();
        awaitCommitHeld();
        n1.resetConnections();
        awaitQuestion();
        n2.heal();
        n3.heal();
        assertThat(writer.result()).isEqualTo(1);
        assertExactlyOnce(n1);
        assertThat(found()).isEqualTo("1 committed, 0 rolled back");
    }

    /** The marker is to be seen when the wait for a replica is cut short, and lost with the primary. */
    @Test
    void commit_seenButNotReplicated_isNotTakenForDone() throws Exception {
        n2.detach();
        n3.detach();
        cluster.synchronous(true);
        Background<Integer> writer = write();
        int pid = awaitCommitHeld();
        terminate(pid);
        awaitSession("wait_event = 'SyncRep' AND query LIKE '%ON CONFLICT%'");
        assertThat(writer.isDone()).isFalse();
        n1.kill();
        n2.heal();
        cluster.synchronous(false);
        n2.promote();
        assertThat(writer.result()).isEqualTo(2);
        assertExactlyOnce(n2);
    }

    @Test
    void session_terminatedInItsCommit_runsTheBlockAgain() throws Exception {
        Connection lock = lock();
        Background<Integer> writer = write();
        int pid = awaitWaitForLock();
        terminate(pid);
        lock.close();
        assertThat(writer.result()).isEqualTo(2);
        assertExactlyOnce(n1);
        assertThat(found()).isEqualTo("0 committed, 1 rolled back");
    }

    @Test
    void oldSession_stillHoldingItsMarkerAndThenCommitting_isWaitedForAndFound() throws Exception {
        Connection lock = lock();
        Background<Integer> writer = write();
        awaitWaitForLock();
        n1.resetConnections();
        awaitQuestion();
        assertThat(writer.isDone()).isFalse();
        lock.close();
        assertThat(writer.result()).isEqualTo(1);
        assertExactlyOnce(n1);
        assertThat(found()).isEqualTo("1 committed, 0 rolled back");
    }

    @Test
    void oldSession_stillHoldingItsMarkerAndThenGone_isWaitedForAndTheBlockRunAgain() throws Exception {
        Connection lock = lock();
        Background<Integer> writer = write();
        int pid = awaitWaitForLock();
        n1.resetConnections();
        awaitQuestion();
        terminate(pid);
        soon().until(() -> runs.get() == 2);
        lock.close();
        assertThat(writer.result()).isEqualTo(2);
        assertExactlyOnce(n1);
    }

    @Test
    void primary_lostWhileItIsAsked_isAskedAgain() throws Exception {
        n2.detach();
        n3.detach();
        cluster.synchronous(true);
        Background<Integer> writer = write();
        awaitCommitHeld();
        n1.resetConnections();
        awaitQuestion();
        n1.kill();
        n3.heal();
        cluster.synchronous(false);
        n3.promote();
        assertThat(writer.result()).isEqualTo(2);
        assertExactlyOnce(n3);
        assertThat(found()).isEqualTo("0 committed, 1 rolled back");
    }

    /** The commit reached n2 and not n3; n3 is promoted, says no, and is lost; n2, which never followed it, takes over. */
    @Test
    void history_replacedByOneThatHasTheFirstAttempt_returnsThatOne() throws Exception {
        n2.pauseReplay();
        n3.detach();
        cluster.synchronous(true);
        Background<Integer> writer = Background.start(
                "writer",
                () -> transactions.execute(connection -> {
                    insert(connection);
                    int run = runs.incrementAndGet();
                    if (run == 2) {
                        n3.kill();
                        n2.promote();
                    }
                    return run;
                }));
        awaitCommitHeld();
        awaitReceived(n2);
        n1.kill();
        n3.heal();
        cluster.synchronous(false);
        n3.promote();
        assertThat(writer.result()).as("run").isEqualTo(1);
        awaitPrimary(dataSource, n2);
        assertExactlyOnce(n2);
        assertThat(found()).isEqualTo("1 committed, 1 rolled back");
    }

    @Test
    void primary_noneInTime_leavesTheOutcomeUnknown() throws Exception {
        try (SluiceTransactions impatient = SluiceTransactions.builder(dataSource)
                .timeout(Duration.ofMillis(300))
                .build()) {
            n2.detach();
            n3.detach();
            cluster.synchronous(true);
            Background<Integer> writer = Background.start(
                    "writer",
                    () -> impatient.execute(connection -> {
                        insert(connection);
                        return runs.incrementAndGet();
                    }));
            awaitCommitHeld();
            n1.resetConnections();
            assertThatThrownBy(writer::result)
                    .isInstanceOf(CommitOutcomeUnknownException.class)
                    .hasMessageContaining(
                            "it - a commit brought no answer, and what became of it could not be told (id=")
                    .satisfies(e -> assertThat(e.getCause()).isInstanceOf(SQLException.class))
                    .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty())
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("08007");
            assertThat(runs).hasValue(1);
            assertThat(impatient.statistics().unknown()).isOne();
        }
    }

    @Test
    void interrupt_whileItIsAsked_leavesTheOutcomeUnknown() throws Exception {
        n2.detach();
        n3.detach();
        cluster.synchronous(true);
        Background<Integer> writer = write();
        awaitCommitHeld();
        n1.kill();
        await().until(() -> dataSource.topology().primary() == null);
        writer.awaitBlocked();
        writer.interrupt();
        assertThatThrownBy(writer::result)
                .isInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContaining("interrupted");
    }

    /** A transaction of one row that answers how often its block has run. */
    private Background<Integer> write() {
        return Background.start(
                "writer",
                () -> transactions.execute(connection -> {
                    insert(connection);
                    return runs.incrementAndGet();
                }));
    }

    private static void insert(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL synchronous_commit = remote_apply");
            statement.execute(INSERT);
        }
    }

    private void assertExactlyOnce(PostgresNode primary) throws SQLException {
        cluster.synchronous(false);
        try (Connection connection = primary.connect("app", "app", "app")) {
            assertThat(query(connection, "SELECT count(*) FROM ledger")).isOne();
        }
    }

    private String found() {
        TransactionStatistics statistics = transactions.statistics();
        return statistics.foundCommitted() + " committed, " + statistics.foundRolledBack() + " rolled back";
    }

    /** The session of a COMMIT that waits for a replica. */
    private int awaitCommitHeld() throws SQLException {
        return awaitSession("wait_event = 'SyncRep' AND usename = 'app'");
    }

    private int awaitWaitForLock() throws SQLException {
        return awaitSession("wait_event = 'advisory' AND usename = 'app'");
    }

    /** Somebody asks what became of a marker and waits for its transaction. */
    private void awaitQuestion() throws SQLException {
        awaitSession("wait_event = 'transactionid' AND query LIKE '%ON CONFLICT%' AND usename = 'app'");
    }

    private int awaitSession(String condition) throws SQLException {
        try (Connection direct = n1.connect()) {
            String sql = "SELECT coalesce(max(pid), 0) FROM pg_stat_activity WHERE " + condition;
            return soon().until(() -> query(direct, sql), pid -> pid != 0);
        }
    }

    private void awaitReceived(PostgresNode replica) throws SQLException {
        try (Connection primary = n1.connect();
                Connection direct = replica.connect()) {
            String flushed;
            try (Statement statement = primary.createStatement();
                    var row = statement.executeQuery("SELECT pg_current_wal_flush_lsn()")) {
                row.next();
                flushed = row.getString(1);
            }
            soon().until(() ->
                    query(direct, "SELECT (pg_last_wal_receive_lsn() >= '" + flushed + "'::pg_lsn)::int") == 1);
        }
    }

    private void terminate(int pid) throws SQLException {
        try (Connection direct = n1.connect()) {
            query(direct, "SELECT pg_terminate_backend(" + pid + ")::int");
        }
    }

    @Test
    void commit_inDoubtWhenTheDataSourceIsClosed_endsAtOnce() throws Exception {
        Connection lock = lock();
        Background<Integer> writer = write();
        awaitWaitForLock();
        n1.resetConnections();
        awaitQuestion();
        long begin = System.nanoTime();
        dataSource.close();
        assertThatThrownBy(writer::result).isInstanceOf(CommitOutcomeUnknownException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        lock.close();
    }

    /** Keeps every COMMIT from going on until it is closed. */
    private Connection lock() throws SQLException {
        Connection connection = DriverManager.getConnection(n1.directJdbcUrl(), "app", "app");
        query(connection, "SELECT 1 FROM pg_advisory_lock(4711)");
        return connection;
    }

    private static ConditionFactory soon() {
        return await().atMost(Sluices.SOON).pollInterval(Duration.ofMillis(20));
    }
}
