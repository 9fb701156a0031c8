// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** One client's connection through a relay: two sockets and a thread for each direction. */
final class RelayConnection {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private final Relay relay;
    private final Socket client;
    private final Socket server = new Socket();

    /** Written by {@link #reset}, read by the copying threads. */
    private volatile boolean reset;

    RelayConnection(Relay relay, Socket client) {
        this.relay = relay;
        this.client = client;
    }

    boolean isReset() {
        return reset;
    }

    void start() {
        newThread(this::run).start();
    }

    private void run() {
        try {
            InetSocketAddress target = relay.awaitOpen(this) ? relay.target() : null;
            if (target == null) {
                return;
            }
            server.setTcpNoDelay(true);
            server.connect(target, CONNECT_TIMEOUT_MILLIS);
            Thread answers = newThread(new Pump(relay, this, server, client));
            answers.start();
            new Pump(relay, this, client, server).run();
            answers.join();
        } catch (IOException ended) {
            // The target refused; the client sees a reset.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            reset();
            relay.remove(this);
        }
    }

    Thread newThread(Runnable task) {
        Thread thread = new Thread(task, relay.threadName());
        thread.setDaemon(true);
        return thread;
    }

    /** Ends both sides with a TCP reset where they are still open. */
    void reset() {
        reset = true;
        abort(client);
        abort(server);
        relay.wakeWaiting();
    }

    private static void abort(@Nullable Socket socket) {
        try {
            if (socket != null && !socket.isClosed()) {
                if (!(socket.isInputShutdown() && socket.isOutputShutdown())) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            }
        } catch (IOException closedAnyway) {
            // Nothing is left to do with it.
        }
    }
}
