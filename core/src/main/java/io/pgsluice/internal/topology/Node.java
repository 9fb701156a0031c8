// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.spi.LoadBalancer;
import io.pgsluice.spi.NodePool;
import java.sql.Connection;
import java.sql.SQLException;

/** One node at run time: its place in the cluster and its pool, which outlives changes of role. */
public final class Node implements LoadBalancer.Candidate {
    private final int index;
    private final String name;
    private final String address;
    private final NodePool pool;

    public Node(int index, String name, String address, NodePool pool) {
        this.index = index;
        this.name = name;
        this.address = address;
        this.pool = pool;
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

    @Override
    public String toString() {
        return name;
    }
}
