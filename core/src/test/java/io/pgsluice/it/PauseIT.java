// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.awaitEligibility;
import static io.pgsluice.it.Sluices.awaitPrimary;
import static io.pgsluice.it.Sluices.execute;
import static io.pgsluice.it.Sluices.node;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static io.pgsluice.it.Sluices.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.Eligibility;
import io.pgsluice.NoAvailableNodeException;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import io.pgsluice.testkit.StopMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@PgCluster
class PauseIT {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final PostgresCluster cluster;
    private final PostgresNode n1;
    private final PostgresNode n2;
    private final PostgresNode n3;

    PauseIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
        this.n2 = cluster.node("n2");
        this.n3 = cluster.node("n3");
    }

    @Test
    void switchover_whilePausedUnderLoad_surfacesNoErrorAndLosesNoWrite() throws Exception {
        try (SluiceDataSource dataSource = open(cluster, config -> config.maximumPoolSize(8))) {
            execute(dataSource, "DROP TABLE IF EXISTS paused; CREATE TABLE paused(id bigint PRIMARY KEY)");
            cluster.awaitCaughtUp();
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong writes = new AtomicLong();
            AtomicLong reads = new AtomicLong();
            List<Background<Boolean>> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean autocommit = i % 2 == 0;
                threads.add(Background.start("writer-" + i, () -> {
                    while (!stop.get()) {
                        write(dataSource, writes.incrementAndGet(), autocommit);
                    }
                    return true;
                }));
            }
            for (int i = 0; i < 4; i++) {
                threads.add(Background.start("reader-" + i, () -> {
                    while (!stop.get()) {
                        read(dataSource);
                        reads.incrementAndGet();
                    }
                    return true;
                }));
            }
            await().until(() -> writes.get() > 200 && reads.get() > 100);
            assertThat(dataSource.pause(LONG)).isTrue();
            assertThat(dataSource.openPrimaryTransactions()).isZero();
            await().until(() -> dataSource.heldCalls() == 8);
            cluster.awaitCaughtUp();
            n1.stop(StopMode.FAST);
            long readsBefore = reads.get();
            await().until(() -> dataSource.topology().primary() == null && reads.get() > readsBefore + 50);
            n2.promote();
            n3.follow(n2);
            dataSource.resume();
            long written = writes.get();
            await().until(() -> writes.get() > written + 200);
            awaitEligibility(dataSource, n3, Eligibility.ELIGIBLE);
            stop.set(true);
            for (Background<Boolean> thread : threads) {
                assertThat(thread.result()).isTrue();
            }
            awaitPrimary(dataSource, n2);
            try (Connection connection = dataSource.getConnection()) {
                assertThat(query(connection, "SELECT count(*) FROM paused")).isEqualTo((int) writes.get());
            }
        }
    }

    private static void write(SluiceDataSource dataSource, long id, boolean autocommit) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(autocommit);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO paused VALUES (?)")) {
                insert.setLong(1, id);
                insert.executeUpdate();
            }
            if (!autocommit) {
                query(connection, "SELECT 1");
                connection.commit();
            }
        }
    }

    private static void read(SluiceDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            query(connection, "SELECT count(*) FROM paused");
            query(connection, "SELECT count(*) FROM paused");
            connection.commit();
        }
    }

    @Test
    void pause_transactionOpen_waitsForItsEnd() throws Exception {
        try (SluiceDataSource dataSource = open(cluster);
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            query(connection, "SELECT 1");
            assertThat(dataSource.openPrimaryTransactions()).isEqualTo(1);
            assertThat(dataSource.pause(Duration.ofMillis(50))).isFalse();
            assertThat(dataSource.isPaused()).isTrue();
            Background<Boolean> pause = Background.start("pause", () -> dataSource.pause(LONG));
            pause.awaitBlocked();
            query(connection, "SELECT 2");
            assertThat(pause.isDone()).isFalse();
            connection.commit();
            assertThat(pause.result()).isTrue();
            dataSource.resume();
            assertThat(dataSource.isPaused()).isFalse();
            query(connection, "SELECT 3");
            connection.rollback();
            assertThat(dataSource.pause(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void pause_transactionEndsInAnyWay_countsNoneOpen() throws Exception {
        try (SluiceDataSource dataSource = open(cluster)) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                query(connection, "SELECT 1");
            }
            assertThat(dataSource.openPrimaryTransactions()).as("closed").isZero();
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                assertThatThrownBy(() -> query(connection, "SELECT 1/0")).isInstanceOf(SQLException.class);
                assertThat(dataSource.openPrimaryTransactions()).as("failed").isEqualTo(1);
                connection.rollback();
                assertThat(dataSource.openPrimaryTransactions())
                        .as("rolled back")
                        .isZero();
                query(connection, "SELECT 1");
                connection.setAutoCommit(true);
                assertThat(dataSource.openPrimaryTransactions())
                        .as("autocommit on")
                        .isZero();
                query(connection, "SELECT 1");
                assertThatThrownBy(() -> query(connection, "SELECT 1/0")).isInstanceOf(SQLException.class);
                assertThat(dataSource.openPrimaryTransactions())
                        .as("autocommit")
                        .isZero();
                connection.prepareStatement("SELECT 1");
                assertThat(dataSource.openPrimaryTransactions()).as("prepared").isZero();
                connection.setAutoCommit(false);
                query(connection, "SELECT 1");
                connection.abort(Runnable::run);
                assertThat(dataSource.openPrimaryTransactions()).as("aborted").isZero();
            }
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                query(connection, "SELECT 1");
                n1.terminateSessions();
                assertThatThrownBy(() -> query(connection, "SELECT 1")).isInstanceOf(SQLException.class);
                assertThat(dataSource.openPrimaryTransactions()).as("lost").isZero();
                connection.rollback();
            }
        }
    }

    @Test
    void pause_writes_areHeldUntilResume() throws Exception {
        try (SluiceDataSource dataSource = open(cluster);
                Connection pinned = dataSource.getConnection()) {
            query(pinned, "SELECT 1 FROM pg_advisory_lock(7)");
            assertThat(dataSource.pause(LONG)).isTrue();
            List<Background<?>> held = new ArrayList<>();
            held.add(Background.start("transaction", () -> transaction(dataSource, cluster)));
            held.add(Background.start("pinned", () -> node(pinned, cluster)));
            held.add(Background.start("autocommit", () -> {
                try (Connection connection = dataSource.getConnection()) {
                    return node(connection, cluster);
                }
            }));
            await().until(() -> dataSource.heldCalls() == 3);
            assertThat(readOnlyTransaction(dataSource, cluster)).isIn(n2, n3);
            assertThat(dataSource.openPrimaryTransactions()).isZero();
            dataSource.resume();
            for (Background<?> call : held) {
                assertThat(call.result()).isEqualTo(n1);
            }
            await().until(() -> dataSource.heldCalls() == 0);
        }
    }

    @Test
    void pause_readsThatFallBack_areHeldUntilAReplicaIsThereOrResume() throws Exception {
        try (SluiceDataSource dataSource = open(cluster)) {
            dataSource.drain("n2");
            dataSource.drain("n3");
            assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(n1);
            assertThat(dataSource.pause(LONG)).isTrue();
            Background<PostgresNode> read = Background.start("read", () -> readOnlyTransaction(dataSource, cluster));
            await().until(() -> dataSource.heldCalls() == 1);
            dataSource.undrain("n3");
            assertThat(read.result()).isEqualTo(n3);
            dataSource.drain("n3");
            Background<PostgresNode> other = Background.start("read", () -> readOnlyTransaction(dataSource, cluster));
            await().until(() -> dataSource.heldCalls() == 1);
            dataSource.resume();
            assertThat(other.result()).isEqualTo(n1);
        }
    }

    @Test
    void pause_longerThanFailoverTimeout_failsHeldCallsSayingWhoPaused() throws Exception {
        try (SluiceDataSource dataSource = open(cluster, config -> config.failoverTimeout(Duration.ofMillis(300)));
                Connection pinned = dataSource.getConnection()) {
            query(pinned, "SELECT 1 FROM pg_advisory_lock(8)");
            assertThat(dataSource.pause(LONG)).isTrue();
            assertThatThrownBy(() -> transaction(dataSource, cluster))
                    .isInstanceOf(NoAvailableNodeException.class)
                    .hasMessageStartingWith("it - no begin of a read-write transaction within ")
                    .hasMessageContaining("the data source is paused, and no transaction begins on the primary until"
                            + " resume() is called (since=20")
                    .hasMessageContaining("by=thread " + Thread.currentThread().getName())
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("08001");
            assertThatThrownBy(() -> query(pinned, "SELECT 1")).isInstanceOf(NoAvailableNodeException.class);
            assertThat(dataSource.heldCalls()).isZero();
            dataSource.resume();
            assertThat(transaction(dataSource, cluster)).isEqualTo(n1);
            assertThat(query(pinned, "SELECT 5")).isEqualTo(5);
        }
    }

    @Test
    void interrupt_callHeldOrPausing_endsIt() throws Exception {
        try (SluiceDataSource dataSource = open(cluster);
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            query(connection, "SELECT 1");
            Background<Boolean> pause = Background.start("pause", () -> dataSource.pause(LONG));
            await().until(dataSource::isPaused);
            Background<PostgresNode> writer = Background.start("writer", () -> transaction(dataSource, cluster));
            await().until(() -> dataSource.heldCalls() == 1);
            writer.interrupt();
            assertThatThrownBy(writer::result)
                    .hasMessageContaining("interrupted while waiting")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("57014");
            pause.interrupt();
            assertThatThrownBy(pause::result).isInstanceOf(InterruptedException.class);
            assertThat(dataSource.isPaused()).isTrue();
        }
    }

    @Test
    void close_callsHeldAndPausing_endsThem() throws Exception {
        SluiceDataSource dataSource = open(cluster);
        Connection connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        query(connection, "SELECT 1");
        Background<Boolean> pause = Background.start("pause", () -> dataSource.pause(LONG));
        await().until(dataSource::isPaused);
        Background<PostgresNode> writer = Background.start("writer", () -> transaction(dataSource, cluster));
        await().until(() -> dataSource.heldCalls() == 1);
        dataSource.close();
        assertThatThrownBy(writer::result)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("08003");
        assertThat(pause.result()).isFalse();
        connection.close();
    }
}
