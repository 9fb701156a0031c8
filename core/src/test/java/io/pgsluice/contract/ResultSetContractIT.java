// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import static io.pgsluice.contract.Walk.except;
import static io.pgsluice.contract.Walk.getters;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Result sets: walking, reading, changing. */
class ResultSetContractIT extends Contract {
    private static final String ITEMS = "SELECT id, name, price, tags, made FROM item WHERE id <= 5 ORDER BY id";

    @Test
    void forwardOnly_walks() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(ITEMS)) {
                seen.is("before first", true, rows::isBeforeFirst);
                seen.is("row 0", 0, rows::getRow);
                seen.fails("read before", "24000", () -> rows.getInt(1));
                seen.is("next", true, rows::next);
                seen.is("row 1", 1, rows::getRow);
                seen.is("first", true, rows::isFirst);
                seen.fails("previous", "24000", rows::previous);
                seen.fails("absolute", "24000", () -> rows.absolute(3));
                seen.fails("first", "24000", rows::first);
                seen.fails("column 0", "22023", () -> rows.getInt(0));
                seen.fails("column 9", "22023", () -> rows.getInt(9));
                seen.fails("unknown column", "42703", () -> rows.getInt("nowhere"));
                seen.is("find", 2, () -> rows.findColumn("NAME"));
                seen.does("wrong type", () -> rows.getInt("name"));
                seen.does("wrong class", () -> rows.getObject(2, Integer.class));
                while (rows.next()) {
                    seen.note("row", rows::getRow);
                }
                seen.is("after last", true, rows::isAfterLast);
                seen.fails("read after", "24000", () -> rows.getInt(1));
                seen.is("no more", false, rows::next);
                seen.fails("update", "24000", () -> rows.updateInt(1, 1));
                Walk.over(ResultSet.class, rows, seen, "", getters().and(except("getStatement", "hashCode")));
            }
        });
    }

    @Test
    void getters_ofTheFirstRow() throws Exception {
        everywhere((connection, seen) -> {
            String sql =
                    "SELECT 1::int2 AS a, 2::int8 AS b, 1.5::float4 AS c, 2.50::numeric AS d, true AS e, 'text' AS f,"
                            + " '\\x0102'::bytea AS g, date '2026-02-03' AS h, time '01:02:03' AS i,"
                            + " timestamp '2026-02-03 01:02:03.4' AS j, NULL::int AS k, '{1,2}'::int[] AS l, 'a'::char(3) AS m";
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                for (int i = 1; i <= 13; i++) {
                    int column = i;
                    Walk.methods(ResultSet.class)
                            .filter(method -> method.getName().startsWith("get")
                                    && method.getParameterCount() == 1
                                    && method.getParameterTypes()[0] == int.class)
                            .filter(except("getUnicodeStream", "getBlob", "getClob", "getNClob"))
                            .forEach(method -> seen.note(column + " " + method.getName(), () -> {
                                try {
                                    return method.invoke(rows, column);
                                } catch (java.lang.reflect.InvocationTargetException e) {
                                    return e.getCause();
                                }
                            }));
                    seen.note(column + " null", rows::wasNull);
                    seen.note(column + " mapped", () -> rows.getObject(column, Map.of()));
                }
            }
        });
    }

    @Test
    void scrollable_goesAnywhere() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement =
                            connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                    ResultSet rows = statement.executeQuery(ITEMS)) {
                seen.is("type", ResultSet.TYPE_SCROLL_INSENSITIVE, rows::getType);
                seen.is("concurrency", ResultSet.CONCUR_READ_ONLY, rows::getConcurrency);
                seen.is("last", true, rows::last);
                seen.is("row", 5, rows::getRow);
                seen.is("is last", true, rows::isLast);
                seen.is("previous", true, rows::previous);
                seen.is("name", "item 4", () -> rows.getString("name"));
                seen.is("absolute", true, () -> rows.absolute(2));
                seen.is("relative", true, () -> rows.relative(-1));
                seen.is("first row", 1, rows::getRow);
                seen.is("absolute from the end", true, () -> rows.absolute(-2));
                seen.is("fourth row", 4, rows::getRow);
                seen.is("beyond", false, () -> rows.absolute(99));
                seen.is("after", true, rows::isAfterLast);
                seen.succeeds("before first", rows::beforeFirst);
                seen.is("all", 5, () -> count(rows));
                seen.succeeds("after last", rows::afterLast);
                seen.is("back", true, rows::previous);
                seen.fails("update", "24000", () -> rows.updateString(2, "x"));
                seen.succeeds("direction", () -> rows.setFetchDirection(ResultSet.FETCH_REVERSE));
                seen.is("reverse", ResultSet.FETCH_REVERSE, rows::getFetchDirection);
                seen.succeeds("fetch size", () -> rows.setFetchSize(3));
                seen.is("fetched", 3, rows::getFetchSize);
                seen.note("holdability", rows::getHoldability);
                seen.note("cursor", rows::getCursorName);
            }
            try (Statement statement =
                    connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
                seen.note("sensitive", statement::getResultSetType);
                seen.note("warnings", statement::getWarnings);
                seen.note("warnings of the connection", connection::getWarnings);
            }
        });
    }

    private static int count(ResultSet rows) throws SQLException {
        int count = 0;
        while (rows.next()) {
            count++;
        }
        return count;
    }

    @Test
    void updatable_writesThrough() throws Exception {
        onPrimary((connection, seen) -> {
            try (Statement statement =
                    connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
                try (ResultSet rows = statement.executeQuery("SELECT id, name, amount FROM work ORDER BY id")) {
                    seen.is("concurrency", ResultSet.CONCUR_UPDATABLE, rows::getConcurrency);
                    rows.next();
                    rows.updateString("name", "changed");
                    rows.updateInt(3, 99);
                    seen.succeeds("update", rows::updateRow);
                    seen.note("updated?", rows::rowUpdated);
                    seen.is("seen at once", "changed", () -> rows.getString(2));
                    rows.next();
                    rows.updateString("name", "not kept");
                    seen.succeeds("cancel", rows::cancelRowUpdates);
                    seen.is("kept", "work 2", () -> rows.getString(2));
                    seen.succeeds("delete", rows::deleteRow);
                    seen.note("deleted?", rows::rowDeleted);
                    seen.note("then at", rows::getRow);
                    rows.moveToInsertRow();
                    rows.updateInt("id", 50);
                    rows.updateString("name", "inserted");
                    rows.updateNull("amount");
                    seen.fails("violation", "23502", rows::insertRow);
                    rows.updateObject("amount", 7);
                    seen.succeeds("insert", rows::insertRow);
                    seen.note("inserted?", rows::rowInserted);
                    rows.moveToCurrentRow();
                    rows.first();
                    seen.succeeds("refresh", rows::refreshRow);
                    seen.is("amount", 99, () -> rows.getInt(3));
                }
                seen.note("then", () -> statement.executeQuery("SELECT id, name, amount FROM work ORDER BY id"));
                try (ResultSet rows = statement.executeQuery("SELECT count(*) AS n FROM work")) {
                    rows.next();
                    seen.does("not updatable", () -> rows.updateInt(1, 1));
                }
            }
        });
    }

    @Test
    void metaData_ofTheColumns() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT i.*, i.price * 2 AS twice, w.amount FROM item i, work w, cheap LIMIT 0")) {
                ResultSetMetaData columns = rows.getMetaData();
                seen.is("count", 7, columns::getColumnCount);
                for (int i = 1; i <= 7; i++) {
                    int column = i;
                    Walk.methods(ResultSetMetaData.class)
                            .filter(method ->
                                    method.getParameterCount() == 1 && method.getParameterTypes()[0] == int.class)
                            .forEach(method -> seen.note(column + " " + method.getName(), () -> {
                                try {
                                    return method.invoke(columns, column);
                                } catch (java.lang.reflect.InvocationTargetException e) {
                                    return e.getCause();
                                }
                            }));
                }
                seen.does("column 9", () -> columns.getColumnName(9));
            }
        });
    }
}
