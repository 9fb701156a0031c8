// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.benchmarks.Candidate;
import io.pgsluice.benchmarks.Nodes;
import io.pgsluice.benchmarks.Opened;
import io.pgsluice.benchmarks.Pools;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/** Spring's lazy proxy with a data source for read-only transactions, which can be one replica's pool only. */
final class SpringLazy implements Candidate {
    @Override
    public String name() {
        return "Spring lazy proxy";
    }

    @Override
    public Opened open(Nodes nodes) {
        HikariDataSource primary = Pools.of("primary", nodes.physical(nodes.primary()), nodes.poolSize());
        HikariDataSource replica =
                Pools.of("replica", nodes.physical(nodes.replicas().get(0)), nodes.poolSize());
        LazyConnectionDataSourceProxy proxy = new LazyConnectionDataSourceProxy(primary);
        proxy.setReadOnlyDataSource(replica);
        return Opened.of(proxy, primary, replica);
    }
}
