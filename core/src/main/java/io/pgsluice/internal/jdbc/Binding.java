// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.ConsistencyToken;
import io.pgsluice.Role;
import io.pgsluice.RouteReason;
import io.pgsluice.internal.sql.SettingChange;
import io.pgsluice.internal.sql.StatementInfo;
import io.pgsluice.internal.sql.StatementKind;
import io.pgsluice.internal.topology.Node;
import io.pgsluice.internal.topology.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which physical connection a logical one stands on.
 *
 * <h2>Binding</h2>
 *
 * A logical connection begins unbound. Work that needs a server goes through {@link #run}, which knows three cases:
 *
 * <table>
 * <caption>What comes before the work</caption>
 * <tr><td>a transaction is open</td><td>nothing: its lease serves</td></tr>
 * <tr><td>none is open</td><td>the broker routes, session state is applied as a difference, then the work</td></tr>
 * <tr><td>one was open and its session is gone</td><td>40001 until {@code rollback()} or {@code commit()}</td></tr>
 * </table>
 *
 * Whether a transaction is open is the driver's word, which follows the server's: a {@code BEGIN} in SQL counts, a failed transaction
 * counts until it is rolled back. A statement is routed when it is prepared, because the driver wants a connection for it, and
 * confirmed when it begins a transaction: between the two a replica may have fallen behind, or the application may have written.
 * While statements are open on the current lease its node is preferred, so that they need not move.
 *
 * <h2>Leases</h2>
 *
 * The current one serves the open transaction, or is left over from the last one. When the next transaction runs elsewhere the
 * lease is given back, unless statements or result sets made on it are open: then it lingers until they are closed,
 * or the logical connection is. A statement that is executed while another lease is current is made there anew.
 *
 * <h2>Session state</h2>
 *
 * Settings made by SQL are carried: what the session of a lease was not told yet goes before the first statement of a transaction, in
 * the same round trip where the statement allows ({@link Use#COMBINE}), in one of its own elsewhere. A {@code SET} outside a
 * transaction is only recorded. What can't be carried binds to the current lease until the logical connection is closed
 * ({@link StatementEffects}).
 *
 * <h2>Loss</h2>
 *
 * Work that was the first of its transaction and delivered nothing runs again on another node where that can do no harm: a read-only
 * transaction after any loss of the session, or a conflict with recovery, or where a standby refused it; the first statement of a
 * read-write one with autocommit off, which can't have been committed, if all that it does belongs to its transaction; any statement if the
 * error proves that it did not run. A loss later on is the application's: the lease is dropped at once, and {@link Loss} keeps later
 * statements from silently running outside the transaction that the application believes to be in. What was sent to be committed is never
 * repeated.
 */
final class Binding extends Leases {
    private static final int MAX_ATTEMPTS = 3;
    /** Of a statement that may have been what its session died of, and was not declared to only read. */
    private static final int MAX_RUNS = 2;

    private static final String READ_ONLY = "transaction_read_only";

    /** Whether the transaction that is about to begin was routed to the current lease already. */
    private boolean routed;
    /** Whether the open transaction can't write. */
    private boolean reads;
    /** Whether the open transaction was begun as SERIALIZABLE. */
    private boolean serializable;
    /** Whether something ran in the open transaction that may have written. */
    private boolean wrote;

    Binding(ConnectionDefaults defaults, LeaseBroker broker, Runnable onClose) {
        super(defaults, broker, onClose);
    }

    /** Something that a statement, or whatever else asks for it, does with a physical connection; it may be one object for all. */
    @FunctionalInterface
    interface Work<T, R> {
        R on(T subject, Lease lease) throws SQLException;
    }

    /** What work does with the connection. */
    enum Use {
        /** It does not reach the server. */
        PREPARE,
        /** A transaction may begin by it. */
        EXECUTE,
        /** The same, and it takes settings along ({@link Lease#takeSettings}). */
        COMBINE
    }

    /**
     * Does work on the lease of the open transaction, or on the one where the next should run.
     *
     * @param subject the statement that is executed, or what else the work is about
     */
    <T, R> R run(T subject, StatementInfo info, Use use, Work<? super T, R> work) throws SQLException {
        checkOpen();
        if (use != Use.PREPARE) {
            StatementEffects.checkHint(this, info);
        }
        Lease lease = openTransaction();
        if (lease == null) {
            Loss.check(this, info);
            return begin(subject, info, use, work);
        }
        if (use == Use.PREPARE) {
            return work.on(subject, lease);
        }
        PlacedStatement<?> statement = subject instanceof PlacedStatement<?> placed ? placed : null;
        StatementEffects.checkAllowed(this, info, lease);
        boolean failed = lease.inFailedTransaction();
        busy(lease);
        try {
            R result;
            try {
                if (!failed) {
                    sendSettings(info, lease, use);
                }
                StatementEffects.runs(info, lease);
                reads &= !mayTurnToWriting(info);
                wrote |= mayWrite(statement, info);
                runs(info.mayFlushLate());
                result = work.on(subject, lease);
            } finally {
                idle(lease);
            }
            StatementEffects.ran(this, statement, info, lease);
            noteRead(lease);
            ended(info, lease, failed);
            return result;
        } catch (SQLException e) {
            broker.failed(lease, e);
            doubt(lease);
            if (endsSession(lease, e)) {
                // A failed transaction can't be committed, but a text may have undone the failure before.
                boolean commits = info.mayCommit() && !(failed && info.kind() == StatementKind.COMMIT);
                throw lost(lease, info, commits && mayHaveWritten(lease), e);
            }
            if (info.kind() != StatementKind.COMMIT) {
                noteCommitInside(info, lease);
            }
            ended(info, lease, true);
            throw e;
        } catch (RuntimeException | Error e) {
            doubt(lease);
            throw e;
        }
    }

    /** Notes that a text may have committed on its way, whatever came after that. */
    private void noteCommitInside(StatementInfo info, Lease lease) {
        if (info.mayCommit() && mayHaveWritten(lease)) {
            broker.committed(lease, this, null);
        }
    }

    /** What a statement should have told the session may have got there, or not. */
    private static void doubt(Lease lease) {
        lease.takeSettings();
        lease.applied().doubt();
    }

    /** Notes the loss of the open transaction, and answers what the application is told. */
    private SQLException lost(Lease lease, StatementInfo info, boolean inDoubt, SQLException e) {
        SQLException told = inDoubt ? Loss.unknown(broker, this, lease, null, e) : Loss.rolledBack(broker, lease, e);
        boolean ends = info.kind() == StatementKind.COMMIT || info.kind() == StatementKind.ROLLBACK;
        if (!ends || info.chains()) {
            lost(told);
        } else {
            rolledBack(null);
        }
        noTransaction();
        drop(lease);
        return said(inDoubt, told, e);
    }

    /** The next transaction may begin out of sight: nothing that was known of the last one holds for it. */
    private void noTransaction() {
        reads = false;
        wrote = false;
        serializable = isSerializable(isolation());
    }

    /** What the application has brought about itself is told as the driver does, unless something may be committed. */
    private SQLException said(boolean inDoubt, SQLException told, SQLException e) {
        return isClosed() || (!inDoubt && SqlErrors.isTimeout(e)) ? e : told;
    }

    /** Whether a statement may write; what this library asks for itself doesn't. */
    private static boolean mayWrite(@Nullable PlacedStatement<?> statement, StatementInfo info) {
        return statement != null
                && switch (info.kind()) {
                    case READ -> !info.isRead() || statement.mayChangeRows();
                    case WRITE, OTHER, SEVERAL -> true;
                    case EMPTY, BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK_TO, SETTING -> false;
                };
    }

    /** Whether a read-only transaction may be a read-write one, or over, behind a statement. */
    private static boolean mayTurnToWriting(StatementInfo info) {
        return info.kind() == StatementKind.SEVERAL
                || info.changesTransaction() != null
                || (!info.settings().isEmpty()
                        && info.settings().stream()
                                .anyMatch(change -> change.name().equals(READ_ONLY)));
    }

    /** Whether the open transaction has something to commit, as far as is known. */
    private boolean mayHaveWritten(Lease lease) {
        return !reads && (wrote || lease.isOutOfSight());
    }

    /** Notices that the statement which has run has ended the open transaction. */
    private void ended(StatementInfo info, Lease lease, boolean failed) {
        boolean ends = info.kind() == StatementKind.ROLLBACK || info.kind() == StatementKind.COMMIT;
        boolean rolledBack = failed || info.kind() == StatementKind.ROLLBACK;
        if (!lease.inTransaction()) {
            over(lease, !rolledBack, null);
            if (info.kind() == StatementKind.SEVERAL) {
                lease.applied().doubt();
            }
        } else if (ends && rolledBack) {
            rolledBack(lease);
        } else if (ends) {
            committed();
            if (mayHaveWritten(lease)) {
                broker.committed(lease, this, null);
            }
            wrote = false;
        } else if (info.kind() == StatementKind.SEVERAL && !rolledBack) {
            noteCommitInside(info, lease);
        }
    }

    private <T, R> R begin(T subject, StatementInfo info, Use use, Work<? super T, R> work) throws SQLException {
        PlacedStatement<?> statement = subject instanceof PlacedStatement<?> placed ? placed : null;
        boolean executes = use != Use.PREPARE;
        Demand demand = Demand.of(info, this, statement == null || !statement.mayChangeRows());
        noTransaction();
        boolean refused = false;
        long avoid = 0;
        for (int attempt = 1; ; attempt++) {
            Lease lease = route(demand, avoid, executes);
            busy(lease);
            while (executes && !begins(lease)) {
                lease = route(demand, avoid, true);
                busy(lease);
            }
            boolean applied = false;
            boolean ran = false;
            try {
                R result;
                try {
                    applyTo(lease, executes);
                    applied = true;
                    if (executes) {
                        sendSettings(info, lease, use);
                        StatementEffects.runs(info, lease);
                        // Noted before it runs: a transaction may go on although its first statement fails.
                        reads = demand.harmless() && !mayTurnToWriting(info);
                        serializable = isSerializable(demand.request().isolation());
                        wrote = mayWrite(statement, info);
                        begins(info.mayFlushLate());
                        ran = true;
                    }
                    result = work.on(subject, lease);
                } finally {
                    idle(lease);
                }
                routed = true;
                if (executes) {
                    executed(statement, info, lease);
                    if (refused && statement != null && info.learnPrimary()) {
                        broker.refusedByReplica(statement.sql());
                    }
                }
                return result;
            } catch (SQLException e) {
                broker.failed(lease, e);
                doubt(lease);
                boolean ends = endsSession(lease, e);
                boolean refuses = ran && isRefused(lease, info, e);
                boolean block = !autoCommit() || info.kind() == StatementKind.BEGIN;
                boolean harmless = demand.harmless() || (block && info.isRepeatable());
                boolean again =
                        attempt < (ran && !demand.harmless() && mayBeItsDoing(e, ends) ? MAX_RUNS : MAX_ATTEMPTS)
                                && !pinned()
                                && !isClosed()
                                && (statement == null || statement.isMovable())
                                && (refuses
                                        || (mayRunAgain(lease, e, ends, ran, harmless, demand.harmless())
                                                && broker.runsAgain()));
                if (!again && ends) {
                    boolean commits = block ? info.mayCommit() : mayWrite(statement, info);
                    boolean inDoubt = ran && commits && !demand.harmless();
                    SQLException told =
                            inDoubt ? Loss.unknown(broker, this, lease, null, e) : Loss.rolledBack(broker, lease, e);
                    settle(lease, told, ends, applied, executes, again);
                    throw said(inDoubt, told, e);
                }
                if (!again && ran) {
                    noteInSpite(info, lease);
                }
                settle(lease, e, ends, applied, executes, again);
                if (!again) {
                    throw e;
                }
                if (refuses) {
                    refused = true;
                    demand = demand.afterRefusal();
                } else {
                    broker.spread(attempt);
                }
                avoid |= 1L << lease.node().index();
            } catch (RuntimeException | Error e) {
                doubt(lease);
                throw e;
            }
        }
    }

    /** Whether a transaction may begin on a lease; the work on it is over if none may. */
    private boolean begins(Lease lease) throws SQLException {
        boolean begins = false;
        try {
            begins = broker.begins(lease, pinned());
        } finally {
            if (!begins) {
                idle(lease);
            }
        }
        return begins;
    }

    /** With autocommit on a part of what has failed may be committed, such as the first entries of a batch. */
    private void noteInSpite(StatementInfo info, Lease lease) {
        if (autoCommit() && !lease.inTransaction() && mayHaveWritten(lease)) {
            broker.committed(lease, this, null);
        } else {
            noteCommitInside(info, lease);
        }
    }

    /** Whether a statement may be what its session died of: not where somebody has ended that. */
    private static boolean mayBeItsDoing(SQLException e, boolean ends) {
        return ends && SqlErrors.of(e) != SqlErrors.SESSION_ENDED;
    }

    private Lease route(Demand demand, long avoid, boolean executes) throws SQLException {
        sweep();
        noteUnseenLingering();
        Lease held = current();
        if (pinned()) {
            Lease pinned = StatementEffects.pinnedTo(this, held, demand.forPrimary());
            noteUnseen(pinned);
            broker.awaitProof(pinned, demand.request(), this);
            return pinned;
        }
        Node prefer = null;
        if (held != null) {
            noteUnseen(held);
            if (routed && avoid == 0 && broker.holds(held, demand.request(), this, executes)) {
                routed = false;
                return held;
            }
            if (held.ended()) {
                drop(held);
                held = null;
            } else if (held.inUse()) {
                prefer = held.node();
            }
        }
        sweep();
        Lease lease = broker.acquire(demand.request(avoid, prefer, routed), held, this, executes);
        routed = false;
        // The pool may lend the connection anew that was just given back, and its lease with it.
        if (lease != current()) {
            adopt(lease);
        }
        return lease;
    }

    /** Brings the session of a lease what it was not told yet of the settings. */
    private void sendSettings(StatementInfo info, Lease lease, Use use) throws SQLException {
        AppliedState applied = lease.applied();
        Map<String, String> now = settingsNow();
        // A pinned session has them all; SET TRANSACTION must be the first in its transaction, which a set_config
        // before it would not let it be.
        if (applied.settings == now || pinned() || info.changesTransaction() != null) {
            return;
        }
        SettingsToSend settings = settings().difference(applied.settings);
        applied.touch(now.keySet());
        applied.settings = now;
        if (settings == null) {
            return;
        }
        if (use == Use.COMBINE) {
            lease.sendWithNext(settings);
            return;
        }
        try {
            execute(lease, settings.sql());
        } catch (SQLException e) {
            if (SqlErrors.of(e).endsSession()) {
                throw e;
            }
            throw new SQLException(
                    defaults.dataSourceName() + " - settings that were made on this connection before are refused by "
                            + lease.node() + ": " + e.getMessage(),
                    e.getSQLState(),
                    e);
        }
    }

    private static void execute(Lease lease, String sql) throws SQLException {
        try (Statement statement = lease.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    /** Whether a replica refused a first statement that its text did not give away as a write. */
    private static boolean isRefused(Lease lease, StatementInfo info, SQLException e) {
        return SqlErrors.of(e) == SqlErrors.READ_ONLY
                && lease.route().reason().role() == Role.REPLICA
                && info.kind() != StatementKind.WRITE
                && info.kind() != StatementKind.EMPTY;
    }

    private static boolean mayRunAgain(
            Lease lease, SQLException e, boolean ends, boolean ran, boolean repeatable, boolean reads) {
        if (SqlErrors.isTimeout(e)) {
            // The application's own limit: what took too long once is not started a second time.
            return false;
        }
        if (!ran) {
            return ends;
        }
        return switch (SqlErrors.of(e)) {
            case CANNOT_CONNECT_NOW -> true;
            // A primary that says this does so by its configuration, or by the statement's own doing.
            case READ_ONLY -> !reads && !Boolean.FALSE.equals(lease.inHotStandby());
            case SERIALIZATION_OR_RECOVERY_CONFLICT ->
                reads && lease.route().reason().role() == Role.REPLICA;
            default -> repeatable && ends;
        };
    }

    /** Leaves everything after a failure at the beginning of a transaction as the application, or the next attempt, expects it. */
    private void settle(
            Lease lease, SQLException told, boolean ends, boolean applied, boolean executes, boolean again) {
        if (!applied) {
            lease.end();
            drop(lease);
        } else if (ends && executes && !again && !autoCommit()) {
            lost(told);
            drop(lease);
        } else if (ends) {
            drop(lease);
        } else if (again) {
            if (lease.inTransaction()) {
                rollBackQuietly(lease);
            }
            leave(lease);
        } else if (executes) {
            lease.began(!autoCommit());
        }
    }

    private void executed(@Nullable PlacedStatement<?> statement, StatementInfo info, Lease lease) {
        lease.began(!autoCommit());
        StatementEffects.ran(this, statement, info, lease);
        noteRead(lease);
        if (!lease.inTransaction()) {
            over(lease, info.kind() != StatementKind.ROLLBACK, null);
        } else if (info.kind() == StatementKind.SEVERAL) {
            noteCommitInside(info, lease);
        }
    }

    /** Notes what a scope's reads have shown, which later ones must not step back behind. */
    private void noteRead(Lease lease) {
        if (isScoped()) {
            broker.ran(lease);
        }
    }

    /** A transaction was acknowledged. */
    private void over(Lease lease, boolean committed, @Nullable ConsistencyToken place) {
        routed = false;
        lease.began(false);
        if (committed) {
            committed();
            if (mayHaveWritten(lease)) {
                broker.committed(lease, this, place);
            }
        } else {
            rolledBack(lease);
        }
        noTransaction();
        leaveFallback(lease);
    }

    /** A read that fell back to the primary does not keep its place there longer than its transaction takes. */
    private void leaveFallback(Lease lease) {
        if (lease.route().reason() == RouteReason.NO_ELIGIBLE_REPLICA && !lease.inUse() && !pinned()) {
            leave(lease);
        }
    }

    /** Records settings, if that is all a statement does and no transaction is open: they go along with the next one. */
    boolean defer(StatementInfo info) throws SQLException {
        checkOpen();
        if (!mayDefer()) {
            return false;
        }
        Loss.check(this, info);
        return StatementEffects.defer(this, info);
    }

    /** Whether a setting may wait: not while something goes to the current session that this does not see. */
    private boolean mayDefer() {
        Lease lease = current();
        return openTransaction() == null && !pinned() && (lease == null || !lease.isOutOfSight());
    }

    /** What the driver's connection is told by JDBC. */
    @FunctionalInterface
    interface DriverCall {
        void on(Connection connection) throws SQLException;
    }

    /** Makes a setting of JDBC's: by SQL together with the next statement, or by the driver at once. */
    void set(String setting, @Nullable String sql, DriverCall driver) throws SQLException {
        checkOpen();
        SettingChange change = new SettingChange(setting, sql);
        if (mayDefer()) {
            Loss.check(this, StatementInfo.UNKNOWN);
            settings().change(change);
            if (autoCommit()) {
                settings().committed();
            }
            return;
        }
        run(driver, StatementInfo.UNKNOWN, Use.EXECUTE, (call, on) -> {
            on.applied().touch(List.of(setting));
            call.on(on.connection());
            // Here, since the lease may be another's when its transaction is over.
            settings().change(change);
            on.applied().settings = settingsNow();
            return on;
        });
        if (autoCommit()) {
            settings().committed();
        }
    }

    void commit() throws SQLException {
        checkOpen();
        Loss.checkCommit(this);
        if (autoCommit()) {
            throw new SQLException(
                    defaults.dataSourceName() + " - cannot commit while autocommit is on",
                    SqlErrors.NO_ACTIVE_TRANSACTION);
        }
        endTransaction(broker.wantsPlace() ? this::commitWithPlace : COMMIT);
    }

    private @Nullable ConsistencyToken commitWithPlace(Lease lease) throws SQLException {
        return mayHaveWritten(lease) && !lease.inFailedTransaction() ? broker.commit(lease) : COMMIT.on(lease);
    }

    /**
     * Ends the open transaction, if there is one, by what commits it. A transaction that has written nothing has ended well when its session
     * is lost, but for SERIALIZABLE, whose reads count only when COMMIT is answered.
     */
    private void endTransaction(TransactionEnd end) throws SQLException {
        routed = false;
        Lease lease = openTransaction();
        if (lease == null) {
            Loss.checkCommit(this);
            committed();
            return;
        }
        boolean failed = lease.inFailedTransaction();
        // Within a transaction a server sends nothing unasked but the end of the session: then it did not read the
        // COMMIT.
        boolean ending = lease.hasInput();
        CommitTrace trace = null;
        ConsistencyToken place;
        boolean commitSent = false;
        busy(lease);
        try {
            try {
                trace = !failed && mayHaveWritten(lease) ? broker.trace(lease) : null;
                commitSent = true;
                place = end.on(lease);
            } finally {
                idle(lease);
            }
        } catch (SQLException e) {
            broker.failed(lease, e);
            if (!endsSession(lease, e)) {
                if (!lease.inTransaction()) {
                    rolledBack(lease);
                }
                throw e;
            }
            drop(lease);
            // Its word must be what was there: only then it was said before COMMIT was sent.
            boolean ended = ending && SqlErrors.isLastWord(e);
            commitLost(lease, trace, commitSent && !failed && !ended, failed, e);
            return;
        }
        over(lease, !failed, place);
    }

    /** Finds out what became of a transaction whose session was lost when it was committed, and throws what the application must know. */
    private void commitLost(Lease lease, @Nullable CommitTrace trace, boolean sent, boolean failed, SQLException e)
            throws SQLException {
        boolean wroteNothing = !mayHaveWritten(lease);
        CommitTrace.Outcome outcome = CommitTrace.Outcome.ROLLED_BACK;
        if (wroteNothing && !failed && !serializable) {
            outcome = CommitTrace.Outcome.COMMITTED;
        } else if (sent && !wroteNothing) {
            outcome = trace == null || isClosed() ? CommitTrace.Outcome.UNKNOWN : broker.resolve(trace);
        }
        if (outcome == CommitTrace.Outcome.COMMITTED) {
            committed();
            if (!wroteNothing) {
                broker.committed(lease, this, null);
            }
            return;
        }
        rolledBack(null);
        boolean inDoubt = outcome == CommitTrace.Outcome.UNKNOWN;
        throw said(
                inDoubt, inDoubt ? Loss.unknown(broker, this, lease, trace, e) : Loss.rolledBack(broker, lease, e), e);
    }

    @FunctionalInterface
    private interface TransactionEnd {
        /** Commits, and answers where in the log; null if that is not known. */
        @Nullable
        ConsistencyToken on(Lease lease) throws SQLException;
    }

    private static final TransactionEnd COMMIT = lease -> {
        lease.connection().commit();
        return null;
    };

    private boolean isSerializable(int isolation) {
        int level = isolation == 0 ? defaults.transactionIsolation() : isolation;
        return level == Connection.TRANSACTION_SERIALIZABLE;
    }

    void rollback() throws SQLException {
        checkOpen();
        routed = false;
        if (Loss.rolledBack(this)) {
            return;
        }
        if (autoCommit()) {
            throw new SQLException(
                    defaults.dataSourceName() + " - cannot roll back while autocommit is on",
                    SqlErrors.NO_ACTIVE_TRANSACTION);
        }
        Lease lease = openTransaction();
        if (lease == null) {
            Loss.rolledBack(this);
            rolledBack(null);
            return;
        }
        busy(lease);
        try {
            try {
                lease.connection().rollback();
            } finally {
                idle(lease);
            }
            over(lease, false, null);
        } catch (SQLException e) {
            broker.failed(lease, e);
            if (!endsSession(lease, e)) {
                throw e;
            }
            rolledBack(null);
            drop(lease);
        }
    }

    void setAutoCommit(boolean value) throws SQLException {
        checkOpen();
        if (value == autoCommit()) {
            return;
        }
        if (value && lost() != null) {
            commit();
        }
        if (value && openTransaction() != null) {
            endTransaction(lease -> {
                setAutoCommit(true, lease);
                return null;
            });
            setAutoCommit(true, null);
        } else {
            Lease held = current();
            boolean tell = held != null && !held.ended() && (held.inTransaction() || held.isOutOfSight());
            setAutoCommit(value, tell ? held : null);
            if (value) {
                committed();
            }
        }
    }

    /** The lease of the open transaction; null if none is open. Notices a transaction that was lost. */
    @Nullable
    Lease openTransaction() {
        Lease lease = current();
        if (lease == null || !lease.inTransaction()) {
            return null;
        }
        if (lease.ended()) {
            SQLException closed = new SQLException("the connection was closed", SqlErrors.CONNECTION_CLOSED);
            lost(Loss.rolledBack(broker, lease, closed));
            drop(lease);
            return null;
        }
        return lease;
    }

    /** Notes what rows met that were being read, and answers what the application is told. */
    SQLException failed(Lease lease, SQLException e) {
        broker.failed(lease, e);
        return endsSession(lease, e) ? said(false, Loss.rolledBack(broker, lease, e), e) : e;
    }

    /** The same for a change of rows, which is committed at once with autocommit on. */
    SQLException changeFailed(Lease lease, SQLException e) {
        boolean inDoubt = autoCommit();
        broker.failed(lease, e);
        if (!endsSession(lease, e)) {
            return e;
        }
        return said(
                inDoubt, inDoubt ? Loss.unknown(broker, this, lease, null, e) : Loss.rolledBack(broker, lease, e), e);
    }

    /** Notes a parameter-borne setting before it is executed. */
    void runsBound(StatementInfo bound, Lease lease) {
        StatementEffects.runsBound(bound, lease);
    }

    /** Notes that rows were changed through a result set. */
    void changedRows(Lease lease) {
        if (!lease.inTransaction()) {
            broker.committed(lease, this, null);
        }
    }

    /** Notes that the open transaction may be written in without a statement. */
    void mayWrite() {
        wrote = true;
    }

    /** Whether the current session was told all settings. */
    boolean isUpToDate() {
        Lease lease = current();
        return lease == null || lease.applied().settings == settingsNow();
    }

    /** Notes that what a route depends on has changed. */
    void forgetRoute() {
        routed = false;
    }

    private void rollBackQuietly(Lease lease) {
        try {
            busy(lease);
        } catch (SQLException e) {
            // Closed meanwhile, and given back with that.
            return;
        }
        try {
            lease.connection().rollback();
        } catch (SQLException e) {
            lease.end();
            lease.evict();
        } finally {
            idle(lease);
        }
    }

    private static boolean endsSession(Lease lease, SQLException e) {
        if (SqlErrors.of(e).endsSession()) {
            lease.end();
        }
        return lease.ended();
    }
}
