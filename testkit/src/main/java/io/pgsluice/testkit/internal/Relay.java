// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A TCP relay on a port of its own that can stop, refuse or delay what passes. It refuses connections while it has no
 * target. Safe for use by multiple threads.
 */
public final class Relay implements AutoCloseable {
    private static final int BACKLOG = 512;
    private static final Duration REBIND_TIMEOUT = Duration.ofSeconds(5);

    /** What happens to connections and bytes. */
    public enum Mode {
        /** All pass. */
        FORWARD,
        /** Connections are accepted and stay open; nothing passes until the mode changes, then all of it does. */
        BLACKHOLE,
        /** New connections are refused, those that existed are reset. */
        REFUSE
    }

    private final String name;
    private final int port;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Set<RelayConnection> connections = new HashSet<>();

    @GuardedBy("lock")
    private @Nullable ServerSocket listener;

    @GuardedBy("lock")
    private @Nullable Socket placeholder;

    @GuardedBy("lock")
    private boolean closed;

    /** Written with the lock held, read by the copying threads without. */
    private volatile Mode mode = Mode.FORWARD;

    /** Written with the lock held, read when a connection is made. */
    private volatile @Nullable InetSocketAddress target;

    /** Written by {@link #delay}, read for each chunk. */
    private volatile long delayNanos;

    /** Takes a free port, on which connections are refused until there is a target. */
    public Relay(String name) {
        this.name = name;
        Socket reserved = Ports.reserve();
        this.placeholder = reserved;
        this.port = reserved.getLocalPort();
    }

    /** The port, the same for ever. */
    public int port() {
        return port;
    }

    String threadName() {
        return "pgsluice-testkit-relay-" + name;
    }

    @Nullable
    InetSocketAddress target() {
        return target;
    }

    long delayNanos() {
        return delayNanos;
    }

    /** Delays every byte by this time, in each direction; throughput stays. */
    public void delay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    /** Where new connections go to; without a target they are refused. Existing connections stay. */
    public void target(@Nullable InetSocketAddress address) {
        lock.lock();
        try {
            target = address;
            apply();
        } finally {
            lock.unlock();
        }
    }

    /** Changes the mode. */
    public void mode(Mode next) {
        lock.lock();
        try {
            mode = next;
            apply();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (next == Mode.REFUSE) {
            resetConnections();
        }
    }

    /** Resets all connections; new ones are treated as before. */
    public void resetConnections() {
        for (RelayConnection connection : snapshot()) {
            connection.reset();
        }
    }

    private List<RelayConnection> snapshot() {
        lock.lock();
        try {
            return new ArrayList<>(connections);
        } finally {
            lock.unlock();
        }
    }

    /** Blocks while nothing may pass; false once the connection or the relay is closed. */
    boolean awaitOpen(RelayConnection connection) throws InterruptedException {
        if (mode == Mode.FORWARD) {
            return true;
        }
        lock.lock();
        try {
            while (mode == Mode.BLACKHOLE && !closed && !connection.isReset()) {
                changed.await();
            }
            return mode == Mode.FORWARD && !closed && !connection.isReset();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the threads of a connection that was reset go on. */
    void wakeWaiting() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void remove(RelayConnection connection) {
        lock.lock();
        try {
            connections.remove(connection);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void apply() {
        boolean listen = !closed && (mode == Mode.BLACKHOLE || (mode == Mode.FORWARD && target != null));
        if (listen && listener == null) {
            listen();
        } else if (!listen && listener != null) {
            stopListening();
        }
    }

    @GuardedBy("lock")
    private void listen() {
        closeQuietly(placeholder);
        placeholder = null;
        Await.until(REBIND_TIMEOUT, () -> "relay " + name + " listens on its port " + port + " again", () -> {
            ServerSocket socket = new ServerSocket();
            try {
                socket.bind(Ports.loopback(port), BACKLOG);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
            accept(socket);
            return true;
        });
    }

    private void accept(ServerSocket socket) {
        lock.lock();
        try {
            listener = socket;
        } finally {
            lock.unlock();
        }
        Thread acceptor = new Thread(() -> acceptLoop(socket), threadName());
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Keeps the port without listening on it, so that connections are refused and no free-port search hands it out. */
    @GuardedBy("lock")
    private void stopListening() {
        closeQuietly(listener);
        listener = null;
        if (!closed) {
            // The socket is closed once the thread in accept() has noticed.
            Await.until(REBIND_TIMEOUT, () -> "relay " + name + " keeps its port " + port, this::keepPort);
        }
    }

    private boolean keepPort() throws IOException {
        Socket reserved = Ports.reserve(port, true);
        lock.lock();
        try {
            placeholder = reserved;
        } finally {
            lock.unlock();
        }
        return true;
    }

    private void acceptLoop(ServerSocket socket) {
        while (true) {
            try {
                Socket client = socket.accept();
                client.setTcpNoDelay(true);
                RelayConnection connection = new RelayConnection(this, client);
                if (register(connection, socket)) {
                    connection.start();
                } else {
                    connection.reset();
                }
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return;
                }
            }
        }
    }

    private boolean register(RelayConnection connection, ServerSocket socket) {
        lock.lock();
        try {
            return !socket.isClosed() && connections.add(connection);
        } finally {
            lock.unlock();
        }
    }

    /** Gives up the port and resets all connections. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            apply();
            closeQuietly(placeholder);
            placeholder = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        resetConnections();
    }

    private static void closeQuietly(java.io.@Nullable Closeable closeable) {
        if (closeable != null) {
            try {
                closeable.close();
            } catch (IOException closedAnyway) {
                // Nothing is left to do with it.
            }
        }
    }
}
