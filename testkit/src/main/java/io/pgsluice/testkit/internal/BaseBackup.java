// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Copies a running server's data directory with the backup functions of SQL; the programs for it are not needed. Unlike
 * PostgreSQL's own base backup the copy has all WAL that the source still keeps, so that standbys which are behind can
 * follow it as they could follow the source.
 */
final class BaseBackup {
    private static final int FIRST_WITH_SHORT_NAMES = 15;

    /** Directories whose content belongs to the running server, as in PostgreSQL's own base backup. */
    private static final Set<String> EMPTIED = Set.of(
            "pg_replslot", "pg_dynshmem", "pg_notify", "pg_serial", "pg_snapshots", "pg_stat_tmp", "pg_subtrans");

    private static final Set<String> LEFT_OUT = Set.of(
            "postmaster.pid",
            "postmaster.opts",
            "standby.signal",
            "recovery.signal",
            "backup_label",
            "tablespace_map",
            "backup_manifest",
            "pg_internal.init");

    private BaseBackup() {}

    /** Makes the target a copy that recovers from the backup's start when the server starts in it. */
    static void copy(int sourcePort, int major, Path source, DataDirectory target) throws SQLException, IOException {
        boolean shortNames = major >= FIRST_WITH_SHORT_NAMES;
        try (Connection connection = Sql.control(sourcePort);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    shortNames
                            ? "SELECT pg_backup_start('pgsluice-testkit', true)"
                            : "SELECT pg_start_backup('pgsluice-testkit', true, false)");
            Trees.mirror(source, target.path(), BaseBackup::isLeftOut);
            Files.createDirectories(target.path().resolve("pg_wal/archive_status"));
            try (ResultSet rows = statement.executeQuery(
                    shortNames
                            ? "SELECT labelfile FROM pg_backup_stop(false)"
                            : "SELECT labelfile FROM pg_stop_backup(false, false)")) {
                rows.next();
                Files.writeString(target.path().resolve("backup_label"), rows.getString(1));
            }
        }
    }

    private static boolean isLeftOut(Path relative) {
        String name = relative.getFileName().toString();
        return LEFT_OUT.contains(name)
                || name.startsWith("pgsql_tmp")
                || (relative.getNameCount() > 1
                        && EMPTIED.contains(relative.getName(0).toString()));
    }
}
