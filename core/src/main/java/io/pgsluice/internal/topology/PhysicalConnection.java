// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.internal.net.Wire;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A connection of the driver's and the wire under it. Safe for use by multiple threads, as far as the driver's connection is. */
public final class PhysicalConnection {
    private final Connection connection;
    private final Wire wire;
    private final TransactionMark mark = new TransactionMark();

    /** How many losses the node had seen when this was last known to be alive. */
    private volatile int aliveAfter;

    /** Written before it is lent for the first time. */
    private volatile long openedNanos;

    /** What the last borrower has left for the next. Confined to who has borrowed the connection. */
    private @Nullable Object legacy;

    PhysicalConnection(Connection connection, Wire wire) {
        this.connection = connection;
        this.wire = wire;
    }

    Connection connection() {
        return connection;
    }

    Wire wire() {
        return wire;
    }

    /** Whether a transaction is open that a pause waits for. */
    public TransactionMark mark() {
        return mark;
    }

    /** Takes what the last borrower has left; null if it has left nothing. For who has borrowed the connection. */
    public @Nullable Object take() {
        Object left = legacy;
        legacy = null;
        return left;
    }

    /** Leaves something for the next borrower. */
    public void leave(Object forNext) {
        legacy = forNext;
    }

    /** Whether it has not been known to be alive since the node's last loss of a session. */
    public boolean isSuspect(Node node) {
        return aliveAfter != node.losses();
    }

    /** Notes when it was opened. */
    void opened(long nowNanos) {
        openedNanos = nowNanos;
    }

    /** Whether a server that was asked at an instant is the one that this is a connection to, and was not restarted in between. */
    public boolean isOlderThan(long instant) {
        return instant != Instants.NEVER && instant - openedNanos > 0;
    }

    /** Notes that it is alive, as it was seen after so many losses. */
    public void alive(int losses) {
        aliveAfter = losses;
    }

    /** Whether the server has sent something that nobody has asked for: a notification, or the end of the session. */
    public boolean hasInput() {
        return wire.hasInput();
    }

    /** Ends both: a thread that hangs in a read or a write comes back with an error. May wait for that thread. */
    void abort() {
        wire.cut();
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // abort() is specified to be a no-op on a closed connection: nothing is left to cut.
        }
    }
}
