// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.transactions;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table that markers are in, and the SQL that is sent to it. Names of the catalog are qualified, and so is the table: what a
 * transaction does to its {@code search_path} must not lead its marker elsewhere than the question for it. Immutable.
 */
public final class MarkerTable {
    private static final Pattern NAME = Pattern.compile("([a-z_][a-z0-9_$]*)\\.([a-z_][a-z0-9_$]*)");
    /** PostgreSQL cuts longer names short. */
    private static final int MAX_NAME = 63;

    private static final String INDEX_SUFFIX = "_expires_at";

    private final String schema;
    private final String table;
    private final String expiry;

    private MarkerTable(String schema, String table, Duration retention) {
        this.schema = schema;
        this.table = table;
        this.expiry = "pg_catalog.clock_timestamp() + interval '" + retention.toMillis() + " milliseconds'";
    }

    /**
     * The table of that name.
     *
     * @throws IllegalArgumentException if the name is not one of lower-case letters, digits and {@code _}, with a schema
     */
    public static MarkerTable of(String qualifiedName, Duration retention) {
        Matcher name = NAME.matcher(qualifiedName);
        if (!name.matches()
                || name.group(1).length() > MAX_NAME
                || name.group(2).length() + INDEX_SUFFIX.length() > MAX_NAME) {
            throw new IllegalArgumentException("no name of a schema and a table: " + qualifiedName);
        }
        return new MarkerTable(name.group(1), name.group(2), retention);
    }

    /** As SQL writes it. */
    String name() {
        return schema + "." + table;
    }

    /** What makes the table, and leaves one alone that is there. */
    List<String> ddl() {
        return List.of(
                "CREATE TABLE IF NOT EXISTS " + name() + " (\n"
                        + "    id uuid PRIMARY KEY,\n"
                        + "    committed boolean NOT NULL,\n"
                        + "    expires_at timestamptz NOT NULL\n"
                        + ")",
                "CREATE INDEX IF NOT EXISTS " + table + INDEX_SUFFIX + " ON " + name() + " (expires_at)");
    }

    /** The same as one text to run. */
    public String ddlText() {
        return String.join(";\n", ddl()) + ";";
    }

    /** Tells whether the table is there and survives a crash; parameters: schema, table. */
    String sqlToCheck() {
        return "SELECT c.relpersistence = 'p' FROM pg_catalog.pg_class c"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?";
    }

    String schema() {
        return schema;
    }

    String table() {
        return table;
    }

    /** Leaves a marker and commits, in one round trip: if the first fails the server skips the second. */
    String sqlToMarkAndCommit() {
        return "INSERT INTO " + name() + " (id, committed, expires_at) VALUES (?, true, " + expiry + "); COMMIT";
    }

    /**
     * Leaves a marker, but only where all tombstones are of the attempts before; parameters: marker, tombstones, their number.
     */
    String sqlToMarkAfter() {
        return "INSERT INTO " + name() + " (id, committed, expires_at) SELECT ?, true, " + expiry
                + " WHERE (SELECT pg_catalog.count(*) FROM " + name() + " WHERE id = ANY (?) AND NOT committed) = ?";
    }

    /**
     * Asks what became of a marker, and settles it: leaves a tombstone where there is none. The update changes nothing, but makes the
     * answer a write, whose COMMIT is acknowledged only when the marker's is as safe as that.
     */
    String sqlToResolve() {
        return "INSERT INTO " + name() + " AS m (id, committed, expires_at) VALUES (?, false, " + expiry
                + ") ON CONFLICT (id) DO UPDATE SET committed = m.committed RETURNING m.committed";
    }

    /** Deletes a number of rows whose time is over and that nobody else deletes; parameter: the number. */
    String sqlToClean() {
        return "DELETE FROM " + name() + " WHERE id IN (SELECT id FROM " + name()
                + " WHERE expires_at < pg_catalog.statement_timestamp() ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)";
    }
}
