// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgsluice.testkit.PgCluster;
import io.pgsluice.testkit.PostgresCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The tables of functions and key words against what the running server says of itself. */
@PgCluster(replicas = 1)
class FunctionTableIT {
    private static final String WRITE = "pgsluice.functions.write";

    /** Volatile and not known, for the reasons that {@link Functions} gives, and what can't be called from SQL. */
    private static final Set<String> UNKNOWN_ON_PURPOSE = words("""
            amvalidate bernoulli brinhandler bthandler currtid2 cursor_to_xml cursor_to_xmlschema dsnowball_init dsnowball_lexize ginhandler
            gisthandler hashhandler heap_tableam_handler lo_close lo_lseek lo_lseek64 lo_open lo_tell lo_tell64 loread
            pg_available_wal_summaries pg_control_checkpoint pg_control_init pg_control_recovery pg_control_system
            pg_current_logfile pg_extension_config_dump pg_get_aios pg_get_loaded_modules pg_get_multixact_members
            pg_get_sequence_data pg_get_shmem_allocations_numa pg_get_wal_resource_managers pg_get_wal_summarizer_state
            pg_is_in_backup pg_isolation_test_session_is_blocked pg_last_committed_xact pg_ls_archive_statusdir pg_ls_dir
            pg_ls_logdir pg_ls_logicalmapdir pg_ls_logicalsnapdir pg_ls_replslotdir pg_ls_summariesdir pg_ls_tmpdir
            pg_ls_waldir pg_read_binary_file pg_read_file pg_read_file_old pg_sequence_last_value pg_show_replication_origin_status
            pg_stat_file pg_stat_force_next_flush pg_stop_making_pinned_objects pg_wal_summary_contents pg_xact_commit_timestamp
            pg_xact_commit_timestamp_origin pg_xact_status plpgsql_call_handler plpgsql_inline_handler plpgsql_validator
            query_to_xml query_to_xml_and_xmlschema query_to_xmlschema spghandler suppress_redundant_updates_trigger system
            ts_rewrite ts_stat tsvector_update_trigger tsvector_update_trigger_column txid_status unique_key_recheck""");

    /** Something for an argument of each type; other types get null. */
    private static final Map<String, String> ARGUMENTS = Map.ofEntries(
            Map.entry("oid", "1259"),
            Map.entry("regclass", "'pg_class'"),
            Map.entry("text", "'1'"),
            Map.entry("name", "'pg_class'"),
            Map.entry("cstring", "'1'"),
            Map.entry("bytea", "'\\x31'"),
            Map.entry("boolean", "true"),
            Map.entry("smallint", "1"),
            Map.entry("integer", "1"),
            Map.entry("bigint", "1"),
            Map.entry("numeric", "1"),
            Map.entry("real", "1"),
            // Of a function that sleeps, among others.
            Map.entry("double precision", "0"),
            Map.entry("interval", "'0'"),
            Map.entry("timestamp with time zone", "'2020-01-01'"),
            Map.entry("timestamp without time zone", "'2020-01-01'"),
            Map.entry("date", "'2020-01-01'"),
            Map.entry("json", "'[1]'"),
            Map.entry("jsonb", "'[1]'"),
            Map.entry("xml", "'<a/>'"),
            Map.entry("tsquery", "'a'"),
            Map.entry("tsvector", "'a'"),
            Map.entry("pg_lsn", "'0/1'"));

    private final PostgresCluster cluster;

    FunctionTableIT(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void generatedFunctions_onThisServer_areVolatileInNoForm() throws SQLException {
        Set<String> generated = new HashSet<>(Functions.generated());
        volatility().forEach((name, isVolatile) -> {
            if (isVolatile) {
                assertThat(generated).as("volatile").doesNotContain(name);
            } else {
                assertThat(kind(name)).as(name).isNotNull();
            }
        });
    }

    @Test
    void volatileFunctions_ofThisServer_areAllDecidedOn() throws SQLException {
        volatility().forEach((name, isVolatile) -> {
            boolean system = name.startsWith("binary_upgrade_") || name.startsWith("RI_FKey_");
            if (isVolatile && !system) {
                assertThat(kind(name) == null).as(name).isEqualTo(UNKNOWN_ON_PURPOSE.contains(name));
            }
        });
    }

    @Test
    void keywords_ofThisServer_areKnown() throws SQLException {
        Map<String, Word.Category> categories = Map.of(
                "R", Word.Category.RESERVED,
                "C", Word.Category.COLUMN_NAME,
                "T", Word.Category.TYPE_OR_FUNCTION,
                "U", Word.Category.UNRESERVED);
        try (Connection connection = cluster.primary().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT word, catcode FROM pg_catalog.pg_get_keywords()")) {
            while (rows.next()) {
                String word = rows.getString(1);
                // 16 had it unreserved.
                if (!word.equals("json")) {
                    assertThat(Keywords.category(word)).as(word).isEqualTo(categories.get(rows.getString(2)));
                }
            }
        }
    }

    /** Calls each with arguments of its types: some fail for those, none because it writes. */
    @Test
    void harmlessFunctions_onAStandby_areNotRefusedAsWrites() throws SQLException {
        List<String> calls = calls();
        assertThat(calls).hasSizeGreaterThan(1500);
        List<String> refused = new ArrayList<>();
        cluster.awaitCaughtUp();
        try (Connection connection = cluster.replicas().get(0).connect("app", "app", "app");
                Statement statement = connection.createStatement()) {
            for (String call : calls) {
                String sql = "SELECT " + call;
                assertThat(Scanner.scan(sql).isRead()).as(sql).isTrue();
                String message = failure(statement, sql);
                if (message != null) {
                    refused.add(message);
                }
            }
        }
        assertThat(refused).isEmpty();
    }

    private static @Nullable String failure(Statement statement, String sql) {
        try {
            statement.execute(sql);
            return null;
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            String message = String.valueOf(e.getMessage());
            boolean ofPlace = message.contains("recovery") && !message.contains("recovery is not");
            return state.equals("25006") || message.contains("cannot assign") || state.startsWith("08") || ofPlace
                    ? sql + ": " + message
                    : null;
        }
    }

    private List<String> calls() throws SQLException {
        List<String> calls = new ArrayList<>();
        try (Connection connection = cluster.primary().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT proname, (SELECT coalesce(array_agg(format_type(t, NULL) ORDER BY i), '{}')
                                         FROM unnest(proargtypes) WITH ORDINALITY a (t, i))
                        FROM pg_proc
                        WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND provariadic = 0
                            AND prorettype NOT IN ('internal'::regtype, 'trigger'::regtype, 'event_trigger'::regtype)
                            AND NOT 'internal'::regtype = ANY (proargtypes::oid[])
                        ORDER BY oid""")) {
            while (rows.next()) {
                if (kind(rows.getString(1)) == FunctionKind.HARMLESS) {
                    calls.add(
                            call(rows.getString(1), (String[]) rows.getArray(2).getArray()));
                }
            }
        }
        return calls;
    }

    private static String call(String name, String[] types) {
        List<String> arguments = new ArrayList<>();
        for (String type : types) {
            String argument = ARGUMENTS.getOrDefault(type, "NULL");
            arguments.add(type.startsWith("any") || type.equals("\"any\"") ? "NULL" : argument + "::" + type);
        }
        return "pg_catalog.\"" + name + "\"(" + String.join(", ", arguments) + ")";
    }

    private static @Nullable FunctionKind kind(String name) {
        return name.chars().anyMatch(Character::isUpperCase)
                ? null
                : Functions.find(name, 0, name.length(), WordTable.key(name, 0, name.length()));
    }

    private Map<String, Boolean> volatility() throws SQLException {
        return volatility(cluster);
    }

    private static Map<String, Boolean> volatility(PostgresCluster cluster) throws SQLException {
        Map<String, Boolean> volatility = new HashMap<>();
        try (Connection connection = cluster.primary().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT proname, bool_or(provolatile = 'v') FROM pg_proc
                        WHERE pronamespace = 'pg_catalog'::regnamespace GROUP BY proname""")) {
            while (rows.next()) {
                volatility.put(rows.getString(1), rows.getBoolean(2));
            }
        }
        assertThat(volatility).hasSizeGreaterThan(2000);
        return volatility;
    }

    /** Writes the table anew: {@code ./mvnw verify -pl core -am -Psystems -Dit.test=FunctionTableIT -Dpgsluice.functions.write=true}. */
    @Test
    @EnabledIfSystemProperty(named = WRITE, matches = "true")
    void write_theTable_fromAllVersions() throws SQLException, IOException {
        Map<String, Boolean> all = new TreeMap<>();
        for (int version = 14; version <= 18; version++) {
            try (PostgresCluster each =
                    PostgresCluster.builder().version(version).replicas(0).build()) {
                volatility(each).forEach((name, isVolatile) -> all.merge(name, isVolatile, Boolean::logicalOr));
            }
        }
        all.values().removeIf(isVolatile -> isVolatile);
        List<String> lines = new ArrayList<>();
        lines.add(
                "# The functions of pg_catalog of which no form is volatile in any version of PostgreSQL from 14 to 18.");
        lines.add("# Written by FunctionTableIT.");
        lines.addAll(new TreeSet<>(all.keySet()));
        Files.write(
                Path.of("src/main/resources/io/pgsluice/internal/sql", Functions.RESOURCE),
                lines,
                StandardCharsets.US_ASCII);
    }

    private static Set<String> words(String blankSeparated) {
        return Set.of(blankSeparated.split("\\s+"));
    }
}
