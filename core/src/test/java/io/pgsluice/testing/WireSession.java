// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server's side of PostgreSQL's protocol, as far as a test server that lies needs it. Confined to one thread. */
public final class WireSession {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final String[] PARAMETERS = {
        "server_version", "18.6",
        "server_encoding", "UTF8",
        "client_encoding", "UTF8",
        "DateStyle", "ISO, MDY",
        "TimeZone", "UTC",
        "integer_datetimes", "on",
        "standard_conforming_strings", "on",
        "in_hot_standby", "off"
    };

    private final Socket socket;
    private boolean started;
    private String application = "";
    private String query = "";
    private long sent;

    WireSession(Socket socket) {
        this.socket = socket;
    }

    /** What the client calls itself, empty before {@link #startup()}. */
    public String application() {
        return application;
    }

    /** How many bytes went out. */
    public long sent() {
        return sent;
    }

    private DataInputStream in() throws IOException {
        return new DataInputStream(socket.getInputStream());
    }

    /** Sends bytes as they are. */
    public void raw(byte... bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
        sent += bytes.length;
    }

    /** Sends one byte and waits a while. */
    public void drip(byte one) throws IOException, InterruptedException {
        raw(one);
        if (new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException();
        }
    }

    /** Says nothing until the client hangs up. */
    public void beSilent() throws IOException {
        byte[] buffer = new byte[4096];
        while (in().read(buffer) >= 0) {
            // What the client says is of no interest.
        }
    }

    /** Takes the request to connect, without TLS; answers nothing yet. Further calls do nothing. */
    public void startup() throws IOException {
        while (!started) {
            byte[] packet = new byte[in().readInt() - 4];
            in().readFully(packet);
            int code = ByteBuffer.wrap(packet).getInt();
            if (code == SSL_REQUEST || code == GSS_REQUEST) {
                raw((byte) 'N');
                continue;
            }
            List<String> words =
                    List.of(new String(packet, 4, packet.length - 4, StandardCharsets.UTF_8).split("\0", -1));
            int name = words.indexOf("application_name");
            application = name < 0 ? "" : words.get(name + 1);
            started = true;
        }
    }

    /** Sends one message. */
    public void message(char type, Object... parts) throws IOException {
        raw(encode(type, parts));
    }

    /** A message: strings are ended by a zero, integers have four bytes, shorts two, bytes are as they are. */
    public static byte[] encode(char type, Object... parts) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(body);
        for (Object part : parts) {
            if (part instanceof String text) {
                data.write(text.getBytes(StandardCharsets.UTF_8));
                data.write(0);
            } else if (part instanceof Integer number) {
                data.writeInt(number);
            } else if (part instanceof Short number) {
                data.writeShort(number);
            } else {
                data.write((byte[]) part);
            }
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(message);
        out.write(type);
        out.writeInt(body.size() + 4);
        body.writeTo(out);
        return message.toByteArray();
    }

    /** Lets everybody in and is ready for queries. */
    public void admit() throws IOException {
        startup();
        message('R', 0);
        for (int i = 0; i < PARAMETERS.length; i += 2) {
            message('S', PARAMETERS[i], PARAMETERS[i + 1]);
        }
        message('K', 4711, 815);
        message('Z', new byte[] {'I'});
    }

    /** The next message of the client, as text. */
    public String receive(char expected) throws IOException {
        int type = in().read();
        if (type < 0) {
            throw new EOFException();
        }
        byte[] body = new byte[in().readInt() - 4];
        in().readFully(body);
        if (type != expected) {
            throw new IOException("expected " + expected + ", got " + (char) type);
        }
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    /** What is executed next; everything that the client sends before it is answered as it should be. */
    public String awaitExecute() throws IOException {
        while (true) {
            int type = in().read();
            if (type < 0 || type == 'X') {
                throw new EOFException();
            }
            byte[] body = new byte[in().readInt() - 4];
            in().readFully(body);
            switch (type) {
                case 'P' -> {
                    query = new String(body, StandardCharsets.UTF_8).split("\0", -1)[1];
                    message('1');
                }
                case 'B' -> message('2');
                case 'D' -> describe();
                case 'E' -> {
                    return query;
                }
                case 'S' -> message('Z', new byte[] {'I'});
                default -> {}
            }
        }
    }

    private void describe() throws IOException {
        if (query.contains("pg_control_system")) {
            message('T', columns(16, 25, 23, 20, 25, 16, 23, 1009, 1016, 16, 25, 25, 20, 25, 25, 20, 23));
        } else if (query.startsWith("SHOW")) {
            message('T', columns(25));
        } else {
            message('n');
        }
    }

    private static byte[] columns(int... types) throws IOException {
        List<Object> parts = new ArrayList<>();
        parts.add((short) types.length);
        for (int type : types) {
            parts.addAll(List.of("c", 0, (short) 0, type, (short) -1, -1, (short) 0));
        }
        byte[] message = encode('T', parts.toArray());
        byte[] body = new byte[message.length - 5];
        System.arraycopy(message, 5, body, 0, body.length);
        return body;
    }

    /** Answers a query with one row of texts. */
    public void row(@Nullable String... values) throws IOException {
        List<Object> parts = new ArrayList<>();
        parts.add((short) values.length);
        for (String value : values) {
            byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
            parts.add(value == null ? -1 : bytes.length);
            parts.add(bytes);
        }
        message('D', parts.toArray());
        message('C', "SELECT 1");
    }

    /** Answers every query as a server does that has nothing to hide, but the probe with the given values. */
    public void answerProbes(@Nullable String... values) throws IOException {
        while (true) {
            String executed = awaitExecute();
            if (executed.contains("pg_control_system")) {
                row(values);
            } else if (executed.startsWith("SHOW")) {
                row("read committed");
            } else if (executed.isEmpty()) {
                message('I');
            } else {
                message('C', "SET");
            }
        }
    }

    /** Answers until the probe is executed, and leaves that one to the caller. */
    public void awaitProbe() throws IOException {
        while (true) {
            String executed = awaitExecute();
            if (executed.contains("pg_control_system")) {
                return;
            }
            row("read committed");
        }
    }
}
