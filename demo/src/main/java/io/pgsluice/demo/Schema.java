// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables and statements of the load. */
final class Schema {
    /** Answers the name of the node that it runs on. */
    static final String INSERT =
            "INSERT INTO demo_write (id, writer) VALUES (?, ?) RETURNING current_setting('cluster_name')";

    static final String BEAT = "UPDATE demo_heartbeat SET number = ?";

    /** The heartbeat, and who answers. */
    static final String READ =
            "SELECT number, pg_is_in_recovery(), current_setting('cluster_name') FROM demo_heartbeat";

    static final String IDS = "SELECT id, count(*) FROM demo_write GROUP BY id";

    private Schema() {}

    /** Makes the tables on the primary. Ids are not unique there, so that a write that ran twice would show. */
    static void create(PostgresNode primary) throws SQLException {
        try (Connection connection = connect(primary);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE demo_write (id bigint NOT NULL, writer int NOT NULL)");
            statement.execute("CREATE TABLE demo_heartbeat (number bigint NOT NULL) WITH (fillfactor = 10)");
            statement.execute("INSERT INTO demo_heartbeat VALUES (0)");
        }
    }

    /** Connects to a node as the application's user, without pgsluice. */
    static Connection connect(PostgresNode node) throws SQLException {
        return node.connect(PostgresCluster.APP_DATABASE, PostgresCluster.APP_USER, PostgresCluster.APP_PASSWORD);
    }
}
