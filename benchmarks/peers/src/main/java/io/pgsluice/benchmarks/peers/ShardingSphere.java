// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import io.pgsluice.benchmarks.Candidate;
import io.pgsluice.benchmarks.Nodes;
import io.pgsluice.benchmarks.Opened;
import io.pgsluice.benchmarks.Pools;
import io.pgsluice.benchmarks.stub.StubbedDriver;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.ShardingSphereDataSourceFactory;
import org.apache.shardingsphere.infra.algorithm.core.config.AlgorithmConfiguration;
import org.apache.shardingsphere.infra.config.mode.ModeConfiguration;
import org.apache.shardingsphere.mode.repository.standalone.StandalonePersistRepositoryConfiguration;
import org.apache.shardingsphere.readwritesplitting.config.ReadwriteSplittingRuleConfiguration;
import org.apache.shardingsphere.readwritesplitting.config.rule.ReadwriteSplittingDataSourceGroupRuleConfiguration;
import org.apache.shardingsphere.single.config.SingleRuleConfiguration;
import org.jspecify.annotations.Nullable;

/** ShardingSphere-JDBC with its readwrite-splitting rule. It reads the tables of the servers when it is opened. */
final class ShardingSphere implements Candidate {
    private static final String GROUP = "group";

    @Override
    public String name() {
        return "ShardingSphere-JDBC";
    }

    @Override
    public Opened open(Nodes nodes) throws SQLException {
        StubbedDriver driver = nodes.stubbed() ? nodes.driver(true) : null;
        Map<String, DataSource> pools = new LinkedHashMap<>();
        List<AutoCloseable> resources = new ArrayList<>();
        for (String name : nodes.names()) {
            String plain = Objects.requireNonNull(nodes.urls().get(name));
            String url = driver == null ? plain : driver.marked(plain);
            HikariDataSource pool = Pools.of(name, nodes.poolSize(), config -> {
                config.setJdbcUrl(url);
                config.setUsername(PostgresCluster.APP_USER);
                config.setPassword(PostgresCluster.APP_PASSWORD);
            });
            pools.put(name, pool);
            resources.add(pool);
        }
        DataSource dataSource = ShardingSphereDataSourceFactory.createDataSource(
                ownRepository(),
                pools,
                List.of(splitting(nodes), new SingleRuleConfiguration(List.of("*.*"), GROUP)),
                new Properties());
        resources.add((AutoCloseable) dataSource);
        learned(driver, pools, resources);
        return Opened.of(dataSource, resources.toArray(AutoCloseable[]::new));
    }

    /** What it keeps of its configuration, which instances in one JVM share otherwise. */
    private static ModeConfiguration ownRepository() {
        Properties properties = new Properties();
        properties.setProperty("provider", "H2");
        properties.setProperty("jdbc_url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;MODE=MYSQL");
        properties.setProperty("username", "sa");
        properties.setProperty("password", "");
        return new ModeConfiguration("Standalone", new StandalonePersistRepositoryConfiguration("JDBC", properties));
    }

    private static ReadwriteSplittingRuleConfiguration splitting(Nodes nodes) {
        return new ReadwriteSplittingRuleConfiguration(
                List.of(new ReadwriteSplittingDataSourceGroupRuleConfiguration(
                        GROUP, nodes.primary(), nodes.replicas(), "turn")),
                Map.of("turn", new AlgorithmConfiguration("ROUND_ROBIN", new Properties())));
    }

    /** Replaces the connections to servers by stubs. */
    private static void learned(
            @Nullable StubbedDriver driver, Map<String, DataSource> pools, List<AutoCloseable> resources) {
        if (driver != null) {
            resources.add(driver);
            driver.learned();
            pools.values()
                    .forEach(pool ->
                            ((HikariDataSource) pool).getHikariPoolMXBean().softEvictConnections());
        }
    }
}
