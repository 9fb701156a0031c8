// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.Role;
import io.pgsluice.internal.topology.SqlErrors;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What a logical connection holds: the lease for its transactions, and those that open statements keep from going back. The second
 * layer of {@link Binding}.
 *
 * <p>Confined to one thread at a time, except {@link #close}, {@link #abort} and {@link #isClosed}. Closing sets {@code closed} and
 * then gives back what it finds; the owner publishes a lease and then looks at {@code closed}: one of the two sees the other, and
 * {@link Lease#release} settles who gives back. No lock is held across a call.
 */
abstract class Leases extends SessionState {
    private static final Lease[] NONE = {};

    private static final AtomicIntegerFieldUpdater<Leases> CLOSED =
            AtomicIntegerFieldUpdater.newUpdater(Leases.class, "closed");

    final LeaseBroker broker;
    /** Run once, when it is closed or aborted. */
    private final Runnable onClose;

    /** Not zero when it is closed; written by {@link #CLOSED} alone. */
    private volatile int closed;
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

    private Lease[] lingering() {
        Lease[] some = lingering;
        return some == null ? NONE : some;
    }

    /** Takes the lease of the next transaction; the one before is left. */
    final void adopt(Lease lease) throws SQLException {
        Lease left = current;
        if (left != null) {
            leave(left);
        }
        lease.heldBy(this);
        current = lease;
        if (closed != 0) {
            release(lease);
            checkOpen();
        }
    }

    /** Gives a lease up that is not fit for another transaction. */
    final void drop(Lease lease) {
        if (current == lease) {
            current = null;
        }
        release(lease);
    }

    /** Gives a lease up that is not needed for the next transaction, now or when its statements are closed. */
    final void leave(Lease lease) {
        if (current == lease) {
            current = null;
        }
        if (!lease.inUse() || lease.ended()) {
            release(lease);
            return;
        }
        lease.unmark();
        Lease[] before = lingering();
        Lease[] after = new Lease[before.length + 1];
        System.arraycopy(before, 0, after, 0, before.length);
        after[before.length] = lease;
        lingering = after;
        if (closed != 0) {
            release(lease);
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
                release(lease);
            }
        }
        lingering = count == 0 ? null : Arrays.copyOf(kept, count);
    }

    private void release(Lease lease) {
        Lease.Release how = lease.release(this);
        if (how == Lease.Release.DONE) {
            return;
        }
        noteUnseen(lease);
        boolean clean = false;
        try {
            if (how == Lease.Release.IDLE && !lease.ended()) {
                lease.closeStatements();
                restore(lease);
                lease.giveUp();
                clean = true;
            }
        } catch (SQLException e) {
            // Evicted below: nobody gets a session in doubt.
        } finally {
            if (how == Lease.Release.BUSY) {
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
        return closed != 0;
    }

    final void close() {
        if (!CLOSED.compareAndSet(this, 0, 1)) {
            return;
        }
        Lease lease = current;
        if (lease != null) {
            release(lease);
        }
        for (Lease other : lingering()) {
            release(other);
        }
        onClose.run();
    }

    /** Breaks the physical connections, then gives them back for good. */
    final void abort(Executor executor) {
        if (!CLOSED.compareAndSet(this, 0, 1)) {
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
        if (lease.release(this) == Lease.Release.DONE) {
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
        if (closed != 0) {
            throw new SQLNonTransientConnectionException(
                    defaults.dataSourceName() + " - the connection is closed", SqlErrors.CONNECTION_CLOSED);
        }
    }
}
