// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import io.pgsluice.testkit.internal.Await;
import io.pgsluice.testkit.internal.Names;
import io.pgsluice.testkit.internal.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The client sessions that the servers of a cluster have now, to be compared with those they have later. A leak is a
 * session that was not there and is still there after a grace period. Replication and the testkit's own sessions do not
 * count; servers that do not run or do not answer are passed over. Immutable.
 */
public final class ConnectionLeaks {
    private static final String SESSIONS = "SELECT pid || ' ' || backend_start, format('user=%s database=%s"
            + " application=%s state=%s since=%s query=%s', usename, datname, application_name, state, state_change, query)"
            + " FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            + " AND application_name <> '" + Names.CONTROL + "'";

    private final PostgresCluster cluster;
    private final Set<String> before = new HashSet<>();

    private ConnectionLeaks(PostgresCluster cluster) {
        this.cluster = cluster;
        sessions().forEach(session -> before.add(session.identity));
    }

    /** One session, which a server identifies by process and start. */
    private record Session(String identity, String description) {}

    /** Takes note of the sessions that exist now. */
    public static ConnectionLeaks snapshot(PostgresCluster cluster) {
        return new ConnectionLeaks(cluster);
    }

    /**
     * Returns if all sessions opened since the snapshot end within the grace period.
     *
     * @throws AssertionError that names the others, with their last queries
     */
    public void assertNone(Duration grace) {
        if (!Await.within(grace, () -> leaked().isEmpty())) {
            List<Session> leaked = leaked();
            if (!leaked.isEmpty()) {
                StringBuilder text = new StringBuilder("leaked connections: " + leaked.size());
                leaked.forEach(session -> text.append("\n  ").append(session.description));
                throw new AssertionError(text.toString());
            }
        }
    }

    private List<Session> leaked() {
        return sessions().stream()
                .filter(session -> !before.contains(session.identity))
                .toList();
    }

    private List<Session> sessions() {
        List<Session> found = new ArrayList<>();
        for (PostgresNode node : cluster.nodes()) {
            if (node.isRunning() && !node.isFrozen()) {
                addSessions(node, found);
            }
        }
        return found;
    }

    private static void addSessions(PostgresNode node, List<Session> found) {
        try (Connection connection = Sql.control(node.directPort());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SESSIONS)) {
            while (rows.next()) {
                found.add(new Session(node.name() + " " + rows.getString(1), node.name() + ": " + rows.getString(2)));
            }
        } catch (SQLException noAnswer) {
            // A server that does not answer holds no sessions that could be told from leaked ones.
        }
    }
}
