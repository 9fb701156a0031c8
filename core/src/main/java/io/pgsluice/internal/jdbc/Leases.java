// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.Role;
import io.pgsluice.internal.topology.SqlErrors;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a logical connection holds: the lease for its transactions, and those that open statements keep from going back. The second
 * layer of {@link Binding}.
 *
 * <p>Confined to one thread at a time, except {@link #close}, {@link #abort} and {@link #isClosed}. Closing sets {@code closed}, then looks
 * whether the owner is at work, and gives back what it finds. The owner says that it is at work, behind publishing a lease that is new, and then looks
 * at {@code closed}. One of the two sees the other, and {@link Lease#release} settles who gives back. Whoever sees the other breaks off what he gives
 * back, lingering leases too, although it may be that nobody works on them: that costs connections and nothing else. No lock is held across a
 * call.
 */
abstract class Leases extends SessionState {
    private static final Lease[] NONE = {};

    private static final VarHandle CLOSED = handle("closed", boolean.class);
    private static final VarHandle WORKING = handle("working", boolean.class);
    private static final VarHandle CURRENT = handle("current", Lease.class);

    final LeaseBroker broker;
    /** Run once, when it is closed or aborted. */
    private final Runnable onClose;

    private volatile boolean closed;
    /** Whether the owner uses a lease at this moment. Written by its thread. */
    private volatile boolean working;
    /** Written by the owner's thread. */
    private volatile @Nullable Lease current;
    /** Written by the owner's thread, never changed in place; null for none, which need not be written. */
    private volatile Lease @Nullable [] lingering;

    Leases(ConnectionDefaults defaults, LeaseBroker broker, Runnable onClose) {
        super(defaults);
        this.broker = broker;
        this.onClose = onClose;
    }

    /** The lease of the open transaction, or what is left from the last one; null if unbound. */
    final @Nullable Lease current() {
        return current;
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Leases.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Lease[] lingering() {
        Lease[] some = lingering;
        return some == null ? NONE : some;
    }

    /** Takes the lease of the next transaction; the one before is left. {@link #busy} must follow: it notices a {@code close()} in between. */
    final void adopt(Lease lease) {
        Lease left = current;
        if (left != null) {
            leave(left);
        }
        lease.heldBy(this);
        CURRENT.setRelease(this, lease);
    }

    /**
     * Begins work on the current lease that no other thread may take for idleness, until {@link #idle}.
     *
     * @throws SQLException 08003 if the logical connection was closed meanwhile, 55000 if another call works on it
     */
    final void busy(Lease lease) throws SQLException {
        if (working) {
            throw new SQLException(
                    defaults.dataSourceName() + " - the connection is at work in another call, which must end first:"
                            + " a connection serves one thread at a time",
                    SqlErrors.NOT_IN_STATE);
        }
        WORKING.setVolatile(this, true);
        if (closed) {
            WORKING.setRelease(this, false);
            // Who has closed it may have aborted it: nothing is said to the server any more.
            release(lease, true);
            checkOpen();
        }
        lease.busy();
    }

    /** Ends it. */
    final void idle(Lease lease) {
        lease.idle();
        WORKING.setRelease(this, false);
    }

    /** Gives a lease up that is not fit for another transaction. */
    final void drop(Lease lease) {
        if (current == lease) {
            current = null;
        }
        release(lease, false);
    }

    /** Gives a lease up that is not needed for the next transaction, now or when its statements are closed. */
    final void leave(Lease lease) {
        if (current == lease) {
            current = null;
        }
        if (!lease.inUse() || lease.ended()) {
            release(lease, false);
            return;
        }
        lease.unmark();
        Lease[] before = lingering();
        Lease[] after = new Lease[before.length + 1];
        System.arraycopy(before, 0, after, 0, before.length);
        after[before.length] = lease;
        lingering = after;
        if (closed) {
            release(lease, false);
        }
    }

    /** Gives back what lingered only for statements that are closed now. */
    final void sweep() {
        Lease[] before = lingering();
        if (before.length == 0) {
            return;
        }
        Lease[] kept = new Lease[before.length];
        int count = 0;
        for (Lease lease : before) {
            if (lease.inUse() && !lease.ended()) {
                kept[count++] = lease;
            } else {
                release(lease, false);
            }
        }
        lingering = count == 0 ? null : Arrays.copyOf(kept, count);
    }

    /**
     * Gives a lease back, unless somebody else has.
     *
     * @param busy whether its owner may be working on it: then it is broken off
     */
    private void release(Lease lease, boolean busy) {
        if (!lease.release(this)) {
            return;
        }
        noteUnseen(lease);
        boolean clean = false;
        try {
            if (!busy && !lease.ended()) {
                lease.closeStatements();
                restore(lease);
                lease.giveUp();
                clean = true;
            }
        } catch (SQLException e) {
            // Evicted below: nobody gets a session in doubt.
        } finally {
            if (busy) {
                breakOff(lease);
            } else if (!clean) {
                lease.evict();
            }
            broker.release(lease);
        }
    }

    /** The same for what open statements, or what was unwrapped, keep from going back. */
    final void noteUnseenLingering() {
        for (Lease lease : lingering()) {
            noteUnseen(lease);
        }
    }

    /** Counts what may have been written where nothing of it was seen, as by the driver's own COPY. */
    void noteUnseen(Lease lease) {
        if (lease.isOutOfSight() && lease.route().reason().role() == Role.PRIMARY) {
            broker.committed(lease, this, null);
        }
    }

    /** Closes what another thread is working on: the server gets to know at once, and the pool never gets it back. */
    private static void breakOff(Lease lease) {
        lease.evict();
        try {
            lease.connection().close();
        } catch (SQLException e) {
            // Evicted all the same.
        }
    }

    final boolean isClosed() {
        return closed;
    }

    final void close() {
        if (!CLOSED.compareAndSet(this, false, true)) {
            return;
        }
        boolean busy = working;
        Lease lease = current;
        if (lease != null) {
            release(lease, busy);
        }
        for (Lease other : lingering()) {
            release(other, busy);
        }
        onClose.run();
    }

    /** Breaks the physical connections, then gives them back for good. */
    final void abort(Executor executor) {
        if (!CLOSED.compareAndSet(this, false, true)) {
            return;
        }
        Lease lease = current;
        if (lease != null) {
            abort(lease, executor);
        }
        for (Lease other : lingering()) {
            abort(other, executor);
        }
        onClose.run();
    }

    private void abort(Lease lease, Executor executor) {
        if (!lease.release(this)) {
            return;
        }
        try {
            lease.connection().abort(executor);
        } catch (SQLException | RuntimeException e) {
            // Evicted below all the same: what could not be broken is closed.
        }
        Runnable giveBack = () -> {
            lease.evict();
            broker.release(lease);
        };
        try {
            executor.execute(giveBack);
        } catch (RuntimeException e) {
            giveBack.run();
        }
    }

    final void checkOpen() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException(
                    defaults.dataSourceName() + " - the connection is closed", SqlErrors.CONNECTION_CLOSED);
        }
    }
}
