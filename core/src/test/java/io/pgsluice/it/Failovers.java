// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.it;

import static org.awaitility.Awaitility.await;

import io.pgsluice.testkit.PostgresCluster;
import io.pgsluice.testkit.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/** What a failover manager does, for clusters of three nodes. */
final class Failovers {
    private Failovers() {}

    /**
     * Loses the primary, promotes the replica that has more, and makes the other two its replicas.
     *
     * @param loss what happens to the primary
     * @return the new primary
     */
    static PostgresNode failOver(PostgresCluster cluster, Consumer<PostgresNode> loss) throws SQLException {
        PostgresNode old = cluster.primary();
        List<PostgresNode> replicas = cluster.replicas();
        loss.accept(old);
        endReception(replicas);
        boolean firstIsAhead = received(replicas.get(0)) >= received(replicas.get(1));
        PostgresNode chosen = replicas.get(firstIsAhead ? 0 : 1);
        PostgresNode other = replicas.get(firstIsAhead ? 1 : 0);
        chosen.promote();
        other.follow(chosen);
        old.heal();
        old.rejoin(chosen);
        return chosen;
    }

    /** What is still on its way from the old primary when positions are compared could make the other replica the one that has more. */
    private static void endReception(List<PostgresNode> replicas) {
        replicas.forEach(PostgresNode::detach);
        for (PostgresNode replica : replicas) {
            await().atMost(Sluices.SOON).until(() -> ask(replica, "SELECT count(*) FROM pg_stat_wal_receiver") == 0);
        }
        replicas.forEach(PostgresNode::heal);
    }

    private static long received(PostgresNode replica) throws SQLException {
        return ask(replica, "SELECT pg_last_wal_receive_lsn() - '0/0'::pg_lsn");
    }

    private static long ask(PostgresNode replica, String sql) throws SQLException {
        try (Connection connection = replica.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
