// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static io.pgsluice.it.Sluices.node;
import static io.pgsluice.it.Sluices.open;
import static io.pgsluice.it.Sluices.readOnlyTransaction;
import static io.pgsluice.it.Sluices.status;
import static io.pgsluice.it.Sluices.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.NodeState;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A lost primary, met through TLS: its sockets close in other ways than plain ones. */
@PgCluster(tls = true)
class TlsFailoverIT {
    /** More than the buffers of sockets and relays hold. */
    private static final int LARGE = 64 << 20;

    private final PostgresCluster cluster;
    private final PostgresNode n1;
    private final PostgresNode n2;

    TlsFailoverIT(PostgresCluster cluster) {
        this.cluster = cluster;
        this.n1 = cluster.node("n1");
        this.n2 = cluster.node("n2");
    }

    private void verified(SluiceConfigBuilder config) {
        config.driverProperty("sslmode", "verify-full")
                .driverProperty("sslrootcert", cluster.rootCertificate().toString());
    }

    @Test
    void write_primaryKilled_waitsForTheNewOne() throws Exception {
        try (SluiceDataSource dataSource = open(cluster, this::verified)) {
            n1.kill();
            await().until(() -> status(dataSource, n1).state() == NodeState.DOWN);
            Background<PostgresNode> writer = Background.start("writer", () -> transaction(dataSource, cluster));
            writer.awaitBlocked();
            n2.promote();
            assertThat(writer.result()).isEqualTo(n2);
        }
    }

    @Test
    void largeWrite_primaryFrozenWhileItIsSent_isCutAndNobodyElseWaitsForIt() throws Exception {
        try (SluiceDataSource dataSource = open(cluster, this::verified);
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            assertThat(node(connection, cluster)).isEqualTo(n1);
            n1.freeze();
            Background<Integer> writer = Background.start("large-write", () -> send(connection, LARGE));
            await().until(() -> status(dataSource, n1).state() == NodeState.DOWN);
            assertThat(readOnlyTransaction(dataSource, cluster)).isNotEqualTo(n1);
            n2.promote();
            assertThat(transaction(dataSource, cluster)).isEqualTo(n2);
            assertThatThrownBy(writer::result)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("40001");
            connection.rollback();
            assertThat(node(connection, cluster)).isEqualTo(n2);
            connection.commit();
        }
    }

    @Test
    void close_largeWriteHangsThatNobodyNoticedYet_endsItAndReturns() throws Exception {
        SluiceDataSource dataSource = open(cluster, config -> {
            verified(config);
            config.maxReplicaLag(Duration.ofMinutes(2)).probeTimeout(Duration.ofMinutes(1));
        });
        Background<Integer> writer;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            assertThat(node(connection, cluster)).isEqualTo(n1);
            n1.freeze();
            writer = Background.start("large-write", () -> send(connection, LARGE));
            writer.awaitIn("java.net.Socket$SocketOutputStream");
            Background<Boolean> close = Background.start("close", () -> {
                dataSource.close();
                return dataSource.isClosed();
            });
            assertThat(close.result()).isTrue();
            assertThatThrownBy(writer::result).isInstanceOf(SQLException.class);
        }
        assertThat(status(dataSource, n1).state()).isEqualTo(NodeState.UP);
    }

    private static int send(Connection connection, int bytes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT length(?)")) {
            statement.setBytes(1, new byte[bytes]);
            statement.execute();
            return bytes;
        }
    }
}
