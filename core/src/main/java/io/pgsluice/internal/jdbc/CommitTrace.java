// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.Lsn;
import io.pgsluice.internal.topology.PrimaryHistory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What can tell later whether a transaction was committed, asked for before its COMMIT is sent.
 *
 * @param transactionId its number
 * @param position a position at or behind all that it has written so far: its COMMIT will lie behind it
 * @param then what the primary's log was known to be before that was asked for
 */
record CommitTrace(String transactionId, Lsn position, PrimaryHistory then) {
    /** Schema-qualified, since the search path is the application's. */
    private static final String QUESTION = """
            SELECT pg_catalog.pg_current_xact_id_if_assigned()::pg_catalog.text,
                   pg_catalog.pg_current_wal_insert_lsn()::pg_catalog.text,
                   ('x' || pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8))::pg_catalog.bit(32)::pg_catalog.int4
            """;

    /** What became of a transaction. */
    enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        UNKNOWN
    }

    /** Asks the server for it; null if the transaction has no number, so that there is nothing to commit, or if it says nothing for certain. */
    static @Nullable CommitTrace of(Connection connection, PrimaryHistory then) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUESTION)) {
            row.next();
            String id = row.getString(1);
            return id == null || row.getInt(3) != then.timeline()
                    ? null
                    : new CommitTrace(id, Lsn.parse(row.getString(2)), then);
        }
    }

    /**
     * Waits until all that is committed is as durable as any COMMIT, by one that writes a record of its own: what the server has committed may
     * still be on its way to a synchronous standby, and the session that waited for that is gone.
     */
    void awaitDurability(Connection connection, int timeoutMillis) throws SQLException {
        int before = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, timeoutMillis);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_catalog.pg_logical_emit_message(true, 'pgsluice', '')");
        }
        connection.setNetworkTimeout(Runnable::run, before);
    }

    /** What a server says of the transaction's number; UNKNOWN while it is in progress, or was too long ago. */
    Outcome status(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_xact_status('" + transactionId + "')")) {
            row.next();
            String status = row.getString(1);
            return "committed".equals(status)
                    ? Outcome.COMMITTED
                    : "aborted".equals(status) ? Outcome.ROLLED_BACK : Outcome.UNKNOWN;
        }
    }
}
