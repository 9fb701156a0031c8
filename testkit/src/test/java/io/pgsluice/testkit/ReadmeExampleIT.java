// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** The example of the README, which repeats it word for word. */
@PgCluster(replicas = 2)
class ReadmeExampleIT {
    @Test
    void write_afterThePrimaryWasKilled_goesToTheNewOne(PostgresCluster cluster) throws SQLException {
        PostgresNode n2 = cluster.node("n2");
        cluster.primary().kill();
        n2.promote();
        cluster.node("n3").follow(n2);
        try (Connection connection = DriverManager.getConnection(n2.jdbcUrl(), "app", "app");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (i int)");
        }
        cluster.awaitCaughtUp();
    }
}
