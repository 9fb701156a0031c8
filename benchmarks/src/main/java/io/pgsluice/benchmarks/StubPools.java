// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import io.pgsluice.benchmarks.stub.StubDataSource;
import io.pgsluice.benchmarks.stub.StubDriver;
import io.pgsluice.internal.topology.KnownConnections;
import io.pgsluice.spi.NodePool;
import io.pgsluice.spi.PoolFactory;

/** Makes the pools that another factory makes, but with connections of the stub. */
final class StubPools implements PoolFactory {
    private final PoolFactory pools;
    private final StubDriver driver;
    private boolean primaryMade;

    /**
     * Makes a factory for one data source, the first of whose nodes is the primary.
     *
     * @param pools makes the pools themselves
     */
    StubPools(PoolFactory pools, StubDriver driver) {
        this.pools = pools;
        this.driver = driver;
    }

    @Override
    public NodePool create(Request request) {
        StubDataSource physical = new StubDataSource(driver, primaryMade);
        primaryMade = true;
        return pools.create(new Request(
                request.poolName(),
                new KnownConnections(request.physical(), physical),
                request.maximumPoolSize(),
                request.minimumIdle(),
                request.borrowTimeout(),
                request.maxLifetime(),
                request.idleTimeout(),
                request.leakDetectionThreshold()));
    }
}
