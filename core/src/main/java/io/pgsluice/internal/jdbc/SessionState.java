// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.internal.routing.ConnectionFreshness;
import io.pgsluice.internal.sql.SessionEffect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The session state of a logical connection. A setter without a lease only records; one with a lease, in whose transaction it is
 * called, asks that first and records what the driver accepted. {@link #applyTo} tells a physical connection what differs,
 * {@link #restore} makes it as if it were new. Confined to one thread at a time.
 */
final class SessionState extends ConnectionFreshness {
    private static final String READ_ONLY_SESSION = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY";
    private static final String DEFAULT_SESSION = "RESET default_transaction_read_only;";
    private static final String DEFAULT_ISOLATION = "RESET default_transaction_isolation;";

    private final ConnectionDefaults defaults;
    private final int defaultIsolation;
    private final SessionSettings settings = new SessionSettings();
    private int changes;
    private boolean autoCommit = true;
    private boolean readOnly;
    private int isolation;
    private int holdability;
    private int networkTimeout = -1;
    private Executor networkTimeoutExecutor = Runnable::run;
    private @Nullable Map<String, Class<?>> typeMap;

    SessionState(ConnectionDefaults defaults) {
        this.defaults = defaults;
        this.defaultIsolation = defaults.transactionIsolation();
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
    Map<String, Class<?>> typeMap() {
        return typeMap;
    }

    /** What is set by SQL. */
    SessionSettings settings() {
        return settings;
    }

    @Override
    public boolean mayBeUnflushed() {
        return super.mayBeUnflushed() || settings.get(SessionSettings.SYNCHRONOUS_COMMIT) != null;
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
        networkTimeoutExecutor = executor;
        networkTimeout = milliseconds;
        changes++;
        if (lease != null) {
            applyNetworkTimeout(lease.connection(), lease.applied());
        }
    }

    void setTypeMap(Map<String, Class<?>> value, @Nullable Lease lease) throws SQLException {
        typeMap = value;
        changes++;
        if (lease != null) {
            applyTypeMap(lease.connection(), lease.applied());
        }
    }

    /** Makes a physical connection, on which no transaction is open, as this state says, but for what is set by SQL. */
    void applyTo(Lease lease) throws SQLException {
        AppliedState applied = lease.applied();
        boolean sessionReadOnly = readOnly && autoCommit && !lease.onStandby();
        if (applied.changes != changes || applied.sessionReadOnly != sessionReadOnly) {
            apply(lease.connection(), applied, sessionReadOnly);
            applied.changes = changes;
        }
    }

    /** Notes that a transaction was committed. */
    void committed() {
        settings.committed();
    }

    /** Notes that a transaction was rolled back. */
    void rolledBack(@Nullable Lease lease) {
        settings.rolledBack();
        if (lease != null) {
            lease.applied().doubt();
        }
    }

    /** Notes that a part of a transaction was rolled back. */
    void rolledBackTo(Object savepoint, Lease lease) {
        settings.rolledBackTo(savepoint);
        lease.applied().doubt();
    }

    /** Notes that the session has forgotten every setting, those made here among them. */
    static void allReset(Lease lease) {
        AppliedState applied = lease.applied();
        applied.sessionReadOnly = false;
        applied.isolation = 0;
        applied.changes = -1;
        applied.doubt();
    }

    /** Makes a physical connection as the pool lent it: in one round trip, or none. */
    void restore(Lease lease) throws SQLException {
        AppliedState applied = lease.applied();
        Connection connection = lease.connection();
        if (lease.inTransaction()) {
            rollback(connection, applied);
        }
        String sql = restoration(lease);
        if (!sql.isEmpty()) {
            outsideTransaction(connection, applied, sql);
        }
        if (lease.effects().contains(SessionEffect.LISTEN) && connection instanceof PGConnection driver) {
            driver.getNotifications();
        }
        if (!isRestorable(lease)) {
            lease.evict();
        }
        if (!applied.autoCommit) {
            connection.setAutoCommit(true);
        }
        if (applied.readOnly) {
            connection.setReadOnly(false);
        }
        if (applied.networkTimeoutBefore >= 0) {
            connection.setNetworkTimeout(networkTimeoutExecutor, applied.networkTimeoutBefore);
        }
        if (applied.holdabilityBefore != 0) {
            connection.setHoldability(applied.holdabilityBefore);
        }
        if (applied.typeMapBefore != null) {
            connection.setTypeMap(applied.typeMapBefore);
        }
    }

    /** Whether a session can be made as if it were new: a library stays, and some settings are known to the driver alone. */
    private static boolean isRestorable(Lease lease) {
        return !lease.effects().contains(SessionEffect.SESSION_DEFAULTS)
                && !lease.effects().contains(SessionEffect.LIBRARY)
                && !lease.applied().touched().contains(SessionSettings.EXTRA_FLOAT_DIGITS);
    }

    private String restoration(Lease lease) {
        AppliedState applied = lease.applied();
        if (applied.touched().isEmpty()
                && !applied.sessionReadOnly
                && applied.isolation == 0
                && lease.effects().isEmpty()) {
            return "";
        }
        StringBuilder sql = new StringBuilder();
        SessionSettings.reset(applied.touched(), sql);
        if (applied.touched().contains(SessionSettings.APPLICATION_NAME)) {
            String fresh = defaults.applicationName();
            sql.append("SET application_name = ")
                    .append(SqlLiterals.quoted(fresh == null ? "" : fresh))
                    .append(';');
        }
        if (applied.sessionReadOnly) {
            sql.append(DEFAULT_SESSION);
        }
        if (applied.isolation != 0) {
            sql.append(DEFAULT_ISOLATION);
        }
        for (SessionEffect effect : lease.effects()) {
            sql.append(cleaning(effect));
        }
        return sql.toString();
    }

    /** The part of {@code DISCARD ALL} that undoes an effect. */
    private static String cleaning(SessionEffect effect) {
        return switch (effect) {
            case TEMPORARY_OBJECTS -> "DISCARD TEMP;";
            case LISTEN -> "UNLISTEN *;";
            case PREPARED_STATEMENT -> "DEALLOCATE ALL;";
            case HELD_CURSOR -> "CLOSE ALL;";
            case ADVISORY_LOCK -> "SELECT pg_catalog.pg_advisory_unlock_all();";
            case SESSION_DEFAULTS, LIBRARY -> "";
        };
    }

    private void apply(Connection connection, AppliedState applied, boolean sessionReadOnly) throws SQLException {
        applyNetworkTimeout(connection, applied);
        if (isolation != 0 && isolation != (applied.isolation == 0 ? defaultIsolation : applied.isolation)) {
            beOutsideTransaction(connection, applied);
            connection.setTransactionIsolation(isolation);
            applied.isolation = isolation;
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

    private void applyNetworkTimeout(Connection connection, AppliedState applied) throws SQLException {
        if (networkTimeout >= 0 && networkTimeout != applied.networkTimeout) {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(networkTimeoutExecutor, networkTimeout);
            if (applied.networkTimeoutBefore < 0) {
                applied.networkTimeoutBefore = before;
            }
            applied.networkTimeout = networkTimeout;
        }
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
