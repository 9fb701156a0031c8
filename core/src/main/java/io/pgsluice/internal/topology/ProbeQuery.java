// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.Lsn;
import io.pgsluice.spi.Ticker;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one statement of a probe: everything in one round trip, schema-qualified, without any privilege. Functions that fail
 * on a standby, or on a primary, stand behind a CASE. What a role may not see comes back as NULL.
 *
 * <p>Standbys are counted by what {@code pg_stat_replication} is made of, because only there a physical one can be told from a
 * logical one, which belongs to a database. It asks for the activity of each standby's WAL sender alone: the view lists that of every session.
 *
 * <p>A standby's timeline is what its WAL receiver gets, which only a privileged role may read; else the higher one of what its last
 * restartpoint and its minimum recovery point name.
 */
final class ProbeQuery {
    private static final String SQL = """
            SELECT r.standby,
                   CASE WHEN r.standby THEN pg_catalog.pg_last_wal_replay_lsn()
                        ELSE pg_catalog.pg_current_wal_flush_lsn() END::pg_catalog.text,
                   CASE WHEN r.standby
                        THEN COALESCE(w.received_tli, GREATEST(k.timeline_id, e.min_recovery_end_timeline))
                        ELSE ('x' || pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8))::pg_catalog.bit(32)::pg_catalog.int4
                        END,
                   c.system_identifier,
                   pg_catalog.current_setting('transaction_read_only'),
                   CASE WHEN r.standby THEN pg_catalog.pg_is_wal_replay_paused() ELSE false END,
                   w.pid,
                   s.names, s.lags,
                   pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE'),
                   pg_catalog.current_setting('server_version'),
                   pg_catalog.pg_last_wal_replay_lsn()::pg_catalog.text,
                   (pg_catalog.date_part('epoch', pg_catalog.pg_postmaster_start_time()) * 1000000)::pg_catalog.int8,
                   CASE WHEN NOT r.standby THEN pg_catalog.pg_current_wal_insert_lsn() END::pg_catalog.text,
                   pg_catalog.current_setting('synchronous_commit'),
                   CASE WHEN NOT r.standby THEN pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot()) END::pg_catalog.text::pg_catalog.int8,
                   CASE WHEN NOT r.standby THEN pg_catalog.age('3'::pg_catalog.xid) END
            FROM (SELECT pg_catalog.pg_is_in_recovery() AS standby) r
            CROSS JOIN pg_catalog.pg_control_system() c
            CROSS JOIN pg_catalog.pg_control_checkpoint() k
            CROSS JOIN pg_catalog.pg_control_recovery() e
            LEFT JOIN pg_catalog.pg_stat_wal_receiver w ON true
            CROSS JOIN LATERAL (
                SELECT pg_catalog.array_agg(a.application_name) AS names,
                       pg_catalog.array_agg((pg_catalog.date_part('epoch', v.replay_lag) * 1000000)::pg_catalog.int8) AS lags
                FROM pg_catalog.pg_stat_get_wal_senders() v
                CROSS JOIN LATERAL pg_catalog.pg_stat_get_activity(v.pid) a
                WHERE NOT r.standby AND a.datid IS NULL AND a.application_name <> ALL ('{pg_basebackup,pg_receivewal}')) s
            """;

    /** What the query takes the age of: {@code age} counts back from the number that is given next ({@code xid.c}). */
    private static final int FIRST_TRANSACTION = 3;

    /** What changes from one moment to the next, for a fraction of the work. */
    private static final String BRIEF = """
            SELECT r.standby,
                   CASE WHEN r.standby THEN pg_catalog.pg_last_wal_replay_lsn()
                        ELSE pg_catalog.pg_current_wal_flush_lsn() END::pg_catalog.text,
                   CASE WHEN NOT r.standby THEN pg_catalog.pg_current_wal_insert_lsn() END::pg_catalog.text,
                   pg_catalog.current_setting('transaction_read_only'),
                   pg_catalog.current_setting('synchronous_commit'),
                   CASE WHEN NOT r.standby THEN pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot()) END::pg_catalog.text::pg_catalog.int8,
                   CASE WHEN NOT r.standby THEN pg_catalog.age('3'::pg_catalog.xid) END
            FROM (SELECT pg_catalog.pg_is_in_recovery() AS standby) r
            """;

    private static final Pattern POSITION = Pattern.compile("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}");

    /** As in 18.6, 19beta1, 17.4 (Debian 17.4-1.pgdg120+2). */
    private static final Pattern VERSION = Pattern.compile("\\d{1,3}(\\.\\d{1,4})*+(?![\\d.])[ -~]{0,80}");

    private ProbeQuery() {}

    /**
     * Prepares a new connection for probing, and answers the isolation level that an application's session starts with. A
     * standby refuses any query of a SERIALIZABLE session (0A000), but not SHOW and SET.
     */
    static int prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW default_transaction_isolation")) {
            row.next();
            int isolation = isolation(row.getString(1));
            if (isolation == Connection.TRANSACTION_SERIALIZABLE) {
                statement.execute("SET default_transaction_isolation TO 'read committed'");
            }
            return isolation;
        }
    }

    /** Runs it. */
    static Sample run(Connection connection, int session, int defaultIsolation, Ticker ticker) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            long sent = ticker.nanos();
            try (ResultSet row = statement.executeQuery()) {
                long received = ticker.nanos();
                row.next();
                return read(row, session, defaultIsolation, sent, received);
            }
        }
    }

    /**
     * Asks for positions alone; the rest is as the server said it before in the same session, which has outlived no restart. Empty if
     * the server's role has changed since.
     */
    static Optional<Sample> runBriefly(Connection connection, Sample before, Ticker ticker) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BRIEF)) {
            long sent = ticker.nanos();
            try (ResultSet row = statement.executeQuery()) {
                long received = ticker.nanos();
                row.next();
                boolean standby = row.getBoolean(1);
                check(!row.wasNull(), "pg_is_in_recovery()");
                if (standby != before.inRecovery() || "off".equals(row.getString(4)) != before.writable()) {
                    return Optional.empty();
                }
                long position = position(row.getString(2), standby);
                long inserted = standby ? position : Math.max(position, position(row.getString(3), false));
                return Optional.of(before.moved(
                        sent,
                        received,
                        position,
                        inserted,
                        "off".equals(row.getString(5)),
                        (int) row.getLong(6),
                        row.getInt(7) + FIRST_TRANSACTION));
            }
        }
    }

    /** What no server can mean is refused here, so that nobody who decides has to think of it. */
    private static Sample read(ResultSet row, int session, int defaultIsolation, long sent, long received)
            throws SQLException {
        boolean standby = row.getBoolean(1);
        check(!row.wasNull(), "pg_is_in_recovery()");
        long position = position(row.getString(2), standby);
        int timeline = row.getInt(3);
        check(timeline >= (standby ? 0 : 1), "timeline");
        long systemIdentifier = row.getLong(4);
        check(systemIdentifier != 0, "system_identifier");
        String readOnly = row.getString(5);
        check(readOnly != null, "transaction_read_only");
        String version = row.getString(11);
        check(version != null && VERSION.matcher(version).matches(), "server_version");
        long inserted = standby ? position : Math.max(position, position(row.getString(14), false));
        String synchronousCommit = row.getString(15);
        check(synchronousCommit != null, "synchronous_commit");
        Array names = row.getArray(8);
        return new Sample(
                sent,
                received,
                standby,
                position,
                inserted,
                timeline,
                systemIdentifier,
                "off".equals(readOnly),
                row.getBoolean(6),
                row.getInt(7),
                names == null ? 0 : ((Object[]) names.getArray()).length,
                names == null ? Map.of() : replayLags((Object[]) names.getArray(), row.getArray(9)),
                row.getBoolean(10),
                position(row.getString(12), true),
                row.getLong(13),
                session,
                version,
                "off".equals(synchronousCommit),
                (int) row.getLong(16),
                row.getInt(17) + FIRST_TRANSACTION,
                defaultIsolation);
    }

    private static long position(@Nullable String text, boolean standby) throws SQLException {
        if (text == null) {
            check(standby, "WAL position");
            return 0;
        }
        check(POSITION.matcher(text).matches(), "WAL position");
        long position = Lsn.parse(text).value();
        check(position >= 0, "WAL position");
        return position;
    }

    private static void check(boolean makesSense, String what) throws SQLException {
        if (!makesSense) {
            throw new SQLDataException("the answer makes no sense: " + what, SqlErrors.DATA_EXCEPTION);
        }
    }

    /** A name that several standbys share says nothing of any of them. */
    private static Map<String, Long> replayLags(Object[] names, Array lags) throws SQLException {
        Object[] micros = (Object[]) lags.getArray();
        Map<String, Long> byName = new HashMap<>();
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < names.length; i++) {
            if (!seen.add(names[i])) {
                byName.remove((String) names[i]);
            } else if (micros[i] != null) {
                byName.put((String) names[i], (Long) micros[i] * 1_000);
            }
        }
        return Map.copyOf(byName);
    }

    private static int isolation(String level) {
        return switch (level.toLowerCase(Locale.ROOT)) {
            case "serializable" -> Connection.TRANSACTION_SERIALIZABLE;
            case "repeatable read" -> Connection.TRANSACTION_REPEATABLE_READ;
            case "read uncommitted" -> Connection.TRANSACTION_READ_UNCOMMITTED;
            default -> Connection.TRANSACTION_READ_COMMITTED;
        };
    }
}
