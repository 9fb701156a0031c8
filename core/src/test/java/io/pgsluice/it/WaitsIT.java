// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.awaitEligibility;
import static io.pgsluice.it.Sluices.node;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.query;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static io.pgsluice.it.Sluices.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.Eligibility;
import io.pgsluice.NodeState;
import io.pgsluice.ReplicaFallback;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.Partition;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every wait ends with the data source, and with an interrupt. */
@PgCluster
class WaitsIT {
    private static final Logger LOG = LoggerFactory.getLogger(WaitsIT.class);

    private final PostgresCluster cluster;
    private final PostgresNode n1;
    private final PostgresNode n2;
    private final PostgresNode n3;

    WaitsIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
        this.n2 = cluster.node("n2");
        this.n3 = cluster.node("n3");
    }

    private enum Fault {
        KILLED,
        FROZEN,
        SILENT,
        REFUSED;

        void hit(PostgresNode node) {
            switch (this) {
                case KILLED -> node.kill();
                case FROZEN -> node.freeze();
                case SILENT -> node.partition(Partition.SILENT);
                case REFUSED -> node.partition(Partition.REFUSED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void close_primaryLostAndCallsWaiting_endsSoonAndTellsThem(Fault fault) throws Exception {
        SluiceDataSource dataSource = open(cluster);
        fault.hit(n1);
        await().atMost(Sluices.SOON).until(() -> dataSource.topology().primary() == null);
        List<Background<PostgresNode>> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiting.add(Background.start("writer-" + i, () -> transaction(dataSource, cluster)));
        }
        waiting.forEach(Background::awaitBlocked);
        endsWithin(Duration.ofSeconds(3), dataSource);
        for (Background<PostgresNode> writer : waiting) {
            assertThatThrownBy(writer::result)
                    .isInstanceOf(SQLException.class)
                    .hasMessage("it - the data source is closed")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("08003");
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void close_lossNotNoticedYetAndStatementsHanging_endsSoonAndTellsThem(Fault fault) throws Exception {
        SluiceDataSource dataSource = open(cluster, config -> config.maxReplicaLag(Duration.ofMinutes(2))
                .probeInterval(Duration.ofMillis(100))
                .probeTimeout(Duration.ofMinutes(1)));
        List<Background<Integer>> hanging = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            hanging.add(Background.start("hanging-" + i, () -> {
                try (Connection connection = dataSource.getConnection()) {
                    connection.setAutoCommit(false);
                    return query(connection, "SELECT 1 FROM pg_sleep(60)");
                }
            }));
        }
        try {
            await().until(() -> sleeping(n1) == 4);
            fault.hit(n1);
            endsWithin(Duration.ofSeconds(4), dataSource);
            for (Background<Integer> statement : hanging) {
                assertThatThrownBy(statement::result).isInstanceOf(SQLException.class);
            }
        } finally {
            dataSource.close();
            n1.thaw();
            if (n1.isRunning()) {
                n1.terminateSessions();
            }
        }
    }

    @Test
    void close_probesOfAllNodesHangAndMayForLong_endsAsSoonAsWithOne() {
        SluiceDataSource dataSource = open(cluster, config -> config.maxReplicaLag(Duration.ofMinutes(2))
                .probeInterval(Duration.ofMillis(100))
                .probeTimeout(Duration.ofMinutes(1)));
        cluster.nodes().forEach(node -> node.partition(Partition.SILENT));
        await().atMost(Sluices.SOON)
                .until(() -> cluster.nodes().stream().allMatch(node -> isProbing("pgsluice-it-probe-" + node.name())));
        endsWithin(Duration.ofMillis(2_500), dataSource);
    }

    private static boolean isProbing(String thread) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey().getName().equals(thread))
                .flatMap(each -> Stream.of(each.getValue()))
                .anyMatch(frame -> frame.getClassName().endsWith(".ProbeQuery"));
    }

    private static int sleeping(PostgresNode node) throws SQLException {
        try (Connection connection = node.connect()) {
            return query(
                    connection,
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%FROM pg_sleep(60)'"
                            + " AND state = 'active' AND pid <> pg_backend_pid()");
        }
    }

    private static void endsWithin(Duration bound, SluiceDataSource dataSource) {
        long begin = System.nanoTime();
        dataSource.close();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        LOG.info("closed after {} ms", took.toMillis());
        assertThat(took).isLessThan(bound);
    }

    @Test
    void interrupt_callWaitingForTheFrozenPrimarysPool_endsIt() throws Exception {
        try (SluiceDataSource dataSource = open(cluster)) {
            n1.freeze();
            await().until(() -> dataSource.topology().node("n1").state() == NodeState.DOWN);
            interrupted(Background.start("writer", () -> transaction(dataSource, cluster)));
        }
    }

    @Test
    void interrupt_callWaitingForAFreeConnection_endsIt() throws Exception {
        try (SluiceDataSource dataSource = open(cluster, config -> config.maximumPoolSize(1));
                Connection holder = dataSource.getConnection()) {
            holder.setAutoCommit(false);
            assertThat(node(holder, cluster)).isEqualTo(n1);
            interrupted(Background.start("writer", () -> transaction(dataSource, cluster)));
            holder.commit();
        }
    }

    @Test
    void interrupt_readWaitingForAPlaceOnThePrimary_endsIt() throws Exception {
        try (SluiceDataSource dataSource = open(cluster, config -> config.maxFallbackReads(1));
                Connection holder = dataSource.getConnection()) {
            dataSource.drain("n2");
            dataSource.drain("n3");
            holder.setReadOnly(true);
            holder.setAutoCommit(false);
            assertThat(node(holder, cluster)).isEqualTo(n1);
            interrupted(Background.start("reader", () -> readOnlyTransaction(dataSource, cluster)));
            holder.commit();
        }
    }

    @Test
    void interrupt_readWaitingForAReplica_endsIt() throws Exception {
        try (SluiceDataSource dataSource = open(
                cluster, config -> config.replicaFallback(ReplicaFallback.WAIT).fallbackWait(Sluices.SOON))) {
            dataSource.drain("n2");
            dataSource.drain("n3");
            Background<PostgresNode> reader =
                    Background.start("reader", () -> readOnlyTransaction(dataSource, cluster));
            interrupted(reader);
            dataSource.undrain("n3");
            awaitEligibility(dataSource, n3, Eligibility.ELIGIBLE);
            assertThat(readOnlyTransaction(dataSource, cluster)).isEqualTo(n3);
            assertThat(dataSource.topology().node(n2.name()).eligibility()).isEqualTo(Eligibility.DRAINED);
        }
    }

    private static void interrupted(Background<?> call) {
        call.awaitBlocked();
        call.interrupt();
        assertThatThrownBy(call::result)
                .isInstanceOf(SQLException.class)
                .hasMessageStartingWith("it - interrupted while waiting for a node")
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("57014");
    }

    @Test
    void readsBeyondTheCap_wait_thenFailNamingTheCap() throws Exception {
        try (SluiceDataSource dataSource =
                        open(cluster, config -> config.maxFallbackReads(1).connectionTimeout(Duration.ofMillis(500)));
                Connection holder = dataSource.getConnection()) {
            dataSource.drain("n2");
            dataSource.drain("n3");
            holder.setReadOnly(true);
            holder.setAutoCommit(false);
            assertThat(node(holder, cluster)).isEqualTo(n1);
            assertThatThrownBy(() -> readOnlyTransaction(dataSource, cluster))
                    .hasMessageContaining("too many reads have fallen back to the primary (maxFallbackReads=1)")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("08001");
            assertThat(transaction(dataSource, cluster))
                    .as("writes go past the cap")
                    .isEqualTo(n1);
            Background<PostgresNode> reader =
                    Background.start("reader", () -> readOnlyTransaction(dataSource, cluster));
            reader.awaitBlocked();
            holder.commit();
            assertThat(reader.result()).isEqualTo(n1);
        }
    }
}
