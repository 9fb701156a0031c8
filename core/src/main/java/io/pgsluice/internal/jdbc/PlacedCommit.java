// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.ConsistencyToken;
import io.pgsluice.Lsn;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.PgConnection;

/**
 * A COMMIT that brings along where in the log it is, in one round trip. What goes wrong behind the COMMIT, as by a cancel that comes late, is no
 * error of it: then only the place is not known.
 */
final class PlacedCommit extends ResultHandlerBase {
    /** The position asked for behind the COMMIT lies behind its record. Schema-qualified, since the search path is the application's. */
    private static final String COMMIT = "COMMIT;SELECT pg_catalog.pg_current_wal_insert_lsn()::pg_catalog.text,"
            + " pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8)";

    private final BaseConnection connection;
    private boolean committed;
    private @Nullable Lsn position;
    private int timeline;

    private PlacedCommit(BaseConnection connection) {
        this.connection = connection;
    }

    /** Commits; null if the place could not be told. */
    static @Nullable ConsistencyToken commit(BaseConnection connection, long systemIdentifier) throws SQLException {
        QueryExecutor executor = connection.getQueryExecutor();
        Query query = executor.createSimpleQuery(COMMIT);
        PlacedCommit answers = new PlacedCommit(connection);
        try {
            executor.execute(
                    query,
                    null,
                    answers,
                    0,
                    0,
                    QueryExecutor.QUERY_ONESHOT
                            | QueryExecutor.QUERY_SUPPRESS_BEGIN
                            | QueryExecutor.QUERY_NO_BINARY_TRANSFER);
        } finally {
            query.close();
        }
        Lsn told = answers.position;
        return told == null ? null : new ConsistencyToken(systemIdentifier, answers.timeline, told);
    }

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOid) {
        committed |= status.equals("COMMIT");
    }

    @Override
    public void handleResultRows(Query fromQuery, Field[] fields, List<Tuple> tuples, @Nullable ResultCursor cursor) {
        if (tuples.size() == 1) {
            String lsn = text(tuples.get(0), 0);
            String line = text(tuples.get(0), 1);
            if (lsn != null && line != null) {
                timeline = Integer.parseUnsignedInt(line, 16);
                position = Lsn.parse(lsn);
            }
        }
    }

    private static @Nullable String text(Tuple row, int column) {
        byte[] bytes = row.get(column);
        return bytes == null ? null : new String(bytes, StandardCharsets.US_ASCII);
    }

    @Override
    public void handleWarning(SQLWarning warning) {
        if (connection instanceof PgConnection driver) {
            driver.addWarning(warning);
        }
    }

    @Override
    public void handleError(SQLException error) {
        if (!committed) {
            super.handleError(error);
        }
    }
}
