// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit;

import io.pgsluice.testkit.internal.Await;
import io.pgsluice.testkit.internal.NodeServer;
import io.pgsluice.testkit.internal.Sql;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;

/** What a node's server says when the testkit asks it, around the relay. Safe for use by multiple threads. */
final class NodeQueries {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** What a primary writes, a replica receives, or, without an upstream, last knew of. */
    private static final String TIMELINE = """
            SELECT CASE WHEN pg_is_in_recovery()
                THEN coalesce(
                    (SELECT received_tli FROM pg_stat_wal_receiver),
                    (SELECT timeline_id FROM pg_control_checkpoint()))
                ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int
                END""";

    private final String name;
    private final NodeServer server;

    NodeQueries(String name, NodeServer server) {
        this.name = name;
        this.server = server;
    }

    /** The first value of the answer. */
    String ask(String sql, String... parameters) {
        String value = askOrNull(sql, parameters);
        if (value == null) {
            throw new PostgresClusterException(name + " answered nothing to: " + sql);
        }
        return value;
    }

    /** The first value of the answer; null where that is null or there is no row. */
    @Nullable
    String askOrNull(String sql, String... parameters) {
        try {
            return Sql.value(server.port(), sql, parameters);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    boolean isInRecovery() {
        return "t".equals(ask("SELECT pg_is_in_recovery()"));
    }

    /** How far a replica has replayed. */
    LogSequenceNumber replayLsn() {
        return LogSequenceNumber.valueOf(ask("SELECT pg_last_wal_replay_lsn()"));
    }

    /** How far a primary has flushed. */
    LogSequenceNumber flushLsn() {
        return LogSequenceNumber.valueOf(ask("SELECT pg_current_wal_flush_lsn()"));
    }

    /**
     * Writes a little WAL of no meaning and returns how far the primary has flushed then. That covers all that was
     * committed before, asynchronously too, and never stands behind a page header, which no replica would reach.
     */
    LogSequenceNumber markPosition() {
        try {
            Sql.execute(
                    server.port(),
                    "BEGIN",
                    "SET LOCAL synchronous_commit = local",
                    "SELECT pg_logical_emit_message(true, 'pgsluice-testkit', '')",
                    "COMMIT");
        } catch (SQLException e) {
            throw failed(e);
        }
        return flushLsn();
    }

    /**
     * Whether both sides say that the node streams from the other, and on the other's timeline: a node that has left the
     * common history streams what it shares again and again, and says so in between.
     */
    boolean isStreamingFrom(NodeQueries source) {
        return source.server.isAlive()
                && ("streaming " + source.ask(TIMELINE))
                        .equals(askOrNull("SELECT status || ' ' || received_tli FROM pg_stat_wal_receiver"))
                && "streaming"
                        .equals(source.askOrNull(
                                "SELECT state FROM pg_stat_replication WHERE application_name = ?", name));
    }

    /** Whether the server wrote after a position of its log that it cannot follow its upstream. */
    boolean isDiverged(long logPosition) {
        String log = server.logSince(logPosition);
        return log.contains("forked off current database system timeline")
                || log.contains("has already been removed")
                || log.contains("is not in this server's history")
                || log.contains("is behind recovery timeline");
    }

    /** Returns once the condition holds; after 30 s throws with the end of the server's log. */
    void await(String what, Await.Condition condition) {
        Await.until(TIMEOUT, () -> name + ": " + what + ". " + server.logTail(), condition);
    }

    private PostgresClusterException failed(SQLException e) {
        String state = server.isFrozen() ? " (frozen)" : server.isAlive() ? "" : " (not running)";
        return new PostgresClusterException(
                name + state + ": " + e.getMessage() + " (SQLSTATE " + e.getSQLState() + ")", e);
    }
}
