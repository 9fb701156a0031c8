// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.ConsistencyLevel;
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
 * The session state of a logical connection, the first layer of {@link Binding}. A setter without a lease only records; one with a lease, in whose transaction it is
 * called, asks that first and records what the driver accepted. {@link #applyTo} tells a physical connection what differs,
 * {@link #restore} makes it as if it were new. Confined to one thread at a time.
 */
abstract class SessionState extends ConnectionFreshness {
    private static final String READ_ONLY_SESSION = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY";
    private static final String DEFAULT_SESSION = "RESET default_transaction_read_only;";
    private static final String DEFAULT_ISOLATION = "RESET default_transaction_isolation;";

    final ConnectionDefaults defaults;
    private @Nullable SessionExtras extras;
    private int changes;
    private boolean autoCommit = true;
    private boolean readOnly;
    /** As in {@link Connection}; zero for the default. */
    private byte isolation;

    SessionState(ConnectionDefaults defaults) {
        this.defaults = defaults;
    }

    final SessionExtras extras() {
        if (extras == null) {
            extras = new SessionExtras();
        }
        return extras;
    }

    final boolean autoCommit() {
        return autoCommit;
    }

    final boolean readOnly() {
        return readOnly;
    }

    final int isolation() {
        return isolation == 0 ? defaults.transactionIsolation() : isolation;
    }

    /** The holdability, or zero if none was set. */
    final int holdability() {
        return extras == null ? 0 : extras.holdability;
    }

    /** The network timeout in milliseconds, or -1 if none was set. */
    final int networkTimeout() {
        return extras == null ? -1 : extras.networkTimeout;
    }

    final @Nullable Map<String, Class<?>> typeMap() {
        return extras == null ? null : extras.typeMap;
    }

    /** What is set by SQL, to be changed. */
    final SessionSettings settings() {
        SessionExtras holder = extras();
        if (holder.settings == null) {
            holder.settings = new SessionSettings();
        }
        return holder.settings;
    }

    private @Nullable SessionSettings settingsIfAny() {
        return extras == null ? null : extras.settings;
    }

    @Override
    public final @Nullable ConsistencyLevel level() {
        return extras == null ? null : extras.level;
    }

    final void level(@Nullable ConsistencyLevel value) {
        extras().level = value;
    }

    @Override
    public final boolean mayBeUnflushed() {
        SessionSettings settings = settingsIfAny();
        return super.mayBeUnflushed() || (settings != null && settings.get(SessionSettings.SYNCHRONOUS_COMMIT) != null);
    }

    /** The settings made by SQL, as they are now. */
    final Map<String, String> settingsNow() {
        SessionSettings settings = settingsIfAny();
        return settings == null ? Map.of() : settings.now();
    }

    /** Whether the logical connection must stay on its physical one. */
    final boolean pinned() {
        return extras != null && extras.pinnedBy != null;
    }

    /** What binds to the current lease; null for nothing. */
    final @Nullable String pinnedBy() {
        return extras == null ? null : extras.pinnedBy;
    }

    final void pin(String by) {
        extras().pinnedBy = by;
    }

    /** What told first that a transaction is gone which the application has not ended yet; null if none is. */
    final @Nullable SQLException lost() {
        return extras == null ? null : extras.lost;
    }

    final void lost(@Nullable SQLException told) {
        if (told != null || extras != null) {
            extras().lost = told;
        }
    }

    final void setAutoCommit(boolean value, @Nullable Lease lease) throws SQLException {
        if (lease != null) {
            lease.connection().setAutoCommit(value);
            lease.applied().autoCommit = value;
        }
        autoCommit = value;
        changes++;
    }

    final void setReadOnly(boolean value, @Nullable Lease lease) throws SQLException {
        if (lease != null) {
            lease.connection().setReadOnly(value);
            lease.applied().readOnly = value;
        }
        readOnly = value;
        changes++;
    }

    final void setIsolation(int value, @Nullable Lease lease) throws SQLException {
        if (lease != null) {
            lease.connection().setTransactionIsolation(value);
            lease.applied().isolation = value;
        }
        isolation = (byte) value;
        changes++;
    }

    final void setHoldability(int value, @Nullable Lease lease) throws SQLException {
        extras().holdability = value;
        changes++;
        if (lease != null) {
            applyHoldability(extras(), lease.connection(), lease.applied());
        }
    }

    final void setNetworkTimeout(Executor executor, int milliseconds, @Nullable Lease lease) throws SQLException {
        extras().networkTimeoutExecutor = executor;
        extras().networkTimeout = milliseconds;
        changes++;
        if (lease != null) {
            applyNetworkTimeout(extras(), lease.connection(), lease.applied());
        }
    }

    final void setTypeMap(Map<String, Class<?>> value, @Nullable Lease lease) throws SQLException {
        extras().typeMap = value;
        changes++;
        if (lease != null) {
            applyTypeMap(extras(), lease.connection(), lease.applied());
        }
    }

    /**
     * Makes a physical connection, on which no transaction is open, as this state says, but for what is set by SQL.
     *
     * @param executes whether something is about to run there: before, it may still become a primary's
     */
    final void applyTo(Lease lease, boolean executes) throws SQLException {
        AppliedState applied = lease.applied();
        boolean sessionReadOnly = executes ? readOnly && autoCommit && !lease.onStandby() : applied.sessionReadOnly;
        if (applied.changes != changes || applied.sessionReadOnly != sessionReadOnly) {
            apply(lease.connection(), applied, sessionReadOnly);
            applied.changes = changes;
        }
    }

    /** Notes that a transaction was committed. */
    final void committed() {
        SessionSettings settings = settingsIfAny();
        if (settings != null) {
            settings.committed();
        }
    }

    /** Notes that a transaction was rolled back. */
    final void rolledBack(@Nullable Lease lease) {
        SessionSettings settings = settingsIfAny();
        if (settings != null) {
            settings.rolledBack();
        }
        if (lease != null) {
            lease.applied().doubt();
        }
    }

    /** Notes that a part of a transaction was rolled back. */
    final void rolledBackTo(Object savepoint, Lease lease) {
        settings().rolledBackTo(savepoint);
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
    final void restore(Lease lease) throws SQLException {
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
            connection.setNetworkTimeout(extras().networkTimeoutExecutor, applied.networkTimeoutBefore);
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
        SessionExtras set = extras;
        if (set != null) {
            applyNetworkTimeout(set, connection, applied);
        }
        if (isolation != 0
                && isolation != (applied.isolation == 0 ? defaults.transactionIsolation() : applied.isolation)) {
            beOutsideTransaction(connection, applied);
            connection.setTransactionIsolation(isolation);
            applied.isolation = isolation;
        }
        if (applied.sessionReadOnly != sessionReadOnly) {
            outsideTransaction(connection, applied, sessionReadOnly ? READ_ONLY_SESSION : DEFAULT_SESSION);
            applied.sessionReadOnly = sessionReadOnly;
        }
        if (set != null) {
            applyHoldability(set, connection, applied);
            applyTypeMap(set, connection, applied);
        }
        if (readOnly != applied.readOnly) {
            connection.setReadOnly(readOnly);
            applied.readOnly = readOnly;
        }
        if (autoCommit != applied.autoCommit) {
            connection.setAutoCommit(autoCommit);
            applied.autoCommit = autoCommit;
        }
    }

    private static void applyNetworkTimeout(SessionExtras set, Connection connection, AppliedState applied)
            throws SQLException {
        if (set.networkTimeout >= 0 && set.networkTimeout != applied.networkTimeout) {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(set.networkTimeoutExecutor, set.networkTimeout);
            if (applied.networkTimeoutBefore < 0) {
                applied.networkTimeoutBefore = before;
            }
            applied.networkTimeout = set.networkTimeout;
        }
    }

    private static void applyHoldability(SessionExtras set, Connection connection, AppliedState applied)
            throws SQLException {
        if (set.holdability != 0 && set.holdability != applied.holdability) {
            int before = connection.getHoldability();
            connection.setHoldability(set.holdability);
            if (applied.holdabilityBefore == 0) {
                applied.holdabilityBefore = before;
            }
            applied.holdability = set.holdability;
        }
    }

    private static void applyTypeMap(SessionExtras set, Connection connection, AppliedState applied)
            throws SQLException {
        if (set.typeMap != null && set.typeMap != applied.typeMap) {
            Map<String, Class<?>> before = connection.getTypeMap();
            connection.setTypeMap(set.typeMap);
            if (applied.typeMapBefore == null) {
                applied.typeMapBefore = before == null ? Map.of() : before;
            }
            applied.typeMap = set.typeMap;
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
