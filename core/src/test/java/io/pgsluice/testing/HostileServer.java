// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Listens on the loopback address and plays a script to everybody who connects. What the script does when the other side has hung up is
 * of no interest: its session is over then.
 */
public final class HostileServer implements AutoCloseable {

    /** What a server does with one connection; it is closed when this returns. */
    @FunctionalInterface
    public interface Script {
        void play(WireSession session) throws IOException, InterruptedException;
    }

    /** A connection that is over. */
    public record Past(String application, Duration lasted, long bytesSent) {}

    private final ServerSocket listener;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final List<Past> past = new CopyOnWriteArrayList<>();

    public HostileServer(Script script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("hostile-listener", this::listen);
    }

    /** The JDBC URL of this server. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + listener.getLocalPort() + "/app";
    }

    /** The connections that are over. */
    public List<Past> past() {
        return List.copyOf(past);
    }

    /** How many connections are open. */
    public int open() {
        return open.size();
    }

    private void listen() {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                open.add(socket);
                start("hostile-session", () -> play(socket));
            }
        } catch (IOException e) {
            // Closed at the end of the test.
        }
    }

    private void play(Socket socket) {
        long begin = System.nanoTime();
        WireSession session = new WireSession(socket);
        try (socket) {
            script.play(session);
        } catch (IOException e) {
            // The other side hung up.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            past.add(new Past(session.application(), Duration.ofNanos(System.nanoTime() - begin), session.sent()));
            open.remove(socket);
        }
    }

    private void start(String name, Runnable task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } finally {
                        threads.remove(Thread.currentThread());
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (SocketException e) {
                // Closed already.
            }
        }
        threads.forEach(Thread::interrupt);
    }
}
