// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgsluice.NodeConfig;
import io.pgsluice.SluiceConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PhysicalConnectionsTest {
    private static final String REFUSED = "refused";

    private PhysicalConnections physical;

    @BeforeEach
    void nobodyListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        NodeConfig node = NodeConfig.of("n1", "jdbc:postgresql://127.0.0.1:" + port + "/app");
        SluiceConfig config =
                SluiceConfig.builder().node(node).credentials("app", null).build();
        physical = new PhysicalConnections(new NodeConnector(config, node));
    }

    @AfterEach
    void close() {
        physical.close();
    }

    @Test
    void getConnection_nodeUp_asksTheNode() {
        assertThatThrownBy(physical::getConnection)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(REFUSED);
    }

    @Test
    void getConnection_nodeDown_waitsUntilItIsBack() throws Exception {
        physical.refuse();
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread waiting = attempt(answer);
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        assertThat(answer).isNotDone();
        physical.admit();
        assertThat(answer.get(10, TimeUnit.SECONDS)).contains(REFUSED);
    }

    @Test
    void getConnection_closedWhileTheNodeIsDown_fails() throws Exception {
        physical.refuse();
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread waiting = attempt(answer);
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        physical.close();
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("no connection to node n1: the data source is closed");
    }

    @Test
    void getConnection_interruptedWhileTheNodeIsDown_failsAndStaysInterrupted() throws Exception {
        physical.refuse();
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread waiting = attempt(answer);
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        waiting.interrupt();
        assertThat(answer.get(10, TimeUnit.SECONDS))
                .isEqualTo("no connection to node n1: interrupted while it is down (interrupted)");
    }

    private Thread attempt(CompletableFuture<String> answer) {
        Thread thread = new Thread(() -> {
            try {
                physical.getConnection().close();
                answer.complete("connected");
            } catch (SQLException e) {
                answer.complete(e.getMessage() + (Thread.currentThread().isInterrupted() ? " (interrupted)" : ""));
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
