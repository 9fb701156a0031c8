// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spi;

import java.sql.Connection;
import java.sql.SQLException;

/** The pool of physical connections of one node. Safe for use by multiple threads. */
public interface NodePool extends AutoCloseable {

    /**
     * Borrows a connection, which is lent as it came back: whatever its session was told, pgsluice has put back before closing it.
     *
     * @return a connection whose {@code close()} gives it back, and which unwraps to the driver's own connection
     * @throws SQLException if none could be had within {@link PoolFactory.Request#borrowTimeout()}; with the last failure to
     *     connect as its cause, if there was one
     */
    Connection borrow() throws SQLException;

    /**
     * Takes a borrowed connection out of the pool: it is closed, now or when it comes back, and not lent again.
     *
     * @param connection what {@link #borrow()} answered
     */
    void evict(Connection connection);

    /** Closes all idle connections, and the borrowed ones when they come back. */
    void evictAll();

    /**
     * Counts the borrowed connections.
     *
     * @return connections in use
     */
    int inUse();

    /**
     * Counts the connections that wait to be borrowed.
     *
     * @return idle connections
     */
    int idle();

    /**
     * Counts the threads that wait for a connection.
     *
     * @return waiting threads
     */
    int waiting();

    /**
     * Ends the pool: nothing is lent any more, idle connections are closed, and borrowed ones when they come back. Idempotent, bounded
     * in time. What it leaves open is cut right afterwards.
     */
    @Override
    void close();
}
