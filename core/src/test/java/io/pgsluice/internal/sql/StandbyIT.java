// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the scanner says of statements against what a standby says to them. */
@PgCluster(replicas = 1, settings = "max_prepared_transactions=1")
class StandbyIT {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyIT.class);

    /** The least part of the true reads that must be recognised, in percent. */
    private static final int LEAST_RECOGNISED = 90;

    private static final int GENERATED = 1500;
    private static final long SEED = 20260731;

    /** What a statement may leave in its session, as one line. */
    private static final String SESSION = """
            SELECT (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'),
                (SELECT count(*) FROM pg_listening_channels()), (SELECT count(*) FROM pg_cursors),
                (SELECT count(*) FROM pg_prepared_statements WHERE from_sql),
                (SELECT count(*) FROM pg_stat_replication) + (SELECT count(*) FROM pg_replication_slots),
                (SELECT md5(string_agg(name || setting, ',' ORDER BY name)) FROM pg_settings
                 WHERE name NOT IN ('in_hot_standby', 'transaction_read_only')),
                current_setting('app.x', true), current_setting('app.tenant_id', true), current_user""";

    private final PostgresCluster cluster;

    StandbyIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void makeTables() throws SQLException {
        try (Connection connection = cluster.primary().connect("app", "app", "app");
                Statement statement = connection.createStatement();
                ResultSet made = statement.executeQuery("SELECT to_regclass('customer') IS NOT NULL")) {
            made.next();
            if (!made.getBoolean(1)) {
                for (String sql : Corpus.schema()) {
                    statement.execute(sql);
                }
            }
        }
        cluster.awaitCaughtUp();
    }

    @Test
    void corpus_onThePrimary_isValid() throws SQLException {
        List<String> invalid = new ArrayList<>();
        try (Connection connection = cluster.primary().connect("app", "app", "app")) {
            for (String sql : Corpus.statements()) {
                StatementInfo info = Scanner.scan(sql);
                boolean alone = info.isRead() || sql.matches("(?s)(VACUUM|REINDEX|ANALYZE|LOAD).*");
                connection.setAutoCommit(alone && !sql.startsWith("DECLARE"));
                Outcome outcome = run(connection, sql);
                if (!outcome.isValid()) {
                    invalid.add(sql + outcome);
                }
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
            }
        }
        assertThat(invalid).isEmpty();
    }

    @Test
    void corpus_everyReadOnAStandby_runsAndLeavesNothing() throws SQLException {
        int reads = 0;
        List<String> missed = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        try (Connection connection = cluster.replicas().get(0).connect("app", "app", "app")) {
            String before = session(connection);
            for (String sql : Corpus.statements()) {
                StatementInfo info = Scanner.scan(sql);
                connection.setAutoCommit(!sql.startsWith("DECLARE"));
                if (info.isRead()) {
                    Outcome outcome = run(connection, sql);
                    if (outcome.state() != null) {
                        failed.add(sql + outcome);
                    }
                    reads++;
                } else if (isReadByStandby(connection, info, sql)) {
                    missed.add(sql);
                }
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
                if (info.isRead()) {
                    assertThat(session(connection)).as(sql).isEqualTo(before);
                }
            }
        }
        assertThat(failed).isEmpty();
        int recognised = 100 * reads / (reads + missed.size());
        LOG.info("{} of {} true reads recognised ({} %), not: {}", reads, reads + missed.size(), recognised, missed);
        assertThat(recognised).isGreaterThanOrEqualTo(LEAST_RECOGNISED);
    }

    /** Whether a standby gives rows for it, and no table says that it should not. */
    private static boolean isReadByStandby(Connection connection, StatementInfo info, String sql) throws SQLException {
        if (info.primaryOnly() != null
                || !info.settings().isEmpty()
                || !info.effects().isEmpty()
                || info.hasUnknownSetting()) {
            return false;
        }
        Outcome outcome = run(connection, sql);
        return outcome.state() == null && outcome.rows();
    }

    @Test
    void generated_everyReadOnAStandby_isNotRefused() throws SQLException {
        RandomSql random = new RandomSql(new Random(SEED));
        int reads = 0;
        int succeeded = 0;
        int missed = 0;
        try (Connection connection = cluster.replicas().get(0).connect("app", "app", "app")) {
            String before = session(connection);
            for (int i = 0; i < GENERATED; i++) {
                String sql = random.statement();
                StatementInfo info = Scanner.scan(sql);
                if (info.isRead()) {
                    Outcome outcome = run(connection, sql);
                    assertThat(outcome.isRefusal()).as(sql + outcome).isFalse();
                    reads++;
                    succeeded += outcome.state() == null ? 1 : 0;
                    if (i % 20 == 0) {
                        assertThat(session(connection)).as(sql).isEqualTo(before);
                    }
                } else if (isReadByStandby(connection, info, sql)) {
                    LOG.debug("missed: {}", sql);
                    missed++;
                }
            }
        }
        LOG.info(
                "generated: {} of {} are reads, {} of them run, {} true reads missed",
                reads,
                GENERATED,
                succeeded,
                missed);
        assertThat(reads).isGreaterThan(GENERATED / 4);
        assertThat(100 * succeeded / reads).isGreaterThan(90);
        assertThat(100 * succeeded / (succeeded + missed)).isGreaterThanOrEqualTo(LEAST_RECOGNISED);
    }

    /** Writes behind a view or a name that is no call are not in the text: the standby refuses them. */
    @Test
    void write_thatTheTextHides_isRefusedByTheStandby() throws SQLException {
        try (Connection connection = cluster.primary().connect("app", "app", "app");
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE OR REPLACE FUNCTION seen(c customer) RETURNS text LANGUAGE sql VOLATILE AS
                    $$ INSERT INTO event (kind) VALUES (c.name) RETURNING kind $$""");
        }
        cluster.awaitCaughtUp();
        try (Connection connection = cluster.replicas().get(0).connect("app", "app", "app")) {
            for (String sql : List.of("SELECT no FROM next_invoice", "SELECT c.seen FROM customer c")) {
                assertThat(Scanner.scan(sql).isRead()).isTrue();
                assertThat(run(connection, sql).state()).as(sql).isEqualTo("25006");
            }
        }
    }

    /** A cast or an implicit function does not count: what PostgreSQL calls by itself is in the table, or the application's. */
    @Test
    void primaryOnly_ofTheTable_isRefusedOrServedByTheStandby() throws SQLException {
        try (Connection connection = cluster.replicas().get(0).connect("app", "app", "app");
                Statement statement = connection.createStatement()) {
            // Served, and wrong: nobody is locked out.
            assertThat(Scanner.scan("SELECT pg_try_advisory_lock(1)").primaryOnly())
                    .isEqualTo("pg_try_advisory_lock()");
            statement.execute("SELECT pg_try_advisory_lock(1)");
            statement.execute("SELECT pg_advisory_unlock_all()");
            // Refused for what it is, or for where it is.
            for (String sql : List.of("SELECT nextval('invoice_no')", "LISTEN news", "SELECT pg_current_wal_lsn()")) {
                assertThat(Scanner.scan(sql).primaryOnly()).as(sql).isNotNull();
                assertThatThrownBy(() -> statement.execute(sql)).isInstanceOf(SQLException.class);
            }
        }
    }

    /** What came of a statement: its SQLSTATE and message if it failed, whether it gave rows. */
    private record Outcome(@Nullable String state, String message, boolean rows) {
        /** Whether the server refused it as a write, or since it is a standby. */
        boolean isRefusal() {
            return state != null
                    && (state.equals("25006")
                            || state.startsWith("08")
                            || message.contains("during recovery")
                            || message.contains("recovery is in progress"));
        }

        /** Whether nothing is wrong with its text: only with nulls as parameters, with the role, or with running it like this. */
        boolean isValid() {
            return state == null || List.of("23502", "25001", "42501", "55000").contains(state);
        }
    }

    private static Outcome run(Connection connection, String sql) {
        try {
            if (sql.startsWith("COPY") && sql.contains("STDOUT")) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, OutputStream.nullOutputStream());
                return new Outcome(null, "", true);
            }
            if (sql.startsWith("COPY")) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql).endCopy();
                return new Outcome(null, "", false);
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int parameters = Scanner.scan(sql).kind() == StatementKind.EMPTY ? 0 : placeholders(statement);
                for (int i = 1; i <= parameters; i++) {
                    statement.setNull(i, Types.NULL);
                }
                return new Outcome(null, "", statement.execute());
            }
        } catch (SQLException e) {
            return new Outcome(e.getSQLState(), String.valueOf(e.getMessage()), false);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** How many parameters the driver sees, which it can't be asked without the server. */
    private static int placeholders(PreparedStatement statement) {
        int count = 0;
        try {
            while (true) {
                statement.setNull(count + 1, Types.NULL);
                count++;
            }
        } catch (SQLException e) {
            return count;
        }
    }

    private static String session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SESSION)) {
            row.next();
            StringBuilder session = new StringBuilder();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                session.append(row.getString(i)).append(' ');
            }
            return session.toString();
        }
    }
}
