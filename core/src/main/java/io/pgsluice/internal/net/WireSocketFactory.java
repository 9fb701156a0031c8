// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Gives the driver, which makes one for each connection by this class's name, the sockets of the {@link Wire} it connects over. */
public final class WireSocketFactory extends SocketFactory {
    private final @Nullable Wire wire = Wire.connecting();

    /** For the driver. */
    public WireSocketFactory() {}

    /** The driver asks for a socket while it connects, and later for those of its cancel requests. */
    @Override
    public Socket createSocket() throws IOException {
        Wire own = wire;
        if (own == null) {
            return new Socket();
        }
        return own.equals(Wire.connecting()) ? own.newSocket() : own.newOtherSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unused();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unused();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw unused();
    }

    private static SocketException unused() {
        return new SocketException("the driver connects its sockets by itself");
    }
}
