// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.Role;
import io.pgsluice.internal.sql.SessionEffect;
import io.pgsluice.internal.sql.SettingChange;
import io.pgsluice.internal.sql.StatementInfo;
import io.pgsluice.internal.topology.SqlErrors;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What statements do to the session beyond their transaction: settings are recorded, to be carried on; what can't be carried binds
 * the logical connection to its physical one until it is closed.
 */
final class StatementEffects {
    /** What a standby can't do, or does for itself alone. */
    private static final Set<SessionEffect> PRIMARY_ONLY = EnumSet.of(
            SessionEffect.ADVISORY_LOCK,
            SessionEffect.LISTEN,
            SessionEffect.TEMPORARY_OBJECTS,
            SessionEffect.SESSION_DEFAULTS);

    /** What is left by a setting that only a new session is free of. */
    private static final Set<SessionEffect> UNKNOWN_SETTING = EnumSet.of(SessionEffect.SESSION_DEFAULTS);

    private StatementEffects() {}

    /** What in a statement acts on one server only, so that it must be the primary; null for nothing. */
    static @Nullable String primaryOnly(StatementInfo info) {
        if (info.primaryOnly() != null || info.effects().isEmpty()) {
            return info.primaryOnly();
        }
        for (SessionEffect effect : info.effects()) {
            if (PRIMARY_ONLY.contains(effect)) {
                return describe(effect);
            }
        }
        return null;
    }

    /**
     * The lease that something in its session binds to.
     *
     * @throws SQLException 08003 if the session is gone; 25006 if it is on a replica and the transaction may write
     */
    static Lease pinnedTo(SessionState state, @Nullable Lease held, boolean onPrimary) throws SQLException {
        if (held == null || held.ended()) {
            throw new SQLNonTransientConnectionException(
                    state.defaults.dataSourceName() + " - the session is gone that held " + state.pinnedBy()
                            + " of this connection: close the connection and make it again on a new one",
                    SqlErrors.CONNECTION_CLOSED);
        }
        if (onPrimary && held.onStandby()) {
            throw new SQLException(
                    state.defaults.dataSourceName() + " - " + state.pinnedBy() + " binds this connection to replica "
                            + held.node()
                            + " until it is closed, and this transaction needs the primary: use another connection for it",
                    SqlErrors.READ_ONLY_STATE);
        }
        return held;
    }

    /** Refuses what would succeed wrongly, or fail without saying why, in a transaction that is open on a replica. */
    static void checkAllowed(SessionState state, StatementInfo info, Lease lease) throws SQLException {
        if (lease.route().reason().role() != Role.REPLICA || Boolean.FALSE.equals(lease.inHotStandby())) {
            return;
        }
        String what = primaryOnly(info);
        if (what != null) {
            throw new SQLException(
                    state.defaults.dataSourceName() + " - " + what
                            + " acts on the primary alone, but this transaction runs on replica "
                            + lease.node() + ": make it the first statement of its transaction, or don't declare the"
                            + " transaction read-only",
                    SqlErrors.READ_ONLY_STATE);
        }
    }

    /** Refuses a hint that is none. */
    static void checkHint(SessionState state, StatementInfo info) throws SQLException {
        if (info.unknownHint() != null) {
            throw new SQLException(
                    state.defaults.dataSourceName() + " - unknown hint in a comment (pgsluice:" + info.unknownHint()
                            + "): write pgsluice:primary or pgsluice:replica",
                    SqlErrors.SYNTAX_ERROR);
        }
    }

    /** Records settings for the next statement to take along, if that is all there is to do. */
    static boolean defer(SessionState state, StatementInfo info) {
        if (state.pinned() || !info.effects().isEmpty() || info.settings().isEmpty() || info.hasUnknownSetting()) {
            return false;
        }
        SessionSettings settings = state.settings();
        for (SettingChange change : info.settings()) {
            if (!settings.canWait(change)) {
                return false;
            }
        }
        info.settings().forEach(settings::change);
        if (state.autoCommit()) {
            settings.committed();
        }
        return true;
    }

    /** Notes what a statement may do to the session of a lease, before the server gets to know of it. */
    static void runs(StatementInfo info, Lease lease) {
        lease.leaves(info.effects());
        if (!info.settings().isEmpty()) {
            lease.applied().touch(SessionSettings.names(info.settings()));
        }
    }

    /** The same for a change of settings that only its parameters tell, if they do. */
    static void runsBound(StatementInfo bound, Lease lease) {
        lease.bound(bound);
        runs(bound, lease);
        if (bound.hasUnknownSetting()) {
            lease.leaves(UNKNOWN_SETTING);
        }
    }

    /** Notes what a statement has done to the session of a lease. */
    static void ran(SessionState state, @Nullable PlacedStatement<?> statement, StatementInfo info, Lease lease) {
        String savepoint = info.savepoint();
        if (savepoint != null) {
            switch (info.kind()) {
                case SAVEPOINT -> state.settings().savepoint(savepoint);
                case RELEASE -> state.settings().released(savepoint);
                case ROLLBACK_TO -> state.rolledBackTo(savepoint, lease);
                default -> {}
            }
        }
        if (!info.effects().isEmpty()) {
            state.pin(describe(info.effects().iterator().next()));
        }
        if (info.hasUnknownSetting()) {
            StatementInfo bound = statement == null ? info : lease.bound();
            if (bound.hasUnknownSetting()) {
                state.pin("a setting whose name and value can't be told");
            } else {
                record(state, bound, lease);
            }
        } else if (!info.settings().isEmpty()) {
            record(state, info, lease);
        }
    }

    private static void record(SessionState state, StatementInfo info, Lease lease) {
        boolean all = false;
        for (SettingChange change : info.settings()) {
            state.settings().change(change);
            all |= SessionSettings.isAll(change);
        }
        if (all) {
            lease.leaves(UNKNOWN_SETTING);
            SessionState.allReset(lease);
        } else {
            lease.applied().settings = state.settingsNow();
        }
    }

    private static String describe(SessionEffect effect) {
        return switch (effect) {
            case TEMPORARY_OBJECTS -> "a temporary object";
            case LISTEN -> "LISTEN";
            case PREPARED_STATEMENT -> "PREPARE";
            case HELD_CURSOR -> "a cursor WITH HOLD";
            case ADVISORY_LOCK -> "a session advisory lock";
            case SESSION_DEFAULTS -> "a setting that can't be carried to another session";
            case LIBRARY -> "LOAD";
        };
    }
}
