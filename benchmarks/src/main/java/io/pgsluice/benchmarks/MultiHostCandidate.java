// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.testkit.PostgresCluster;
import java.util.List;

/**
 * pgjdbc with the addresses of all nodes in one URL, below two HikariCP pools: one for the primary, one for replicas.
 *
 * @param name what it is called in tables
 * @param tuned whether time-outs are short
 */
record MultiHostCandidate(String name, boolean tuned) implements Candidate {
    @Override
    public Opened open(Nodes nodes) {
        HikariDataSource writes = pool(nodes, "primary", "targetServerType=primary");
        HikariDataSource reads = pool(nodes, "replicas", "targetServerType=preferSecondary&loadBalanceHosts=true");
        return new Opened(writes, reads, Opened.Switchover.Step::run, List.of(writes, reads));
    }

    private HikariDataSource pool(Nodes nodes, String pool, String target) {
        List<String> addresses = nodes.addresses();
        String url = "jdbc:postgresql://" + String.join(",", addresses) + "/" + nodes.database()
                + (nodes.database().contains("?") ? "&" : "?") + target
                + (tuned ? "&connectTimeout=1&loginTimeout=1&socketTimeout=2&hostRecheckSeconds=1" : "");
        return Pools.of(pool, nodes.poolSize(), config -> {
            config.setJdbcUrl(url);
            config.setUsername(PostgresCluster.APP_USER);
            config.setPassword(PostgresCluster.APP_PASSWORD);
            if (tuned) {
                config.setConnectionTimeout(2_000);
                config.setValidationTimeout(500);
                config.setKeepaliveTime(30_000);
            }
        });
    }
}
