// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Plain statements. */
class StatementContractIT extends Contract {

    @Test
    void executeQuery_answersRows() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.is(
                        "rows",
                        "rows (id int4, name text): 1, item 1; 2, item 2 = 2",
                        () -> statement.executeQuery("SELECT id, name FROM item WHERE id < 3 ORDER BY id"));
                seen.is("no rows", "rows (id int4) = 0", () -> statement.executeQuery("SELECT id FROM item LIMIT 0"));
                seen.note("no columns", () -> statement.executeQuery("SELECT"));
                seen.is("update count", -1, statement::getUpdateCount);
                seen.fails("nothing", "02000", () -> statement.executeQuery(""));
                seen.fails("comment", "02000", () -> statement.executeQuery("-- nothing"));
                seen.fails("wrong", "42601", () -> statement.executeQuery("SELEC 1"));
                seen.fails("unknown table", "42P01", () -> statement.executeQuery("SELECT * FROM nowhere"));
                seen.does("null", () -> statement.executeQuery(nothing()));
                seen.is("again", "rows (one int4): 1 = 1", () -> statement.executeQuery("SELECT 1 AS one"));
            }
        });
    }

    @SuppressWarnings("NullAway") // What an application may pass by mistake.
    private static String nothing() {
        return null;
    }

    @Test
    void executeUpdate_answersTheCount() throws Exception {
        onPrimary((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.is("update", 5, () -> statement.executeUpdate("UPDATE work SET amount = amount + 1"));
                seen.is("count", 5, statement::getUpdateCount);
                seen.is("no result set", null, statement::getResultSet);
                seen.is("insert", 1, () -> statement.executeUpdate("INSERT INTO work (name) VALUES ('new')"));
                seen.is("large", 6L, () -> statement.executeLargeUpdate("DELETE FROM work"));
                seen.is("large count", 6L, statement::getLargeUpdateCount);
                seen.is("nothing to do", 0, () -> statement.executeUpdate("DELETE FROM work"));
                seen.is("ddl", 0, () -> statement.executeUpdate("CREATE TABLE gone (i int)"));
                seen.is("drop", 0, () -> statement.executeUpdate("DROP TABLE gone"));
                seen.is("empty", 0, () -> statement.executeUpdate(""));
                seen.fails("a query", "0100E", () -> statement.executeUpdate("SELECT 1"));
            }
        });
    }

    @Test
    void execute_tellsWhatItWas() throws Exception {
        onPrimary((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.is("query", true, () -> statement.execute("SELECT 1"));
                seen.is("its count", -1, statement::getUpdateCount);
                seen.note("its rows", statement::getResultSet);
                seen.is("update", false, () -> statement.execute("UPDATE work SET amount = 9 WHERE id < 3"));
                seen.is("count", 2, statement::getUpdateCount);
                seen.is("returning", true, () -> statement.execute("DELETE FROM work WHERE id = 5 RETURNING name"));
                seen.note("returned", statement::getResultSet);
                seen.is("nothing", false, () -> statement.execute(""));
                seen.note("no count", statement::getUpdateCount);
                seen.is("no rows", null, statement::getResultSet);
                seen.note("ddl", () -> statement.execute("CREATE TABLE gone (i int); DROP TABLE gone"));
                seen.note("ddl count", statement::getUpdateCount);
            }
        });
    }

    @Test
    void results_beforeAnythingRan() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.is("rows", null, statement::getResultSet);
                seen.is("count", -1, statement::getUpdateCount);
                seen.is("large count", -1L, statement::getLargeUpdateCount);
                seen.is("more", false, statement::getMoreResults);
                seen.note("keys", statement::getGeneratedKeys);
                seen.is("warnings", null, statement::getWarnings);
                seen.succeeds("clear warnings", statement::clearWarnings);
                seen.succeeds("cancel", statement::cancel);
                seen.succeeds("clear batch", statement::clearBatch);
                seen.is("batch", new int[0], statement::executeBatch);
                seen.is("closed", false, statement::isClosed);
            }
        });
    }

    @Test
    void settings_areKept() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement =
                    connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
                seen.note("fresh", () -> settings(statement));
                change(statement);
                seen.note("changed", () -> settings(statement));
                statement.execute("SELECT 1");
                seen.note("after a statement", () -> settings(statement));
            }
        });
    }

    private static void change(Statement statement) throws SQLException {
        statement.setFetchSize(7);
        statement.setMaxRows(11);
        statement.setMaxFieldSize(13);
        statement.setQueryTimeout(17);
        statement.setFetchDirection(ResultSet.FETCH_REVERSE);
        statement.setPoolable(true);
        statement.closeOnCompletion();
        statement.setEscapeProcessing(false);
        statement.setCursorName("mine");
    }

    private static Map<String, Object> settings(Statement statement) throws SQLException {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("fetch size", statement.getFetchSize());
        settings.put("max rows", statement.getMaxRows());
        settings.put("max field size", statement.getMaxFieldSize());
        settings.put("query timeout", statement.getQueryTimeout());
        settings.put("fetch direction", statement.getFetchDirection());
        settings.put("poolable", statement.isPoolable());
        settings.put("close on completion", statement.isCloseOnCompletion());
        settings.put("type", statement.getResultSetType());
        settings.put("concurrency", statement.getResultSetConcurrency());
        settings.put("holdability", statement.getResultSetHoldability());
        return settings;
    }

    @Test
    void settings_outOfRange_areRefused() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.fails("fetch size", "22023", () -> statement.setFetchSize(-1));
                seen.fails("max rows", "22023", () -> statement.setMaxRows(-1));
                seen.fails("large max rows", "0A000", () -> statement.setLargeMaxRows(-1));
                seen.fails("any large max rows", "0A000", statement::getLargeMaxRows);
                seen.fails("field size", "22023", () -> statement.setMaxFieldSize(-1));
                seen.fails("timeout", "22023", () -> statement.setQueryTimeout(-1));
                seen.fails("direction", "22023", () -> statement.setFetchDirection(77));
                seen.does("null cursor name", () -> statement.setCursorName(nothing()));
                seen.note("then", () -> settings(statement));
                seen.is("works", true, () -> statement.execute("SELECT 1"));
            }
            seen.does("type", () -> connection
                    .createStatement(77, ResultSet.CONCUR_READ_ONLY)
                    .close());
            seen.does("concurrency", () -> connection
                    .createStatement(ResultSet.TYPE_FORWARD_ONLY, 77)
                    .close());
            seen.does("holdability", () -> connection
                    .createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, 77)
                    .close());
        });
    }

    @Test
    void maxRows_andMaxFieldSize_cut() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                statement.setMaxRows(3);
                seen.is(
                        "three",
                        "rows (id int4): 1; 2; 3 = 3",
                        () -> statement.executeQuery("SELECT id FROM item ORDER BY id"));
                statement.setMaxRows(2);
                seen.is(
                        "two",
                        "rows (id int4): 1; 2 = 2",
                        () -> statement.executeQuery("SELECT id FROM item ORDER BY id"));
                statement.setMaxRows(0);
                seen.is("all", 20, () -> count(statement.executeQuery("SELECT id FROM item")));
                statement.setMaxFieldSize(4);
                try (ResultSet rows = statement.executeQuery("SELECT 'abcdefgh'::text, '\\x0102030405'::bytea")) {
                    rows.next();
                    seen.note("string", () -> rows.getString(1));
                    seen.note("bytes", () -> rows.getBytes(2));
                    seen.note("object", () -> rows.getObject(1));
                }
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
    void escapes_areProcessed() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.note("date", () -> statement.executeQuery("SELECT {d '2026-02-03'} AS x"));
                seen.note("time", () -> statement.executeQuery("SELECT {t '12:13:14'} AS x"));
                seen.note("timestamp", () -> statement.executeQuery("SELECT {ts '2026-02-03 12:13:14.5'} AS x"));
                seen.note("function", () -> statement.executeQuery("SELECT {fn concat('a', {fn ucase('b')})} AS x"));
                seen.note(
                        "join",
                        () -> statement.executeQuery(
                                "SELECT count(*) FROM {oj item i LEFT OUTER JOIN work w ON i.id = w.item_id}"));
                seen.note("like", () -> statement.executeQuery("SELECT 'a_b' LIKE 'a|_b' {escape '|'} AS x"));
                seen.does("unknown function", () -> statement.executeQuery("SELECT {fn nowhere()}"));
                statement.setEscapeProcessing(false);
                seen.fails("off", "42601", () -> statement.executeQuery("SELECT {d '2026-02-03'}"));
            }
            seen.note("native function", () -> connection.nativeSQL("SELECT {fn user()}, '{d}' -- {fn x}"));
            seen.note("native date", () -> connection.nativeSQL("SELECT {d '2026-02-03'}"));
            seen.note("native null", () -> connection.nativeSQL(nothing()));
        });
    }

    @Test
    void closeOnCompletion_closesWithTheLastResultSet() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.is("before", false, statement::isCloseOnCompletion);
                statement.closeOnCompletion();
                seen.is("set", true, statement::isCloseOnCompletion);
                ResultSet first = statement.executeQuery("SELECT 1");
                seen.is("open", false, statement::isClosed);
                first.close();
                seen.is("closed", true, statement::isClosed);
                seen.fails("used", "55000", () -> statement.execute("SELECT 3"));
            }
            try (Statement statement = connection.createStatement()) {
                statement.closeOnCompletion();
                statement.executeQuery("SELECT 1");
                seen.does("a second result set", () -> statement.executeQuery("SELECT 2"));
                seen.note("closed by it", statement::isClosed);
            }
        });
    }

    @Test
    void closing_closesWhatBelongsToIt() throws Exception {
        everywhere((connection, seen) -> {
            Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT 1");
            seen.succeeds("close", statement::close);
            seen.is("result set", true, rows::isClosed);
            seen.succeeds("again", statement::close);
            seen.is("closed", true, statement::isClosed);
            Statement other = connection.createStatement();
            ResultSet its = other.executeQuery("SELECT 1");
            connection.close();
            seen.note("statement with the connection", other::isClosed);
            seen.note("result set with the connection", its::isClosed);
            seen.succeeds("statement after the connection", other::close);
            seen.succeeds("result set after the connection", its::close);
        });
    }

    @Test
    void quoting_isTheDrivers() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.is("literal", "'it''s'", () -> statement.enquoteLiteral("it's"));
                seen.note("literal with a backslash", () -> statement.enquoteLiteral("a\\b"));
                seen.note("national", () -> statement.enquoteNCharLiteral("it's"));
                seen.note("simple name", () -> statement.enquoteIdentifier("item", false));
                seen.note("simple name, always", () -> statement.enquoteIdentifier("item", true));
                seen.note("capitals", () -> statement.enquoteIdentifier("Item", false));
                seen.note("quote", () -> statement.enquoteIdentifier("a\"b", false));
                seen.does("zero byte", () -> statement.enquoteIdentifier("a\0b", true));
                seen.does("empty", () -> statement.enquoteIdentifier("", true));
                seen.does("null", () -> statement.enquoteLiteral(nothing()));
                seen.is("simple", true, () -> statement.isSimpleIdentifier("item"));
                seen.is("not simple", false, () -> statement.isSimpleIdentifier("it em"));
            }
        });
    }
}
