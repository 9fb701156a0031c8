// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testing;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.SocketFactory;

/**
 * Counts how often a thread turned a driver's connections from writing to reading, which is when it waits for the network. A connection
 * is counted if its URL has {@link #urlParameters}. Safe for use by multiple threads.
 */
public final class RoundTrips extends SocketFactory {
    private static final ConcurrentMap<String, ThreadLocal<long[]>> COUNTS = new ConcurrentHashMap<>();

    private final String name;
    private final ThreadLocal<long[]> count;

    /** What the driver calls, and a test that wants to see the count. */
    public RoundTrips(String name) {
        this.name = name;
        this.count = COUNTS.computeIfAbsent(name, n -> ThreadLocal.withInitial(() -> new long[1]));
    }

    /** What makes a connection's round trips count here; to be appended to a URL behind a question mark or an ampersand. */
    public String urlParameters() {
        return "socketFactory=" + RoundTrips.class.getName() + "&socketFactoryArg=" + name;
    }

    /** The round trips that this thread waited for since its last call; what pools and monitors do meanwhile is not in it. */
    public long take() {
        long[] own = count.get();
        long taken = own[0];
        own[0] = 0;
        return taken;
    }

    @Override
    public Socket createSocket() {
        return new CountingSocket(count);
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

    private static final class CountingSocket extends Socket {
        private final ThreadLocal<long[]> count;
        private volatile boolean wrote;

        private CountingSocket(ThreadLocal<long[]> count) {
            this.count = count;
        }

        private void reading() {
            if (wrote) {
                wrote = false;
                count.get()[0]++;
            }
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(int b) throws IOException {
                    wrote = true;
                    out.write(b);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    wrote = true;
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
}
