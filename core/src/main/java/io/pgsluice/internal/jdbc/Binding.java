// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.Role;
import io.pgsluice.RouteReason;
import io.pgsluice.internal.routing.RouteRequest;
import io.pgsluice.internal.topology.Node;
import io.pgsluice.internal.topology.SqlErrors;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
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
 * <tr><td>one was open and its session is gone</td><td>08003 until {@code rollback()} or {@code commit()}</td></tr>
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
 * <h2>Loss</h2>
 *
 * Work that was the first of its transaction and delivered nothing runs again on another node where that can do no harm: a read-only
 * transaction after any loss of the session, or a conflict with recovery; any transaction if the error proves that it did not run.
 * A loss later on is the application's: the lease is dropped at once, and {@code lost} keeps later statements from silently
 * running outside the transaction that the application believes to be in. {@code commit()} is never repeated.
 */
final class Binding {
    private static final int MAX_ATTEMPTS = 3;

    private final String name;
    private final LeaseBroker broker;
    private final SessionState state;
    private final Leases leases;
    /** Whether the transaction that is about to begin was routed to the current lease already. */
    private boolean routed;
    /** Why the open transaction is gone. */
    private @Nullable SQLException lost;

    Binding(String name, LeaseBroker broker, SessionState state) {
        this.name = name;
        this.broker = broker;
        this.state = state;
        this.leases = new Leases(name, broker, state);
    }

    Leases leases() {
        return leases;
    }

    /** Something that needs a physical connection. */
    @FunctionalInterface
    interface Work<R> {
        R on(Lease lease) throws SQLException;
    }

    /**
     * Does work on the lease of the open transaction, or on the one where the next should run.
     *
     * @param statement what the work executes, or null
     * @param executes whether a transaction may begin by it; else it is mere preparation
     */
    <R> R run(@Nullable RoutingStatement<?> statement, boolean executes, Work<R> work) throws SQLException {
        leases.checkOpen();
        Lease lease = openTransaction();
        if (lease == null) {
            checkNotLost();
            return begin(statement, executes, work);
        }
        try {
            R result = work.on(lease);
            if (executes && !lease.inTransaction()) {
                over(lease);
            }
            return result;
        } catch (SQLException e) {
            broker.failed(lease, e);
            if (endsSession(lease, e)) {
                lose(lease, e);
            }
            throw e;
        }
    }

    private <R> R begin(@Nullable RoutingStatement<?> statement, boolean executes, Work<R> work) throws SQLException {
        long avoid = 0;
        for (int attempt = 1; ; attempt++) {
            Lease lease = route(avoid);
            boolean applied = false;
            try {
                state.applyTo(lease);
                applied = true;
                R result = work.on(lease);
                routed = true;
                if (executes) {
                    executed(lease);
                }
                return result;
            } catch (SQLException e) {
                broker.failed(lease, e);
                boolean ends = endsSession(lease, e);
                boolean again = attempt < MAX_ATTEMPTS
                        && (statement == null || statement.isMovable())
                        && mayRunAgain(lease, e, ends, applied && executes);
                settle(lease, e, ends, applied, executes, again);
                if (!again) {
                    throw e;
                }
                avoid |= 1L << lease.node().index();
            }
        }
    }

    private Lease route(long avoid) throws SQLException {
        Lease held = leases.current();
        Node prefer = null;
        if (held != null) {
            if (held.ended()) {
                leases.drop(held);
                held = null;
            } else if (held.inUse()) {
                prefer = held.node();
            }
        }
        leases.sweep();
        Lease lease =
                broker.acquire(new RouteRequest(state.readOnly(), state.isolation(), avoid, prefer, routed), held);
        routed = false;
        if (lease != held) {
            leases.adopt(lease);
        }
        return lease;
    }

    private boolean mayRunAgain(Lease lease, SQLException e, boolean ends, boolean ran) {
        if (!ran) {
            return ends;
        }
        return switch (SqlErrors.of(e)) {
            case CANNOT_CONNECT_NOW -> true;
            // A primary that says this does so by its configuration, or by the statement's own doing.
            case READ_ONLY -> !state.readOnly() && !Boolean.FALSE.equals(lease.inHotStandby());
            case SERIALIZATION_OR_RECOVERY_CONFLICT ->
                state.readOnly() && lease.route().reason().role() == Role.REPLICA;
            default -> state.readOnly() && ends;
        };
    }

    /** Leaves everything after a failure at the beginning of a transaction as the application, or the next attempt, expects it. */
    private void settle(Lease lease, SQLException e, boolean ends, boolean applied, boolean executes, boolean again) {
        if (!applied) {
            lease.evict();
            leases.drop(lease);
        } else if (ends && executes && !again && !state.autoCommit()) {
            lose(lease, e);
        } else if (ends) {
            leases.drop(lease);
        } else if (again) {
            if (lease.inTransaction()) {
                rollBackQuietly(lease);
            }
            leases.leave(lease);
        } else if (executes) {
            lease.began(!state.autoCommit());
        }
    }

    private void executed(Lease lease) {
        lease.began(!state.autoCommit());
        if (!lease.inTransaction()) {
            over(lease);
        }
    }

    /** A transaction was acknowledged. */
    private void over(Lease lease) {
        routed = false;
        lease.applied().setInTransaction = false;
        lease.began(false);
        if (!state.readOnly()) {
            broker.committed(lease);
        }
        leaveFallback(lease);
    }

    /** A read that fell back to the primary does not keep its place there longer than its transaction takes. */
    private void leaveFallback(Lease lease) {
        if (lease.route().reason() == RouteReason.NO_ELIGIBLE_REPLICA && !lease.inUse()) {
            leases.leave(lease);
        }
    }

    void commit() throws SQLException {
        leases.checkOpen();
        SQLException loss = lost;
        if (loss != null) {
            lost = null;
            throw lostTransaction(loss);
        }
        if (state.autoCommit()) {
            throw new SQLException(name + " - cannot commit while autocommit is on", SqlErrors.NO_ACTIVE_TRANSACTION);
        }
        endTransaction(lease -> lease.connection().commit());
    }

    /** Ends the open transaction, if there is one, by what commits it. */
    private void endTransaction(TransactionEnd end) throws SQLException {
        routed = false;
        Lease lease = openTransaction();
        if (lease == null) {
            throwLoss();
            return;
        }
        try {
            end.on(lease);
        } catch (SQLException e) {
            broker.failed(lease, e);
            if (endsSession(lease, e)) {
                leases.drop(lease);
            } else if (!lease.inTransaction()) {
                state.rolledBack(lease);
            }
            throw e;
        }
        over(lease);
    }

    @FunctionalInterface
    private interface TransactionEnd {
        void on(Lease lease) throws SQLException;
    }

    void rollback() throws SQLException {
        leases.checkOpen();
        routed = false;
        if (lost != null) {
            lost = null;
            return;
        }
        if (state.autoCommit()) {
            throw new SQLException(
                    name + " - cannot roll back while autocommit is on", SqlErrors.NO_ACTIVE_TRANSACTION);
        }
        Lease lease = openTransaction();
        if (lease == null) {
            lost = null;
            return;
        }
        try {
            lease.connection().rollback();
            lease.began(false);
            state.rolledBack(lease);
            leaveFallback(lease);
        } catch (SQLException e) {
            broker.failed(lease, e);
            if (!endsSession(lease, e)) {
                throw e;
            }
            leases.drop(lease);
        }
    }

    void setAutoCommit(boolean value) throws SQLException {
        leases.checkOpen();
        if (value == state.autoCommit()) {
            return;
        }
        if (value && lost != null) {
            commit();
        }
        if (value && openTransaction() != null) {
            endTransaction(lease -> state.setAutoCommit(true, lease));
        } else {
            state.setAutoCommit(value, openTransaction());
        }
    }

    /** The lease of the open transaction; null if none is open. Notices a transaction that was lost. */
    @Nullable
    Lease openTransaction() {
        Lease lease = leases.current();
        if (lease == null || !lease.inTransaction()) {
            return null;
        }
        if (lease.ended()) {
            lose(lease, new SQLException(name + " - the connection was closed", SqlErrors.CONNECTION_CLOSED));
            return null;
        }
        return lease;
    }

    /** Notes that what a route depends on has changed. */
    void forgetRoute() {
        routed = false;
    }

    boolean isLost() {
        return lost != null;
    }

    private void lose(Lease lease, SQLException loss) {
        lost = loss;
        leases.drop(lease);
    }

    private static void rollBackQuietly(Lease lease) {
        try {
            lease.connection().rollback();
        } catch (SQLException e) {
            lease.end();
            lease.evict();
        }
    }

    private static boolean endsSession(Lease lease, SQLException e) {
        if (SqlErrors.of(e).endsSession()) {
            lease.end();
        }
        return lease.ended();
    }

    /** Tells of a lost transaction, which is over with that. */
    private void throwLoss() throws SQLException {
        SQLException loss = lost;
        if (loss != null) {
            lost = null;
            throw lostTransaction(loss);
        }
    }

    private void checkNotLost() throws SQLException {
        SQLException loss = lost;
        if (loss != null) {
            throw lostTransaction(loss);
        }
    }

    private SQLException lostTransaction(SQLException loss) {
        return new SQLNonTransientConnectionException(
                name
                        + " - the transaction is gone with its connection and was not committed by this call; roll back and begin again"
                        + " (SQLSTATE of the loss=" + loss.getSQLState() + ")",
                SqlErrors.CONNECTION_CLOSED,
                loss);
    }
}
