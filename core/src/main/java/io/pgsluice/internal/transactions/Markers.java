// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.transactions;

import io.pgsluice.internal.topology.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes markers on connections that others give. Safe for use by multiple threads. */
public final class Markers {
    private static final int CLEANED_AT_ONCE = 1_000;
    private static final String UUID_TYPE = "uuid";

    private final String name;
    private final MarkerTable table;

    /** Markers in a table; the name stands in messages. */
    public Markers(String name, MarkerTable table) {
        this.name = name;
        this.table = table;
    }

    /** Leaves a marker in the open transaction and commits it. */
    void markAndCommit(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(table.sqlToMarkAndCommit())) {
            statement.setObject(1, id);
            statement.execute();
        } catch (SQLException e) {
            throw explained(e);
        }
    }

    /**
     * Leaves a marker in the open transaction, if the tombstones of all attempts before are to be seen.
     *
     * @return whether they are
     */
    boolean markAfter(Connection connection, UUID id, Collection<UUID> tombstones) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(table.sqlToMarkAfter())) {
            statement.setObject(1, id);
            statement.setArray(2, connection.createArrayOf(UUID_TYPE, tombstones.toArray()));
            statement.setInt(3, tombstones.size());
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw explained(e);
        }
    }

    /**
     * Tells what became of a transaction and settles it, on a connection with autocommit. Waits for the transaction to end if it is
     * still open. An error says nothing: ask again.
     *
     * @return true if it was committed; false if it was not and never will be
     */
    boolean resolve(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(table.sqlToResolve())) {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException(name + " - no answer about a marker (id=" + id + ")", SqlErrors.NO_DATA);
                }
                return row.getBoolean(1);
            }
        } catch (SQLException e) {
            throw explained(e);
        }
    }

    /**
     * Deletes some of the rows whose time is over, on a connection with autocommit.
     *
     * @return whether there may be more
     */
    boolean clean(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(table.sqlToClean())) {
            statement.setInt(1, CLEANED_AT_ONCE);
            return statement.executeUpdate() == CLEANED_AT_ONCE;
        } catch (SQLException e) {
            throw explained(e);
        }
    }

    /** Makes the table if there is none, on a connection with autocommit. */
    void createTable(Connection connection) throws SQLException {
        try {
            executeDdl(connection);
        } catch (SQLException e) {
            if (!SqlErrors.UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            // Another one was making it: IF NOT EXISTS looks only for what is committed.
            executeDdl(connection);
        }
    }

    private void executeDdl(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : table.ddl()) {
                statement.execute(sql);
            }
        }
    }

    /** Throws if there is no table, or one that a crash would empty. */
    void checkTable(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(table.sqlToCheck())) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw missing(null);
                }
                if (!row.getBoolean(1)) {
                    throw new SQLException(
                            name
                                    + " - the table of markers is unlogged: a crash would empty it, and transactions be done twice (table="
                                    + table.name() + "); ALTER TABLE " + table.name() + " SET LOGGED",
                            SqlErrors.NOT_IN_STATE);
                }
            }
        }
    }

    private SQLException explained(SQLException e) {
        return SqlErrors.UNDEFINED_TABLE.equals(e.getSQLState()) ? missing(e) : e;
    }

    private SQLException missing(@Nullable SQLException cause) {
        return new SQLException(
                name + " - there is no table of markers (table=" + table.name()
                        + "): call createTable() once, or run as its owner:\n" + table.ddlText(),
                SqlErrors.UNDEFINED_TABLE,
                cause);
    }
}
