// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.benchmarks.Candidate;
import io.pgsluice.benchmarks.Nodes;
import io.pgsluice.benchmarks.Opened;
import io.pgsluice.benchmarks.Pools;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Spring's lazy proxy over its router, as applications write it: replicas in turn for what the current transaction says is read-only. */
final class SpringRouting implements Candidate {
    @Override
    public String name() {
        return "Spring lazy proxy over a router";
    }

    @Override
    public Opened open(Nodes nodes) {
        Map<Object, Object> pools = new HashMap<>();
        AutoCloseable[] resources = new AutoCloseable[nodes.names().size()];
        for (int i = 0; i < resources.length; i++) {
            HikariDataSource pool =
                    Pools.of("node " + i, nodes.physical(nodes.names().get(i)), nodes.poolSize());
            pools.put(i, pool);
            resources[i] = pool;
        }
        LazyConnectionDataSourceProxy proxy = new LazyConnectionDataSourceProxy(router(pools, () -> 0));
        AtomicInteger turn = new AtomicInteger();
        int replicas = resources.length - 1;
        proxy.setReadOnlyDataSource(router(pools, () -> 1 + Math.floorMod(turn.getAndIncrement(), replicas)));
        return Opened.of(proxy, resources);
    }

    /** What a router asks for the node. */
    @FunctionalInterface
    private interface Choice {
        int node();
    }

    private static AbstractRoutingDataSource router(Map<Object, Object> pools, Choice choice) {
        AbstractRoutingDataSource router = new AbstractRoutingDataSource() {
            @Override
            protected Object determineCurrentLookupKey() {
                return choice.node();
            }
        };
        router.setTargetDataSources(pools);
        router.afterPropertiesSet();
        return router;
    }
}
