// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spi;

import java.time.Duration;
import javax.sql.DataSource;

/** Makes the pool of each node. */
@FunctionalInterface
public interface PoolFactory {

    /**
     * What a pool is made from. What it can't do of {@code minimumIdle} and the last three it leaves out.
     *
     * @param poolName a stable name: data source and node
     * @param physical opens a physical connection to the node on the caller's thread, for which it takes {@code connectTimeout} at
     *     most; while the node is known to be down it waits for it, half a second at most, and then throws
     *     {@link java.sql.SQLTransientConnectionException}
     * @param maximumPoolSize the most connections it may hold
     * @param minimumIdle the idle connections it tries to keep
     * @param borrowTimeout how long {@link NodePool#borrow()} may wait; the caller asks again, perhaps another node
     * @param maxLifetime the age at which a connection is replaced, zero for no limit
     * @param idleTimeout how long a connection above {@code minimumIdle} may be idle, zero for no limit
     * @param leakDetectionThreshold how long a connection may be borrowed before it is logged, zero for no limit
     */
    record Request(
            String poolName,
            DataSource physical,
            int maximumPoolSize,
            int minimumIdle,
            Duration borrowTimeout,
            Duration maxLifetime,
            Duration idleTimeout,
            Duration leakDetectionThreshold) {

        /**
         * Answers {@link #physical()} for a pool that opens connections on the thread that borrows: here they are opened on threads
         * of their own, and waited for no longer than {@link #borrowTimeout()} and a moment. A connection that comes later goes to
         * the next call.
         *
         * @return a data source to make one pool from
         */
        public DataSource physicalInBackground() {
            return new BackgroundDataSource(this);
        }
    }

    /**
     * Makes a pool without waiting for its node: it may be dead.
     *
     * @param request the pool's settings
     * @return a running pool
     */
    NodePool create(Request request);
}
