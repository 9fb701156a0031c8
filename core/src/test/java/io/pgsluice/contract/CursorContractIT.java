// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Rows that are fetched in portions, and what becomes of them at the end of their transaction. */
class CursorContractIT extends Contract {
    private static final String ITEMS = "SELECT id FROM item ORDER BY id";

    private static int rest(ResultSet rows) throws SQLException {
        int count = 0;
        while (rows.next()) {
            count++;
        }
        return count;
    }

    @Test
    void fetchSize_withinATransaction_readsInPortions() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(3);
                try (ResultSet rows = statement.executeQuery(ITEMS)) {
                    seen.is("fetch size", 3, rows::getFetchSize);
                    seen.succeeds("larger", () -> rows.setFetchSize(5));
                    seen.is("rows", 20, () -> rest(rows));
                }
                try (ResultSet rows = statement.executeQuery(ITEMS);
                        Statement other = connection.createStatement()) {
                    rows.next();
                    seen.note("another statement meanwhile", () -> other.executeQuery("SELECT 1"));
                    seen.is("rows of the first", 19, () -> rest(rows));
                }
            }
            connection.commit();
        });
    }

    @Test
    void cursor_afterCommit_isGone() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            for (boolean commit : new boolean[] {true, false}) {
                String end = commit ? " committed" : " rolled back";
                try (Statement statement = connection.createStatement()) {
                    statement.setFetchSize(3);
                    try (ResultSet rows = statement.executeQuery(ITEMS)) {
                        rows.next();
                        if (commit) {
                            connection.commit();
                        } else {
                            connection.rollback();
                        }
                        seen.is("fetched already" + end, true, rows::next);
                        seen.is("the third" + end, true, rows::next);
                        seen.fails("not fetched yet" + end, "34000", rows::next);
                        seen.note("closed" + end, rows::isClosed);
                    }
                }
                connection.rollback();
            }
        });
    }

    @Test
    void cursor_holdable_staysAfterCommit() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement(
                    ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, ResultSet.HOLD_CURSORS_OVER_COMMIT)) {
                statement.setFetchSize(3);
                try (ResultSet rows = statement.executeQuery(ITEMS)) {
                    seen.note("holdability", rows::getHoldability);
                    rows.next();
                    connection.commit();
                    seen.is("rows", 19, () -> rest(rows));
                }
            }
            connection.commit();
        });
    }

    @Test
    void resultSet_wholly_fetched_outlivesItsTransaction() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                ResultSet rows = statement.executeQuery(ITEMS);
                rows.next();
                connection.commit();
                try (Statement next = connection.createStatement()) {
                    next.execute("SELECT 1");
                }
                seen.is("rows", 19, () -> rest(rows));
                rows.close();
            }
            connection.commit();
        });
    }

    @Test
    void resultSet_inAutocommit_outlivesOtherStatements() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement();
                    PreparedStatement inner = connection.prepareStatement("SELECT name FROM item WHERE id = ?")) {
                statement.setFetchSize(3);
                try (ResultSet rows = statement.executeQuery(ITEMS)) {
                    int sum = 0;
                    while (rows.next()) {
                        inner.setInt(1, rows.getInt(1));
                        try (ResultSet row = inner.executeQuery()) {
                            sum += rest(row);
                        }
                    }
                    int total = sum;
                    seen.is("nested", 20, () -> total);
                }
            }
        });
    }

    @Test
    void holdability_ofTheConnection_isTheStatements() throws Exception {
        everywhere((connection, seen) -> {
            seen.note("default", connection::getHoldability);
            seen.note("of a statement", () -> holdability(connection));
            connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
            seen.is("hold", ResultSet.HOLD_CURSORS_OVER_COMMIT, connection::getHoldability);
            seen.is("of a statement then", ResultSet.HOLD_CURSORS_OVER_COMMIT, () -> holdability(connection));
            connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
            seen.is("close", ResultSet.CLOSE_CURSORS_AT_COMMIT, () -> holdability(connection));
            seen.fails("unknown", "22023", () -> connection.setHoldability(77));
        });
    }

    private static int holdability(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.getResultSetHoldability();
        }
    }

    @Test
    void cursor_inSql_isFetched() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("DECLARE mine CURSOR FOR " + ITEMS);
                seen.note("two", () -> statement.executeQuery("FETCH 2 FROM mine"));
                seen.note("move", () -> statement.executeUpdate("MOVE 3 IN mine"));
                seen.note("next", () -> statement.executeQuery("FETCH NEXT FROM mine"));
                seen.succeeds("close", () -> statement.execute("CLOSE mine"));
                seen.fails("closed", "34000", () -> statement.executeQuery("FETCH NEXT FROM mine"));
            }
            connection.rollback();
        });
    }

    @Test
    void defaultFetchSize_ofTheDriver_isUsed() throws Exception {
        onPrimaryWith("defaultRowFetchSize", "7", (connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.is("fetch size", 7, statement::getFetchSize);
                statement.setFetchSize(0);
                seen.is("none", 0, statement::getFetchSize);
            }
        });
    }
}
