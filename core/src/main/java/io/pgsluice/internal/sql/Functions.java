// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the functions of {@code pg_catalog} do, by their names. All that no version from 14 to 18 calls volatile are harmless ({@code functions.txt},
 * generated from the servers), but for those named here. Of the volatile ones, those named here are known; any other is unknown, like an
 * application's own. Unknown on purpose: what runs SQL from a text ({@code query_to_xml}, {@code ts_stat}), reads files of its server
 * ({@code pg_read_file}, {@code pg_ls_dir}), moves a cursor or works on an open large object, or asks for what a standby knows later
 * ({@code txid_status}, {@code pg_sequence_last_value}).
 */
final class Functions {
    static final String RESOURCE = "functions.txt";

    /** Sequences: the session remembers the value, and a standby refuses to advance one. */
    private static final String SEQUENCES = "currval lastval nextval setval";

    /** Large objects that are made or changed (before 16 a standby fails with an internal error), or written to the server's disk. */
    private static final String LARGE_OBJECTS = """
            lo_creat lo_create lo_export lo_from_bytea lo_import lo_put lo_truncate lo_truncate64 lo_unlink lowrite""";

    /** Advisory locks until the end of the session: on a standby they lock nobody out. */
    private static final String SESSION_LOCKS = """
            pg_advisory_lock pg_advisory_lock_shared pg_try_advisory_lock pg_try_advisory_lock_shared""";

    /** Advisory locks until the end of the transaction, and the release of those of the session. */
    private static final String OTHER_LOCKS = """
            pg_advisory_unlock pg_advisory_unlock_all pg_advisory_unlock_shared pg_advisory_xact_lock pg_advisory_xact_lock_shared
            pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared""";

    /** What belongs to a transaction of the primary: its number, its notifications, its snapshot for other sessions. */
    private static final String TRANSACTIONS = """
            pg_current_xact_id pg_export_snapshot pg_notify txid_current""";

    /** The position of the log being written: a standby writes none, and fails. */
    private static final String LOG_POSITIONS = """
            pg_current_wal_flush_lsn pg_current_wal_insert_lsn pg_current_wal_lsn pg_walfile_name pg_walfile_name_offset""";

    /** Replication slots and origins, and the log's own records: each belongs to one server. */
    private static final String REPLICATION = """
            pg_copy_logical_replication_slot pg_copy_physical_replication_slot pg_create_logical_replication_slot
            pg_create_physical_replication_slot pg_drop_replication_slot pg_log_standby_snapshot pg_logical_emit_message
            pg_logical_slot_get_binary_changes pg_logical_slot_get_changes pg_logical_slot_peek_binary_changes
            pg_logical_slot_peek_changes pg_replication_origin_advance pg_replication_origin_create pg_replication_origin_drop
            pg_replication_origin_progress pg_replication_origin_session_is_setup pg_replication_origin_session_progress
            pg_replication_origin_session_reset pg_replication_origin_session_setup pg_replication_origin_xact_reset
            pg_replication_origin_xact_setup pg_replication_slot_advance pg_sync_replication_slots""";

    /** Orders to the server that runs them: a standby carries most of them out, on itself. */
    private static final String SERVER_ORDERS = """
            pg_backup_start pg_backup_stop pg_cancel_backend pg_create_restore_point pg_log_backend_memory_contexts pg_promote pg_reload_conf
            pg_rotate_logfile pg_rotate_logfile_old pg_start_backup pg_stat_reset pg_stat_reset_backend_stats
            pg_stat_reset_replication_slot pg_stat_reset_shared pg_stat_reset_single_function_counters
            pg_stat_reset_single_table_counters pg_stat_reset_slru pg_stat_reset_subscription_stats pg_stop_backup pg_switch_wal
            pg_terminate_backend pg_wal_replay_pause pg_wal_replay_resume""";

    /** Maintenance that writes. */
    private static final String MAINTENANCE = """
            brin_desummarize_range brin_summarize_new_values brin_summarize_range gin_clean_pending_list pg_clear_attribute_stats
            pg_clear_relation_stats pg_import_system_collations pg_nextoid pg_restore_attribute_stats pg_restore_relation_stats""";

    /** Volatile since each call gives another value. */
    private static final String CHANCE_AND_TIME = """
            array_sample array_shuffle clock_timestamp gen_random_uuid pg_sleep pg_sleep_for pg_sleep_until random random_normal
            timeofday timezone uuidv4 uuidv7""";

    /** Volatile since they look at what lies beside the snapshot: sizes, locks, statistics, the state of the server. */
    private static final String OBSERVATION = """
            current_query lo_get pg_blocking_pids pg_collation_actual_version pg_database_collation_actual_version pg_database_size
            pg_get_backend_memory_contexts pg_get_shmem_allocations pg_get_wait_events pg_get_wal_replay_pause_state
            pg_hba_file_rules pg_ident_file_mappings pg_indexes_size pg_is_in_recovery pg_is_wal_replay_paused pg_jit_available
            pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_last_xact_replay_timestamp pg_lock_status pg_notification_queue_usage
            pg_partition_ancestors pg_partition_tree pg_prepared_xact pg_relation_size pg_safe_snapshot_blocking_pids
            pg_show_all_file_settings pg_stat_clear_snapshot pg_stat_get_backend_io pg_stat_get_backend_wal pg_stat_get_io
            pg_stat_get_recovery_prefetch pg_stat_get_xact_blocks_fetched pg_stat_get_xact_blocks_hit
            pg_stat_get_xact_function_calls pg_stat_get_xact_function_self_time pg_stat_get_xact_function_total_time
            pg_stat_get_xact_numscans pg_stat_get_xact_tuples_deleted pg_stat_get_xact_tuples_fetched
            pg_stat_get_xact_tuples_hot_updated pg_stat_get_xact_tuples_inserted pg_stat_get_xact_tuples_newpage_updated
            pg_stat_get_xact_tuples_returned pg_stat_get_xact_tuples_updated pg_stat_have_stats pg_table_size pg_tablespace_size
            pg_total_relation_size""";

    /** Names that the driver replaces in {@code {fn name(…)}}. */
    private static final String JDBC = """
            curdate curtime database dayname dayofmonth dayofweek dayofyear hour ifnull insert lcase locate minute month monthname
            quarter rand second space timestampadd timestampdiff truncate ucase user week year""";

    private static final List<String> TRANSACTIONAL = List.of(SEQUENCES, OTHER_LOCKS, TRANSACTIONS, LOG_POSITIONS);
    private static final List<String> PRIMARY_ONLY = List.of(LARGE_OBJECTS, REPLICATION, SERVER_ORDERS, MAINTENANCE);

    private static final WordTable<FunctionKind> BUILT_IN = builtIn();
    private static final WordTable<FunctionKind> ESCAPED = escaped();

    private Functions() {}

    /** What the built-in function does whose name stands there, null if that is not known. */
    static @Nullable FunctionKind find(String sql, int start, int end, long key) {
        return BUILT_IN.find(sql, start, end, key);
    }

    /** The same for the name in {@code {fn name(…)}}. */
    static @Nullable FunctionKind findEscaped(String sql, int start, int end, long key) {
        FunctionKind kind = ESCAPED.find(sql, start, end, key);
        return kind != null ? kind : find(sql, start, end, key);
    }

    private static WordTable<FunctionKind> builtIn() {
        WordTable<FunctionKind> table = new WordTable<>(16384);
        // The first entry of a name counts.
        for (String names : TRANSACTIONAL) {
            table.putAll(names, FunctionKind.TRANSACTIONAL);
        }
        for (String names : PRIMARY_ONLY) {
            table.putAll(names, FunctionKind.PRIMARY_ONLY);
        }
        table.putAll(SESSION_LOCKS, FunctionKind.SESSION_LOCK);
        table.put("set_config", FunctionKind.SET_CONFIG);
        table.put("setseed", FunctionKind.SET_SEED);
        table.putAll(CHANCE_AND_TIME, FunctionKind.HARMLESS);
        table.putAll(OBSERVATION, FunctionKind.HARMLESS);
        for (String name : generated()) {
            table.put(name, FunctionKind.HARMLESS);
        }
        return table;
    }

    private static WordTable<FunctionKind> escaped() {
        WordTable<FunctionKind> table = new WordTable<>(64);
        table.putAll(JDBC, FunctionKind.HARMLESS);
        return table;
    }

    /** The names of the functions that no version calls volatile. */
    static List<String> generated() {
        try (InputStream stream = Functions.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
                return reader.lines().filter(line -> !line.startsWith("#")).toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
