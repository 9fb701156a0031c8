// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The workload's tables. None has a constraint that would hide a write done twice. */
public final class Tables {
    /** What each account holds at first. */
    public static final long BALANCE = 1000;

    /** A primary's log file, which has the timeline in its name, and position; null on a replica. */
    static final String POSITION = "CASE WHEN pg_is_in_recovery() THEN NULL"
            + " ELSE pg_walfile_name(pg_current_wal_insert_lsn()) END,"
            + " CASE WHEN pg_is_in_recovery() THEN NULL ELSE (pg_current_wal_insert_lsn() - '0/0')::bigint END";

    private Tables() {}

    /** Makes them, or empties them if they are there. */
    public static void create(Connection connection, int accounts, int counters) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS history_row(id bigint NOT NULL, session int NOT NULL)");
            statement.execute("CREATE INDEX IF NOT EXISTS history_row_id ON history_row(id)");
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS history_account(id int PRIMARY KEY, balance bigint NOT NULL)");
            statement.execute("CREATE TABLE IF NOT EXISTS history_counter(id int PRIMARY KEY, value bigint NOT NULL)");
            statement.execute("TRUNCATE history_row, history_account, history_counter");
            statement.execute("INSERT INTO history_account SELECT i, " + BALANCE + " FROM generate_series(1, "
                    + accounts + ") i");
            statement.execute("INSERT INTO history_counter SELECT i, 0 FROM generate_series(1, " + counters + ") i");
        }
    }

    /** Reads them all in one snapshot. */
    public static FinalState read(String node, Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        Map<Long, Integer> rows = new HashMap<>();
        Map<Integer, Long> counters = new HashMap<>();
        long total;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT id, count(*) FROM history_row GROUP BY id")) {
                while (row.next()) {
                    rows.put(row.getLong(1), row.getInt(2));
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT id, value FROM history_counter")) {
                while (row.next()) {
                    counters.put(row.getInt(1), row.getLong(2));
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT sum(balance) FROM history_account")) {
                row.next();
                total = row.getLong(1);
            }
        }
        connection.commit();
        return new FinalState(node, rows, total, counters);
    }
}
