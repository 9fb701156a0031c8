// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.benchmarks.Candidate;
import io.pgsluice.benchmarks.Nodes;
import io.pgsluice.benchmarks.Opened;
import io.pgsluice.benchmarks.Pools;
import io.pgsluice.testkit.PostgresCluster;
import java.util.Properties;
import software.amazon.jdbc.ds.AwsWrapperDataSource;
import software.amazon.jdbc.util.HikariCPSQLException;

/**
 * The AWS Advanced JDBC Wrapper with its plugins for failover, below HikariCP.
 *
 * @param name what it is called in tables
 * @param tuned whether it is told which plugins to use, and to look for failures often
 */
record AwsFailover(String name, boolean tuned) implements Candidate {
    @Override
    public Opened open(Nodes nodes) {
        HikariDataSource pool = Pools.of("around", nodes.poolSize(), config -> {
            config.setDataSource(wrapper(nodes));
            config.setExceptionOverrideClassName(HikariCPSQLException.class.getName());
            config.setConnectionTimeout(tuned ? 5_000 : 30_000);
        });
        return Opened.of(pool, AwsWrapper::endMonitors, pool);
    }

    private AwsWrapperDataSource wrapper(Nodes nodes) {
        Properties properties = new Properties();
        if (tuned) {
            properties.setProperty("wrapperPlugins", "readWriteSplitting,failover,efm2");
            properties.setProperty("wrapperDialect", "pg");
            properties.setProperty("failoverTimeoutMs", "20000");
            properties.setProperty("failureDetectionTime", "1000");
            properties.setProperty("failureDetectionInterval", "500");
            properties.setProperty("failureDetectionCount", "2");
            properties.setProperty("monitoring-connectTimeout", "1000");
            properties.setProperty("monitoring-socketTimeout", "1000");
            properties.setProperty("connectTimeout", "1000");
            properties.setProperty("socketTimeout", "2000");
        }
        AwsWrapperDataSource dataSource = new AwsWrapperDataSource();
        dataSource.setJdbcUrl(
                "jdbc:aws-wrapper:postgresql://" + String.join(",", nodes.addresses()) + "/" + nodes.database());
        dataSource.setTargetDataSourceProperties(properties);
        dataSource.setUser(PostgresCluster.APP_USER);
        dataSource.setPassword(PostgresCluster.APP_PASSWORD);
        return dataSource;
    }
}
