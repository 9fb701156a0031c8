// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The session settings of a logical connection. A setter without a lease only records; one with a lease, in whose transaction it is
 * called, asks that first and records what the driver accepted. {@link #applyTo} tells a physical connection what differs.
 * Confined to one thread at a time.
 */
final class SessionState {
    private static final String READ_ONLY_SESSION = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY";
    private static final String DEFAULT_SESSION = "RESET default_transaction_read_only";

    private final int defaultIsolation;
    private int changes;
    private boolean autoCommit = true;
    private boolean readOnly;
    private int isolation;
    private int holdability;
    private int networkTimeout = -1;
    private Executor networkTimeoutExecutor = Runnable::run;
    private boolean schemaSet;
    private @Nullable String schema;
    private @Nullable Map<String, Class<?>> typeMap;
    private @Nullable Map<String, String> clientInfo;

    SessionState(int defaultIsolation) {
        this.defaultIsolation = defaultIsolation;
    }

    boolean autoCommit() {
        return autoCommit;
    }

    boolean readOnly() {
        return readOnly;
    }

    int isolation() {
        return isolation == 0 ? defaultIsolation : isolation;
    }

    /** The holdability, or zero if none was set. */
    int holdability() {
        return holdability;
    }

    /** The network timeout in milliseconds, or -1 if none was set. */
    int networkTimeout() {
        return networkTimeout;
    }

    @Nullable
    String schema() {
        return schema;
    }

    @Nullable
    Map<String, Class<?>> typeMap() {
        return typeMap;
    }

    /** What was set, by name; null if nothing was. */
    @Nullable
    Map<String, String> clientInfo() {
        return clientInfo;
    }

    void setAutoCommit(boolean value, @Nullable Lease lease) throws SQLException {
        if (lease != null) {
            lease.connection().setAutoCommit(value);
            lease.applied().autoCommit = value;
        }
        autoCommit = value;
        changes++;
    }

    void setReadOnly(boolean value, @Nullable Lease lease) throws SQLException {
        if (lease != null) {
            lease.connection().setReadOnly(value);
            lease.applied().readOnly = value;
        }
        readOnly = value;
        changes++;
    }

    void setIsolation(int value, @Nullable Lease lease) throws SQLException {
        if (lease != null) {
            lease.connection().setTransactionIsolation(value);
            lease.applied().isolation = value;
        }
        isolation = value;
        changes++;
    }

    void setHoldability(int value, @Nullable Lease lease) throws SQLException {
        holdability = value;
        changes++;
        if (lease != null) {
            applyHoldability(lease.connection(), lease.applied());
        }
    }

    void setNetworkTimeout(Executor executor, int milliseconds, @Nullable Lease lease) throws SQLException {
        if (lease != null) {
            lease.connection().setNetworkTimeout(executor, milliseconds);
            lease.applied().networkTimeout = milliseconds;
        }
        networkTimeoutExecutor = executor;
        networkTimeout = milliseconds;
        changes++;
    }

    void setSchema(@Nullable String value, @Nullable Lease lease) throws SQLException {
        if (lease != null) {
            AppliedState applied = lease.applied();
            lease.connection().setSchema(value);
            applied.schemaToRestore = true;
            applied.schemaSet = true;
            applied.schema = value;
            applied.setInTransaction = true;
        }
        schemaSet = true;
        schema = value;
        changes++;
    }

    void setTypeMap(Map<String, Class<?>> value, @Nullable Lease lease) throws SQLException {
        typeMap = value;
        changes++;
        if (lease != null) {
            applyTypeMap(lease.connection(), lease.applied());
        }
    }

    void setClientInfo(String name, @Nullable String value, @Nullable Lease lease) throws SQLClientInfoException {
        String text = value == null ? "" : value;
        if (lease != null) {
            applyClientInfo(lease.connection(), lease.applied(), name, text);
            lease.applied().setInTransaction = true;
        }
        if (clientInfo == null) {
            clientInfo = new HashMap<>(4);
        }
        clientInfo.put(name, text);
        changes++;
    }

    /** Makes a physical connection, on which no transaction is open, as this state says. */
    void applyTo(Lease lease) throws SQLException {
        AppliedState applied = lease.applied();
        boolean sessionReadOnly = readOnly && autoCommit && !lease.onStandby();
        if (applied.changes != changes || applied.sessionReadOnly != sessionReadOnly) {
            apply(lease.connection(), applied, sessionReadOnly);
            applied.changes = changes;
        }
    }

    /** Notes that a rollback has undone on the server what was set within its transaction. */
    void rolledBack(Lease lease) {
        AppliedState applied = lease.applied();
        if (applied.setInTransaction) {
            applied.setInTransaction = false;
            applied.schemaSet = false;
            applied.clientInfo = null;
            applied.changes = -1;
        }
    }

    /** Puts back what a pool does not, and ends a transaction that a pool would not see. */
    void restore(Lease lease) throws SQLException {
        AppliedState applied = lease.applied();
        Connection connection = lease.connection();
        if (lease.inTransaction()) {
            rollback(connection, applied);
        }
        if (applied.sessionReadOnly) {
            outsideTransaction(connection, applied, DEFAULT_SESSION);
            applied.sessionReadOnly = false;
        }
        if (applied.schemaToRestore) {
            beOutsideTransaction(connection, applied);
            connection.setSchema(null);
        }
        if (applied.clientInfoBefore != null) {
            for (Map.Entry<String, String> before : applied.clientInfoBefore.entrySet()) {
                connection.setClientInfo(before.getKey(), before.getValue());
            }
        }
        if (applied.holdabilityBefore != 0) {
            connection.setHoldability(applied.holdabilityBefore);
        }
        if (applied.typeMapBefore != null) {
            connection.setTypeMap(applied.typeMapBefore);
        }
    }

    private void apply(Connection connection, AppliedState applied, boolean sessionReadOnly) throws SQLException {
        if (networkTimeout >= 0 && networkTimeout != applied.networkTimeout) {
            connection.setNetworkTimeout(networkTimeoutExecutor, networkTimeout);
            applied.networkTimeout = networkTimeout;
        }
        if (isolation != 0 && isolation != (applied.isolation == 0 ? defaultIsolation : applied.isolation)) {
            connection.setTransactionIsolation(isolation);
            applied.isolation = isolation;
        }
        if (schemaSet && !(applied.schemaSet && Objects.equals(schema, applied.schema))) {
            applySchema(connection, applied);
        }
        if (clientInfo != null) {
            for (Map.Entry<String, String> entry : clientInfo.entrySet()) {
                applyClientInfo(connection, applied, entry.getKey(), entry.getValue());
            }
        }
        if (applied.sessionReadOnly != sessionReadOnly) {
            outsideTransaction(connection, applied, sessionReadOnly ? READ_ONLY_SESSION : DEFAULT_SESSION);
            applied.sessionReadOnly = sessionReadOnly;
        }
        applyHoldability(connection, applied);
        applyTypeMap(connection, applied);
        if (readOnly != applied.readOnly) {
            connection.setReadOnly(readOnly);
            applied.readOnly = readOnly;
        }
        if (autoCommit != applied.autoCommit) {
            connection.setAutoCommit(autoCommit);
            applied.autoCommit = autoCommit;
        }
    }

    private void applySchema(Connection connection, AppliedState applied) throws SQLException {
        // The driver sends this as a statement of the application's: with autocommit off it would begin a transaction.
        beOutsideTransaction(connection, applied);
        connection.setSchema(schema);
        applied.schemaToRestore = true;
        applied.schemaSet = true;
        applied.schema = schema;
    }

    private void applyHoldability(Connection connection, AppliedState applied) throws SQLException {
        if (holdability != 0 && holdability != applied.holdability) {
            int before = connection.getHoldability();
            connection.setHoldability(holdability);
            if (applied.holdabilityBefore == 0) {
                applied.holdabilityBefore = before;
            }
            applied.holdability = holdability;
        }
    }

    private void applyTypeMap(Connection connection, AppliedState applied) throws SQLException {
        if (typeMap != null && typeMap != applied.typeMap) {
            Map<String, Class<?>> before = connection.getTypeMap();
            connection.setTypeMap(typeMap);
            if (applied.typeMapBefore == null) {
                applied.typeMapBefore = before == null ? Map.of() : before;
            }
            applied.typeMap = typeMap;
        }
    }

    private static void applyClientInfo(Connection connection, AppliedState applied, String name, String value)
            throws SQLClientInfoException {
        if (applied.clientInfo == null) {
            applied.clientInfo = new HashMap<>(4);
        }
        if (value.equals(applied.clientInfo.get(name))) {
            return;
        }
        String before;
        try {
            before = connection.getClientInfo(name);
        } catch (SQLException e) {
            throw new SQLClientInfoException(e.getMessage(), e.getSQLState(), Map.of(), e);
        }
        connection.setClientInfo(name, value);
        if (before != null) {
            if (applied.clientInfoBefore == null) {
                applied.clientInfoBefore = new HashMap<>(4);
            }
            applied.clientInfoBefore.putIfAbsent(name, before);
        }
        applied.clientInfo.put(name, value);
    }

    private static void outsideTransaction(Connection connection, AppliedState applied, String sql)
            throws SQLException {
        beOutsideTransaction(connection, applied);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void beOutsideTransaction(Connection connection, AppliedState applied) throws SQLException {
        if (!applied.autoCommit) {
            connection.setAutoCommit(true);
            applied.autoCommit = true;
        }
    }

    private static void rollback(Connection connection, AppliedState applied) throws SQLException {
        if (applied.autoCommit) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("ROLLBACK");
            }
        } else {
            connection.rollback();
        }
    }
}
