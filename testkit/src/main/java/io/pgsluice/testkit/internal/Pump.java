// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Copies one direction of a relayed connection until its end, which is passed on as such. */
final class Pump implements Runnable {
    private static final int BUFFER = 32 * 1024;

    private final Relay relay;
    private final RelayConnection connection;
    private final Socket from;
    private final Socket to;
    private @Nullable DelayLine delayLine;

    Pump(Relay relay, RelayConnection connection, Socket from, Socket to) {
        this.relay = relay;
        this.connection = connection;
        this.from = from;
        this.to = to;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                pass(out, buffer, n);
            }
            if (delayLine != null) {
                delayLine.awaitIdle();
            }
            if (relay.awaitOpen(connection)) {
                from.shutdownInput();
                to.shutdownOutput();
            }
        } catch (IOException broken) {
            connection.reset();
        } catch (InterruptedException e) {
            connection.reset();
            Thread.currentThread().interrupt();
        } finally {
            if (delayLine != null) {
                delayLine.close();
            }
        }
    }

    /** Writes at once where there is no delay, else through a delay line; never past what the line still holds. */
    private void pass(OutputStream out, byte[] buffer, int length) throws IOException, InterruptedException {
        long delay = relay.delayNanos();
        DelayLine line = delayLine;
        if (delay == 0 && (line == null || line.isIdle())) {
            write(out, buffer, length);
            return;
        }
        if (line == null) {
            line = new DelayLine(chunk -> write(out, chunk, chunk.length), connection);
            connection.newThread(line).start();
            delayLine = line;
        }
        line.put(Arrays.copyOf(buffer, length), System.nanoTime() + delay);
    }

    private void write(OutputStream out, byte[] buffer, int length) throws IOException, InterruptedException {
        if (!relay.awaitOpen(connection)) {
            throw new IOException("reset");
        }
        out.write(buffer, 0, length);
    }
}
