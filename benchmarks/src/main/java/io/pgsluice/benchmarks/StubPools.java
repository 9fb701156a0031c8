// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.internal.topology.KnownConnections;
import io.pgsluice.spi.NodePool;
import io.pgsluice.spi.PoolFactory;
import java.util.Iterator;

/** Makes the pools that another factory makes, but with connections of the stub. */
final class StubPools implements PoolFactory {
    private final PoolFactory pools;
    private final Nodes nodes;
    private final Iterator<String> names;

    /**
     * Makes a factory for one data source.
     *
     * @param pools makes the pools themselves
     */
    StubPools(PoolFactory pools, Nodes nodes) {
        this.pools = pools;
        this.nodes = nodes;
        this.names = nodes.names().iterator();
    }

    @Override
    public NodePool create(Request request) {
        return pools.create(new Request(
                request.poolName(),
                new KnownConnections(request.physical(), nodes.stub(names.next())),
                request.maximumPoolSize(),
                request.minimumIdle(),
                request.borrowTimeout(),
                request.maxLifetime(),
                request.idleTimeout(),
                request.leakDetectionThreshold()));
    }
}
