// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final ServerSocket echo = listen();
    private final Relay relay = new Relay("test");

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void startEcho() {
        relay.target(Ports.loopback(echo.getLocalPort()));
        daemon(() -> {
            while (true) {
                Socket client = echo.accept();
                daemon(() -> {
                    try (client) {
                        client.getInputStream().transferTo(client.getOutputStream());
                    }
                });
            }
        });
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void daemon(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException end) {
                // The test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
        echo.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("pgsluice-testkit-relay-test")));
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(Ports.loopback(relay.port()), TIMEOUT_MILLIS);
        return socket;
    }

    private static int echo(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        return socket.getInputStream().read();
    }

    @Test
    void forward_bytesAndEnd_passBothWays() throws IOException {
        try (Socket socket = connect()) {
            assertThat(echo(socket, 1)).isEqualTo(1);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void noTarget_newConnection_isRefusedAndOldOneStays() throws IOException {
        try (Socket socket = connect()) {
            assertThat(echo(socket, 1)).isEqualTo(1);
            relay.target(null);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThat(echo(socket, 2)).isEqualTo(2);
        }
    }

    @Test
    void blackhole_oldAndNewConnections_hangAndGoOnAfterwards() throws IOException {
        try (Socket before = connect()) {
            assertThat(echo(before, 1)).isEqualTo(1);
            relay.mode(Relay.Mode.BLACKHOLE);
            try (Socket during = connect()) {
                before.setSoTimeout(200);
                during.setSoTimeout(200);
                assertThatThrownBy(() -> echo(before, 2)).isInstanceOf(SocketTimeoutException.class);
                assertThatThrownBy(() -> echo(during, 3)).isInstanceOf(SocketTimeoutException.class);

                relay.mode(Relay.Mode.FORWARD);

                before.setSoTimeout(TIMEOUT_MILLIS);
                during.setSoTimeout(TIMEOUT_MILLIS);
                assertThat(before.getInputStream().read()).isEqualTo(2);
                assertThat(during.getInputStream().read()).isEqualTo(3);
            }
        }
    }

    @Test
    void blackhole_withoutTarget_stillAccepts() throws IOException {
        relay.mode(Relay.Mode.BLACKHOLE);
        relay.target(null);
        try (Socket socket = connect()) {
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> echo(socket, 1)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void blackhole_thenRefuse_resetsWhatHung() throws IOException {
        relay.mode(Relay.Mode.BLACKHOLE);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(1);
            relay.mode(Relay.Mode.REFUSE);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void refuse_manyTimes_keepsThePort() throws IOException {
        int port = relay.port();
        for (int i = 0; i < 50; i++) {
            try (Socket socket = connect()) {
                assertThat(echo(socket, 1)).isEqualTo(1);
                relay.mode(Relay.Mode.REFUSE);
                assertThatThrownBy(() -> echo(socket, 2)).isInstanceOf(SocketException.class);
                assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
                relay.mode(Relay.Mode.FORWARD);
            }
        }
        assertThat(relay.port()).isEqualTo(port);
    }

    @Test
    void delay_bytes_arriveLaterAndInOrder() throws IOException {
        try (Socket socket = connect()) {
            relay.delay(Duration.ofMillis(60));
            long start = System.nanoTime();
            assertThat(echo(socket, 1)).isEqualTo(1);
            assertThat(System.nanoTime() - start).isGreaterThan(120_000_000L);
            for (int i = 0; i < 20; i++) {
                socket.getOutputStream().write(i);
            }
            relay.delay(Duration.ZERO);
            for (int i = 20; i < 40; i++) {
                socket.getOutputStream().write(i);
            }
            for (int i = 0; i < 40; i++) {
                assertThat(socket.getInputStream().read()).isEqualTo(i);
            }
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void target_refusing_resetsTheClient() {
        relay.target(Ports.loopback(Ports.free()));
        // The reset may come before connect() has returned.
        assertThatThrownBy(() -> {
                    try (Socket socket = connect()) {
                        socket.getInputStream().read();
                    }
                })
                .isInstanceOf(SocketException.class);
    }
}
