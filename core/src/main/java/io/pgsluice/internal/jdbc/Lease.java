// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.Role;
import io.pgsluice.internal.jdbc.ForwardingPreparedStatement.Parameter;
import io.pgsluice.internal.routing.ConnectionFreshness;
import io.pgsluice.internal.routing.Route;
import io.pgsluice.internal.sql.SessionEffect;
import io.pgsluice.internal.sql.StatementInfo;
import io.pgsluice.internal.topology.Node;
import io.pgsluice.internal.topology.PhysicalConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * A physical connection that a logical one holds, and the node it belongs to. Statements go to the driver's own connection; the
 * pool's is there to give it back and to evict it. Confined to one thread at a time.
 *
 * <p>It stays with its physical connection and serves one borrower after the other, each of which holds it in the name of its logical
 * connection. Two rules keep one that is late from acting on what the next one holds:
 *
 * <ul>
 *   <li>Ending the holding names the holder and succeeds in one step with the look at it: the state counts the holdings, so that it changes
 *       in between if the holder does. Who comes late, with a {@code close()} from another thread, finds that the holding is over. Work that comes
 *       late finds that its logical connection is closed ({@link Leases#busy}).
 *   <li>A lease is left to the next borrower only by the thread that has worked on it last, and only if nothing was handed out
 *       that still knows it ({@link #giveUp}). Else the next one gets a lease of its own.
 * </ul>
 */
final class Lease {
    private static final AtomicIntegerFieldUpdater<Lease> STATE =
            AtomicIntegerFieldUpdater.newUpdater(Lease.class, "state");

    /** The bit of the state that tells whether the holding is over; the others count the holdings. */
    private static final int RELEASED = 1;

    private static final Parameter[] NO_ROOM = {};
    /** So much is kept for the next statement. */
    private static final int MAX_ROOM = 256;

    private static final AtomicIntegerFieldUpdater<Lease> EVICTED =
            AtomicIntegerFieldUpdater.newUpdater(Lease.class, "evicted");

    private Connection pooled;
    private final Connection connection;
    private final @Nullable BaseConnection driverConnection;
    private final @Nullable PhysicalConnection physical;
    private final AppliedState applied = new AppliedState();
    /** The last of the statements made here, each of which knows the one before. */
    private @Nullable PlacedStatement<?> statements;

    /** Not zero when it is evicted; written by {@link #EVICTED} alone. */
    private volatile int evicted;

    /** Which holding it is, and whether that is over; written through {@link #STATE}. */
    private volatile int state;

    private Route route;
    private @Nullable Set<SessionEffect> effects;
    private @Nullable Leases holder;
    private @Nullable SettingsToSend settings;
    private StatementInfo bound = StatementInfo.UNKNOWN;
    private @Nullable Parameter[] spare = NO_ROOM;
    private boolean pinned;
    private boolean known;
    /** Whether its server has said that it is no standby. */
    private boolean leftStandby;

    private boolean began;
    private boolean ended;
    private boolean givenUp;
    /** Who worked on it last. */
    private @Nullable Thread worker;

    private Lease(
            Connection pooled,
            Route route,
            @Nullable BaseConnection driverConnection,
            @Nullable PhysicalConnection physical) {
        this.pooled = pooled;
        this.route = route;
        this.driverConnection = driverConnection;
        this.connection = driverConnection == null ? pooled : driverConnection;
        this.physical = physical;
    }

    /** A lease on what a pool has lent. */
    static Lease of(Connection pooled, Route route) throws SQLException {
        BaseConnection driver = pooled.isWrapperFor(BaseConnection.class) ? pooled.unwrap(BaseConnection.class) : null;
        PhysicalConnection physical = driver == null ? null : route.node().physical(driver);
        if (physical != null && physical.take() instanceof Lease left) {
            left.pooled = pooled;
            left.route = route;
            // Whoever holds it in the name of an earlier holding fails by that, whatever of the state he sees.
            STATE.lazySet(left, (left.state | RELEASED) + 1);
            return left;
        }
        return new Lease(pooled, route, driver, physical);
    }

    /** Notes that it may be left to the next borrower, if nobody else can still be about to use it. For who has released it, when it is restored. */
    void giveUp() {
        givenUp = physical != null && evicted == 0 && !pinned && !known && !ended && worker == Thread.currentThread();
    }

    /** Leaves itself to the next borrower, as new, if it was given up; the last before the pool gets its connection back. */
    void bequeath() {
        if (givenUp && physical != null) {
            givenUp = false;
            applied.reset();
            effects = null;
            settings = null;
            holder = null;
            worker = null;
            began = false;
            physical.leave(this);
        }
    }

    /** Notes that something refers to it which can't be told when it is released. */
    void known() {
        known = true;
    }

    /** Whether its node has lost a session since this one was last known to be alive. */
    boolean isSuspect() {
        return physical != null && physical.isSuspect(node());
    }

    /** Whether its server was asked at an instant, and not restarted in between; true where nothing is known of the connection. */
    boolean isOlderThan(long instant) {
        return physical == null || physical.isOlderThan(instant);
    }

    /**
     * Asks the server whether the session is alive. Takes a round trip.
     *
     * @param timeout how long the answer may take; rounded up to whole seconds
     */
    boolean prove(Duration timeout) {
        int losses = node().losses();
        try {
            if (connection.isValid((int) timeout.plusMillis(999).toSeconds())) {
                if (physical != null) {
                    physical.alive(losses);
                }
                return true;
            }
        } catch (SQLException e) {
            // Not alive, then.
        }
        end();
        return false;
    }

    /** Whether the server has sent something unasked: within a transaction that is the end of the session. */
    boolean hasInput() {
        return physical != null && physical.hasInput();
    }

    /** Whether the session is gone as far as that can be known without a round trip. For use outside a transaction. */
    boolean isGone() {
        if (hasInput() && driverConnection != null) {
            try {
                driverConnection.getQueryExecutor().processNotifies();
            } catch (SQLException e) {
                end();
            }
        }
        return ended();
    }

    /**
     * Whether the server had said "in hot standby" as of the last round trip; null where the driver can't tell. "Within a session, this can
     * change only if the server is promoted to be primary" (PostgreSQL, Preset Options): after that it is not asked for any more.
     */
    @Nullable
    Boolean inHotStandby() {
        if (leftStandby || driverConnection == null) {
            return leftStandby ? Boolean.FALSE : null;
        }
        String status = driverConnection.getParameterStatus("in_hot_standby");
        leftStandby = "off".equals(status);
        return status == null ? null : status.equals("on");
    }

    /** Whether writing is impossible here whatever a session asks for, as far as is known. */
    boolean onStandby() {
        return route.reason().role() == Role.REPLICA && Boolean.TRUE.equals(inHotStandby());
    }

    /** Whether a transaction is open on the server; where the driver can't tell, whether one was begun by a statement. */
    boolean inTransaction() {
        return driverConnection == null ? began : driverConnection.getTransactionState() != TransactionState.IDLE;
    }

    /** Whether the open transaction can only be rolled back. */
    boolean inFailedTransaction() {
        return driverConnection != null && driverConnection.getTransactionState() == TransactionState.FAILED;
    }

    /** Notes who works on it. */
    void busy() {
        worker = Thread.currentThread();
    }

    /** Notes that the work is done. */
    void idle() {
        if (physical != null && physical.mark().isSet() && !inTransaction()) {
            unmark();
        }
    }

    /** Notes that a statement ran with autocommit off, or that its transaction is over. */
    void began(boolean begun) {
        began = begun;
    }

    /** Notes that a transaction on the primary is about to begin. */
    void mark() {
        if (physical != null) {
            physical.mark().set(this);
        }
    }

    /** Notes that it is over, or did not begin. */
    void unmark() {
        if (physical != null) {
            physical.mark().clear(this);
        }
    }

    /** Whether the session is gone, and its transaction with it. */
    boolean ended() {
        if (!ended && driverConnection != null) {
            try {
                ended = driverConnection.isClosed();
            } catch (SQLException e) {
                ended = true;
            }
        }
        return ended;
    }

    /** Notes that the session is gone. */
    void end() {
        ended = true;
    }

    /** Takes the connection out of its pool when it is given back. */
    void evict() {
        if (evicted == 0 && EVICTED.compareAndSet(this, 0, 1)) {
            node().pool().evict(pooled);
        }
    }

    void add(PlacedStatement<?> statement) {
        statement.before = statements;
        statements = statement;
    }

    void remove(PlacedStatement<?> statement) {
        keep(other -> other != statement);
    }

    private void keep(Predicate<PlacedStatement<?>> kept) {
        PlacedStatement<?> after = null;
        for (PlacedStatement<?> each = statements; each != null; each = each.before) {
            if (kept.test(each)) {
                after = each;
            } else if (after == null) {
                statements = each.before;
            } else {
                after.before = each.before;
            }
        }
    }

    /** Closes what the application has left open, so that the driver can use again what it keeps for a statement. */
    void closeStatements() {
        for (PlacedStatement<?> each = statements; each != null; each = each.before) {
            each.closePhysical();
        }
        statements = null;
    }

    /** Notes that something was handed out which needs this connection and can't be seen closing. */
    void pin() {
        pinned = true;
    }

    /** Whether the application may send or change something here without this library's knowledge. */
    boolean isOutOfSight() {
        boolean out = pinned;
        for (PlacedStatement<?> each = statements; each != null && !out; each = each.before) {
            out = each.mayChangeRows();
        }
        return out;
    }

    /** Whether something that the application may still use lives here. */
    boolean inUse() {
        if (!pinned && statements != null) {
            keep(statement -> !statement.isFinished());
        }
        return pinned || statements != null;
    }

    /** Notes what a statement may leave in the session, to be cleaned away before the pool lends it again. */
    void leaves(Set<SessionEffect> more) {
        if (!more.isEmpty()) {
            if (effects == null) {
                effects = EnumSet.noneOf(SessionEffect.class);
            }
            effects.addAll(more);
        }
    }

    /** What statements may have left in the session. */
    Set<SessionEffect> effects() {
        return effects == null ? Set.of() : effects;
    }

    /** Keeps settings for the next statement to take along. */
    void sendWithNext(SettingsToSend toSend) {
        settings = toSend;
    }

    /** The settings that must reach the server before the statement that is about to run; null for none. */
    @Nullable
    SettingsToSend takeSettings() {
        SettingsToSend taken = settings;
        settings = null;
        return taken;
    }

    /** Notes what a text says that is being executed, with its parameters in their places where the driver can show it so. */
    void bound(StatementInfo info) {
        bound = info;
    }

    StatementInfo bound() {
        return bound;
    }

    /** Room for parameters that a statement has left which is closed now, without any. */
    @Nullable
    Parameter[] takeSpare() {
        @Nullable Parameter[] room = spare;
        spare = NO_ROOM;
        return room;
    }

    /** Leaves room for parameters to the next statement. */
    void leaveSpare(@Nullable Parameter[] room) {
        if (room.length > spare.length && room.length <= MAX_ROOM && worker == Thread.currentThread()) {
            Arrays.fill(room, null);
            spare = room;
        }
    }

    void heldBy(Leases leases) {
        holder = leases;
    }

    /**
     * Tells that the next transaction will run elsewhere: the lease is given back, unless open statements keep it. For the
     * holder's thread only, and outside a transaction; nothing where another one holds it by now.
     */
    void leave(ConnectionFreshness by) {
        Leases of = holder;
        if (of != null && of == by) {
            of.leave(this);
        }
    }

    /** Ends the holding: true for the first who does, and holds it. */
    boolean release(Leases by) {
        int seen = state;
        return holder == by && (seen & RELEASED) == 0 && STATE.compareAndSet(this, seen, seen | RELEASED);
    }

    /** What this physical connection was told of the logical one's session state. */
    AppliedState applied() {
        return applied;
    }

    /** The driver's connection, or the pool's if it is no wrapper for one of pgjdbc. */
    Connection connection() {
        return connection;
    }

    /** The driver's connection if it is one of pgjdbc's own, else null. */
    @Nullable
    BaseConnection driverConnection() {
        return driverConnection;
    }

    /** The pool's connection. */
    Connection pooled() {
        return pooled;
    }

    Node node() {
        return route.node();
    }

    Route route() {
        return route;
    }

    /** Takes it for another transaction on the same node; nothing where another one holds it by now. */
    void reroute(Route next, ConnectionFreshness by) {
        if (holder == by) {
            route = next;
        }
    }
}
