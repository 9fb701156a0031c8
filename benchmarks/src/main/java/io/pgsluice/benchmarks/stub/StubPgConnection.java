// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;

/**
 * A connection that tells what pgjdbc's tells of the server, from where pgjdbc has it: a sorted map and a socket. Confined to one
 * thread at a time.
 */
final class StubPgConnection extends StubConnection implements UnsupportedPgConnection {
    /** What a server reports, but for {@code in_hot_standby}. */
    private static final Map<String, String> PARAMETERS = Map.ofEntries(
            Map.entry("application_name", "benchmark"),
            Map.entry("client_encoding", "UTF8"),
            Map.entry("DateStyle", "ISO, MDY"),
            Map.entry("default_transaction_read_only", "off"),
            Map.entry("integer_datetimes", "on"),
            Map.entry("IntervalStyle", "postgres"),
            Map.entry("is_superuser", "off"),
            Map.entry("scram_iterations", "4096"),
            Map.entry("search_path", "\"$user\", public"),
            Map.entry("server_encoding", "UTF8"),
            Map.entry("server_version", "18.6"),
            Map.entry("session_authorization", "app"),
            Map.entry("standard_conforming_strings", "on"),
            Map.entry("TimeZone", "UTC"));

    private final Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    /** Never connected. */
    private final Socket socket = new FlaggedSocket();

    /** Tells that it is closed as those do that pgsluice puts under the driver, without a lock; for all candidates alike. */
    private static final class FlaggedSocket extends Socket {
        /** Written by whoever closes. */
        private volatile boolean closed;

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // what needs a lock takes it itself
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                closed = true;
            }
        }

        @Override
        public boolean isClosed() {
            return closed;
        }
    }

    StubPgConnection(boolean standby) {
        super(standby);
        parameters.putAll(PARAMETERS);
        parameters.put("in_hot_standby", standby ? "on" : "off");
    }

    @Override
    public TransactionState getTransactionState() {
        return inTransaction() ? TransactionState.OPEN : TransactionState.IDLE;
    }

    @Override
    public @Nullable String getParameterStatus(String parameterName) {
        return parameters.get(parameterName);
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed() || super.isClosed();
    }
}
