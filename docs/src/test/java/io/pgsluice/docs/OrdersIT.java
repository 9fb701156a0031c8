// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.SluiceConfig;
import io.pgsluice.SluiceConfigBuilder;
import io.pgsluice.SluiceDataSource;
import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

// snippet
@PgCluster
class OrdersIT {

    @Test
    void insert_primaryKilledAndReplicaPromoted_goesToTheNewPrimary(PostgresCluster cluster) throws SQLException {
        SluiceConfigBuilder config =
                SluiceConfig.builder().credentials(PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD);
        cluster.jdbcUrls().forEach(config::node);
        try (SluiceDataSource dataSource = SluiceDataSource.create(config.build())) {
            Retry.inTransaction(dataSource, orders -> execute(orders, "CREATE TABLE orders (item text)"));
            cluster.awaitCaughtUp();
            cluster.primary().kill();
            cluster.node("n2").promote();
            Retry.inTransaction(dataSource, orders -> execute(orders, "INSERT INTO orders VALUES ('tea')"));
            assertThat(dataSource.topology().primary()).hasFieldOrPropertyWithValue("name", "n2");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
// end
