// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import io.pgsluice.testkit.PostgresClusterException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** Free TCP ports on the loopback address, below those that the system hands out for outgoing connections. */
final class Ports {
    private static final int FIRST = 12_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 500;

    private Ports() {}

    static InetSocketAddress loopback(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A port that was free a moment ago. */
    static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(false);
                socket.bind(loopback(port));
                return port;
            } catch (IOException taken) {
                // The next one.
            }
        }
        throw new PostgresClusterException("no free TCP port between " + FIRST + " and " + LAST + " on 127.0.0.1");
    }

    /** Takes a free port without listening, so that connections to it are refused. */
    static Socket reserve() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return reserve(ThreadLocalRandom.current().nextInt(FIRST, LAST), false);
            } catch (IOException taken) {
                // The next one.
            }
        }
        throw new PostgresClusterException("no free TCP port between " + FIRST + " and " + LAST + " on 127.0.0.1");
    }

    /** Takes this port without listening. */
    static Socket reserve(int port, boolean reuse) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(reuse);
            socket.bind(loopback(port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
