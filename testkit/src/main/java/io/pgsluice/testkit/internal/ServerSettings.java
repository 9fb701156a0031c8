// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** The settings that suit a small, short-lived cluster on one machine. */
final class ServerSettings {
    private ServerSettings() {}

    /** The settings of every node, with the given ones in their place or added. */
    static Map<String, String> shared(Map<String, String> given) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "127.0.0.1");
        // No socket files: nothing outside of the data directory, no clash between clusters.
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "100");
        settings.put("shared_buffers", "16MB");
        settings.put("huge_pages", "off");
        // Segments as files in the data directory: a killed server leaves none in /dev/shm.
        settings.put("dynamic_shared_memory_type", "mmap");
        settings.put("fsync", "off");
        settings.put("full_page_writes", "on");
        settings.put("wal_level", "replica");
        settings.put("wal_log_hints", "on");
        settings.put("wal_init_zero", "off");
        settings.put("min_wal_size", "32MB");
        settings.put("wal_keep_size", "256MB");
        settings.put("max_wal_senders", "20");
        settings.put("max_replication_slots", "20");
        settings.put("wal_sender_timeout", "5s");
        settings.put("wal_receiver_timeout", "5s");
        settings.put("wal_receiver_status_interval", "1s");
        settings.put("wal_retrieve_retry_interval", "100ms");
        settings.put("hot_standby", "on");
        settings.put("log_line_prefix", "%m [%p] %b %q%u@%d ");
        settings.put("log_checkpoints", "off");
        settings.put("log_timezone", "UTC");
        settings.put("timezone", "UTC");
        settings.putAll(given);
        return settings;
    }

    /** As lines of a configuration file. */
    static String format(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        settings.forEach((name, value) -> text.append(name)
                .append(" = '")
                .append(value.replace("'", "''"))
                .append("'\n"));
        return text.toString();
    }
}
