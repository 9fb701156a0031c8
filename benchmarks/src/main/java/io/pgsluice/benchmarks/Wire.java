// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * Counts what pgjdbc's connections to a node put on the wire: statements, and round trips, which is how often they turn from writing to reading.
 * A connection is counted if its URL is one of {@link #counted}. Safe for use by multiple threads.
 */
final class Wire {
    private static final ConcurrentMap<String, Wire> BY_NODE = new ConcurrentHashMap<>();
    private static final ConcurrentMap<Integer, Wire> BY_PORT = new ConcurrentHashMap<>();

    private final AtomicLong statements = new AtomicLong();
    private final AtomicLong roundTrips = new AtomicLong();
    private final ConcurrentMap<Thread, long[]> byThread = new ConcurrentHashMap<>();

    private Wire() {}

    /** The counts of a node. */
    static Wire of(String name) {
        return BY_NODE.computeIfAbsent(name, n -> new Wire());
    }

    /** The URLs with what makes their connections count. */
    static Map<String, String> counted(Map<String, String> urls) {
        Map<String, String> counted = new LinkedHashMap<>();
        urls.forEach((name, url) -> {
            String address = Nodes.address(url);
            BY_PORT.put(Integer.valueOf(address.substring(address.lastIndexOf(':') + 1)), of(name));
            counted.put(name, url + "?socketFactory=" + Factory.class.getName());
        });
        return counted;
    }

    /** The statements that all threads sent so far. */
    long statements() {
        return statements.get();
    }

    /** The statements that the calling thread sent so far. */
    long ownStatements() {
        return own()[0];
    }

    /** The round trips that the calling thread waited for so far. */
    long ownRoundTrips() {
        return own()[1];
    }

    private long[] own() {
        return byThread.computeIfAbsent(Thread.currentThread(), thread -> new long[2]);
    }

    private void statement() {
        statements.incrementAndGet();
        own()[0]++;
    }

    private void roundTrip() {
        roundTrips.incrementAndGet();
        own()[1]++;
    }

    /** What the driver calls. */
    public static final class Factory extends SocketFactory {
        @Override
        public Socket createSocket() {
            return new CountingSocket();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("the driver connects by itself");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException("the driver connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("the driver connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException("the driver connects by itself");
        }
    }

    /** Used by one thread at a time, as the driver's connections are. */
    private static final class CountingSocket extends Socket {
        private final Messages messages = new Messages();
        private Wire node = new Wire();
        private boolean wrote;

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            node = BY_PORT.getOrDefault(((InetSocketAddress) endpoint).getPort(), node);
            super.connect(endpoint, timeout);
        }

        private void writing(byte b) {
            wrote = true;
            if (messages.startsStatement(b)) {
                node.statement();
            }
        }

        private void reading() {
            if (wrote) {
                wrote = false;
                node.roundTrip();
            }
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(int b) throws IOException {
                    writing((byte) b);
                    out.write(b);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    for (int i = offset; i < offset + length; i++) {
                        writing(bytes[i]);
                    }
                    out.write(bytes, offset, length);
                }
            };
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    reading();
                    return in.read();
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    reading();
                    return in.read(bytes, offset, length);
                }
            };
        }
    }

    /** Follows a client's messages byte by byte. The first ones have no type: requests for encryption, then the start of the session. */
    private static final class Messages {
        private static final int ENCRYPTION = 1234;
        private static final int LENGTH = 4;

        private boolean typed;
        private int header;
        private int headerBytes;
        private int left;
        private int code;
        private int codeBytes;

        /** Whether a byte is the type of a simple query or of an execution. */
        private boolean startsStatement(byte b) {
            if (left > 0) {
                body(b);
                return false;
            }
            if (typed && headerBytes == 0) {
                headerBytes = 1;
                return b == 'Q' || b == 'E';
            }
            header = (header << 8) | (b & 0xff);
            headerBytes++;
            if (headerBytes == LENGTH + (typed ? 1 : 0)) {
                left = header - LENGTH;
                header = 0;
                headerBytes = 0;
            }
            return false;
        }

        private void body(byte b) {
            left--;
            if (!typed && codeBytes < LENGTH) {
                code = (code << 8) | (b & 0xff);
                codeBytes++;
            }
            if (left == 0 && !typed) {
                typed = (code >>> 16) != ENCRYPTION;
                codeBytes = 0;
            }
        }
    }
}
