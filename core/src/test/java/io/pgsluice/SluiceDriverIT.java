// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgsluice.testkit.PostgresCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SluiceDriverIT {

    @Test
    void getConnection_urlOfTheCluster_routesAndLeavesNoThreadBehind() throws Exception {
        try (PostgresCluster cluster = PostgresCluster.builder().replicas(1).build()) {
            String hosts = cluster.nodes().stream()
                    .map(node -> node.host() + ":" + node.port())
                    .collect(Collectors.joining(","));
            String url = "jdbc:pgsluice://" + hosts + "/" + PostgresCluster.APP_DATABASE + "?name=driver-it";

            try (Connection writer =
                            DriverManager.getConnection(url, PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD);
                    Connection other =
                            DriverManager.getConnection(url, PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD)) {
                assertThat(isInRecovery(writer)).isFalse();
                assertThat(isInRecovery(other)).isFalse();
                assertThat(threads()).isNotEmpty();
            }
            await().untilAsserted(() -> assertThat(threads()).isEmpty());
        }
    }

    private static boolean isInRecovery(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            assertThat(rows.next()).isTrue();
            return rows.getBoolean(1);
        }
    }

    /** The live threads that carry the data source's name. */
    private static String threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("driver-it"))
                .collect(Collectors.joining(", "));
    }
}
