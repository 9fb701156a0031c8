// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.ConsistencyToken;
import io.pgsluice.internal.routing.ConnectionFreshness;
import io.pgsluice.internal.routing.RouteRequest;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Finds a physical connection for a transaction: routes, borrows, checks the role, and waits where waiting helps. */
interface LeaseBroker {

    /** The data source's name, for messages. */
    String dataSourceName();

    /**
     * Answers the lease on which a transaction that is about to begin must run: the current one if the route leads to its node,
     * else a new one. If the route leads elsewhere, {@link Lease#leave} on the current one comes before the borrowing, so that
     * nobody waits for one pool while it keeps an idle connection from another.
     *
     * @param connection what the logical connection must see
     * @param executes whether the transaction begins right behind; if not, it is asked for again before it does, by {@link #holds} or, where what it asks for
     *     has changed, by this
     * @throws SQLException 08001 if no node could be had in time, or what the pool said
     */
    Lease acquire(RouteRequest request, @Nullable Lease current, ConnectionFreshness connection, boolean executes)
            throws SQLException;

    /**
     * Waits until the node of a lease that can't be exchanged shows what a transaction must see that is about to begin on it.
     *
     * @throws SQLException 08001 if it does not show that in time
     */
    default void awaitProof(Lease lease, RouteRequest request, ConnectionFreshness connection) throws SQLException {}

    /**
     * Asks whether the route that a lease was given for a transaction still holds, now that the transaction is about to begin: a yes is no
     * new decision. If not, {@link #acquire} finds another one.
     *
     * @param executes as for {@link #acquire}
     */
    default boolean holds(Lease lease, RouteRequest request, ConnectionFreshness connection, boolean executes)
            throws SQLException {
        return false;
    }

    /**
     * Tells that a transaction is about to begin on a lease.
     *
     * @param bound whether it can't begin anywhere else: then this waits as long as none may begin there
     * @return false if none may begin there now: {@link #acquire} anew, which waits
     */
    default boolean begins(Lease lease, boolean bound) throws SQLException {
        return true;
    }

    /**
     * Tells that the server acknowledged a transaction which may have written, or that nobody knows whether it did.
     *
     * @param place where in the log it is, or null
     */
    default void committed(Lease lease, ConnectionFreshness connection, @Nullable ConsistencyToken place) {}

    /** Tells that a statement has ended whose transaction began within a scope. */
    default void ran(Lease lease) {}

    /** Commits on the primary; answers where in the log that is, null if it can't be told. */
    default @Nullable ConsistencyToken commit(Lease lease) throws SQLException {
        lease.connection().commit();
        return null;
    }

    /** Whether COMMIT is to bring its place in the log along. */
    default boolean wantsPlace() {
        return false;
    }

    /** Tells that a replica refused a statement as a write which its text did not give away, and that the primary has run it. */
    default void refusedByReplica(@Nullable String sql) {}

    /**
     * Tells what a statement or a transaction command on a lease met: the monitor looks at the node at once where the error says
     * something about it, and a connection that must not be used again is evicted.
     */
    void failed(Lease lease, SQLException error);

    /**
     * Asks a session for what can tell later whether its transaction was committed; null if that is not wanted, or can't be had.
     *
     * @throws SQLException what the server said, or the loss of the session
     */
    default @Nullable CommitTrace trace(Lease lease) throws SQLException {
        return null;
    }

    /** Finds out what became of a transaction whose session was lost while it was being committed. Waits for the primary. */
    default CommitTrace.Outcome resolve(CommitTrace trace) {
        return CommitTrace.Outcome.UNKNOWN;
    }

    /** Asks whether a transaction that may be run again without harm is: not if too many are. */
    default boolean runsAgain() {
        return true;
    }

    /** Waits a moment before a transaction is run again, so that those which failed together don't come back together. */
    default void spread(int attempt) {}

    /** Tells that the application is told of a session's loss. */
    default void told(boolean inDoubt) {}

    /** How things stand with the cluster, for the message of an exception that tells of a lost session. */
    default String situation(Lease lease) {
        return "node=" + lease.node();
    }

    /** Gives a lease back to its pool. Never throws: what can't be given back is evicted. */
    void release(Lease lease);
}
