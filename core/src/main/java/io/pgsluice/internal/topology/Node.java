// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.spi.LoadBalancer;
import io.pgsluice.spi.NodePool;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One node at run time: its place in the cluster and its pool, which outlives changes of role. */
public final class Node implements LoadBalancer.Candidate {
    private final int index;
    private final String name;
    private final String address;
    private final NodePool pool;
    private final @Nullable PhysicalConnections physical;

    /** A node whose connections are not known one by one. */
    public Node(int index, String name, String address, NodePool pool) {
        this(index, name, address, pool, null);
    }

    Node(int index, String name, String address, NodePool pool, @Nullable PhysicalConnections physical) {
        this.index = index;
        this.name = name;
        this.address = address;
        this.pool = pool;
        this.physical = physical;
    }

    /** Its place in the configuration, from 0; below 64. */
    public int index() {
        return index;
    }

    @Override
    public String name() {
        return name;
    }

    public String address() {
        return address;
    }

    @Override
    public int inUse() {
        return pool.inUse();
    }

    public NodePool pool() {
        return pool;
    }

    public Connection borrow() throws SQLException {
        return pool.borrow();
    }

    /** What is known of a connection that the pool has lent, by the driver's own; null if nothing is. */
    public @Nullable PhysicalConnection physical(Connection driverConnection) {
        return physical == null ? null : physical.of(driverConnection);
    }

    /** How often a session was lost. */
    public int losses() {
        return physical == null ? 0 : physical.losses();
    }

    /** Notes that a session was lost: before another one is lent, it is asked whether it is alive. */
    void lost() {
        if (physical != null) {
            physical.lost();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
