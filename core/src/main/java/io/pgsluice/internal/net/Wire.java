// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.sql.SQLException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The line to a server under one physical connection, below TLS. It can be cut at any moment, from the first packet on and whatever
 * the connection's threads are doing, and what may come in over it can be limited.
 *
 * <p>The driver's own {@code abort} does neither: it needs a connection that is open already, and closing a TLS socket waits for a
 * thread that hangs in a write to it.
 *
 * <p>{@link #cut()} is safe for use by multiple threads; the rest is confined to the thread that uses the connection.
 */
public final class Wire {
    /** The wire that the thread is connecting over, which the driver's socket factory asks for. */
    private static final ThreadLocal<@Nullable Wire> CONNECTING = new ThreadLocal<>();

    /** Opens a connection. */
    @FunctionalInterface
    public interface Opener<T> {
        T open() throws SQLException;
    }

    private final @Nullable SocketFactory foreign;

    /** Written by the thread that connects. */
    private volatile @Nullable Socket socket;

    /** Written by the thread that cuts. */
    private volatile boolean cut;

    /** What the server sends, below TLS; null for foreign sockets. Written by the thread that connects. */
    private volatile @Nullable InputStream input;

    private long allowance = Long.MAX_VALUE;

    /**
     * Makes a wire without a socket.
     *
     * @param foreign where its sockets come from; null for plain ones. What comes in over foreign ones is not limited
     */
    public Wire(@Nullable SocketFactory foreign) {
        this.foreign = foreign;
    }

    /** Lets the driver connect over this wire. */
    public <T> T connect(Opener<T> opener) throws SQLException {
        CONNECTING.set(this);
        try {
            return opener.open();
        } finally {
            CONNECTING.remove();
        }
    }

    static @Nullable Wire connecting() {
        return CONNECTING.get();
    }

    /** Ends every read and write at once, also those to come. Never blocks, and lets the server have no more of what was written. */
    public void cut() {
        cut = true;
        Socket current = socket;
        if (current == null) {
            return;
        }
        if (foreign == null) {
            close(current);
        } else {
            Thread thread = new Thread(() -> close(current), "pgsluice-cut");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Whether it was cut. */
    public boolean isCut() {
        return cut;
    }

    /**
     * Whether there is something that nobody has read yet. Takes a system call, and never waits. False where it can't be told: with foreign
     * sockets, and when the server has closed the line without a word.
     */
    public boolean hasInput() {
        InputStream in = input;
        try {
            return in != null && in.available() > 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Lets so many bytes more come in; reading further is an error. */
    public void limit(long bytes) {
        allowance = bytes;
    }

    /** Lets any number of bytes come in. */
    public void unlimited() {
        allowance = Long.MAX_VALUE;
    }

    /** A socket of this wire, which replaces the one before. */
    Socket newSocket() throws IOException {
        Socket created = foreign == null ? new PlainSocket(this) : foreign.createSocket();
        socket = created;
        if (cut) {
            close(created);
            throw new SocketException("cut while connecting");
        }
        return created;
    }

    /** A socket that belongs to no wire, for a cancel request. */
    Socket newOtherSocket() throws IOException {
        return foreign == null ? new Socket() : foreign.createSocket();
    }

    private void received(int bytes) throws IOException {
        if (bytes > 0 && allowance != Long.MAX_VALUE) {
            allowance -= bytes;
            if (allowance < 0) {
                throw new IOException("the server sends more than a login or a probe can be answered with");
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // A socket that is closed already has nothing to linger for.
        }
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing left to close.
        }
    }

    /**
     * Counts what comes in, and tells without a lock whether it is closed, as a driver without TLS asks it for each look at a connection: the JDK's takes
     * one before 21. It says so when all is closed, not while that is being done.
     */
    private static final class PlainSocket extends Socket {
        private final Wire wire;

        /** Written by whoever closes. */
        private volatile boolean closed;

        PlainSocket(Wire wire) {
            this.wire = wire;
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // what needs a lock takes it itself
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                // Not before: JDK 17 closes only what does not say yet that it is closed.
                closed = true;
            }
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            InputStream plain = super.getInputStream();
            wire.input = plain;
            return new FilterInputStream(plain) {
                @Override
                public int read() throws IOException {
                    int one = in.read();
                    wire.received(1);
                    return one;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int count = in.read(buffer, offset, length);
                    wire.received(count);
                    return count;
                }
            };
        }
    }
}
