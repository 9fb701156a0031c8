// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Statements with more than one result. */
class MultipleResultsContractIT extends Contract {

    @Test
    void queries_areWalkedThrough() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.is("first is rows", true, () -> statement.execute("SELECT 1 AS a; SELECT 2 AS b; SELECT 3 AS c"));
                seen.note("first", statement::getResultSet);
                seen.is("more", true, statement::getMoreResults);
                seen.note("second", statement::getResultSet);
                seen.is("still more", true, statement::getMoreResults);
                seen.note("third", statement::getResultSet);
                seen.is("no more", false, statement::getMoreResults);
                seen.is("count", -1, statement::getUpdateCount);
                seen.is("no rows", null, statement::getResultSet);
                seen.is("never again", false, statement::getMoreResults);
            }
        });
    }

    @Test
    void mixed_areWalkedThrough() throws Exception {
        onPrimary((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.is(
                        "first is a count",
                        false,
                        () -> statement.execute(
                                "UPDATE work SET amount = 1 WHERE id < 3; SELECT count(*) FROM work; DELETE FROM work; SELECT 1"));
                seen.is("two", 2, statement::getUpdateCount);
                seen.is("rows next", true, statement::getMoreResults);
                seen.note("count", statement::getResultSet);
                seen.is("no count", -1, statement::getUpdateCount);
                seen.is("a count next", false, statement::getMoreResults);
                seen.is("five", 5L, statement::getLargeUpdateCount);
                seen.is("rows at last", true, statement::getMoreResults);
                seen.note("one", statement::getResultSet);
                seen.is("end", false, statement::getMoreResults);
                seen.is("no count at the end", -1, statement::getUpdateCount);
            }
        });
    }

    @Test
    void moreResults_closesOrKeeps() throws Exception {
        everywhere((connection, seen) -> {
            for (int what : new int[] {
                Statement.CLOSE_CURRENT_RESULT, Statement.KEEP_CURRENT_RESULT, Statement.CLOSE_ALL_RESULTS
            }) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT 1; SELECT 2; SELECT 3");
                    ResultSet first = statement.getResultSet();
                    seen.does("second " + what, () -> statement.getMoreResults(what));
                    seen.note("first closed " + what, first::isClosed);
                    ResultSet second = statement.getResultSet();
                    seen.does("third " + what, () -> statement.getMoreResults(what));
                    seen.note("first closed then " + what, first::isClosed);
                    seen.note("second closed then " + what, second::isClosed);
                    seen.note("third rows " + what, statement::getResultSet);
                }
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1; SELECT 2");
                seen.does("unknown", () -> statement.getMoreResults(77));
            }
        });
    }

    @Test
    void error_amongThem_failsAll() throws Exception {
        onPrimary((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                seen.fails("error", "22012", () -> statement.execute("DELETE FROM work; SELECT 1 / 0; SELECT 2"));
                seen.note("rows", statement::getResultSet);
                seen.note("count", statement::getUpdateCount);
                seen.is(
                        "nothing done",
                        "rows (count int8): 5 = 1",
                        () -> statement.executeQuery("SELECT count(*) FROM work"));
                seen.does("query with two", () -> statement.executeQuery("SELECT 1; SELECT 2"));
                seen.does("update with two", () -> statement.executeUpdate("DELETE FROM work; SELECT 2"));
            }
        });
    }

    @Test
    void prepared_withTwoStatements() throws Exception {
        onPrimary((connection, seen) -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "UPDATE work SET amount = ? WHERE id = ?; SELECT name FROM work WHERE amount = ?")) {
                statement.setInt(1, 42);
                statement.setInt(2, 3);
                statement.setInt(3, 42);
                seen.is("first", false, statement::execute);
                seen.is("count", 1, statement::getUpdateCount);
                seen.is("more", true, statement::getMoreResults);
                seen.note("rows", statement::getResultSet);
                seen.is("end", false, statement::getMoreResults);
            }
        });
    }

    @Test
    void resultSet_isClosedByTheNextExecution() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement();
                    PreparedStatement prepared = connection.prepareStatement("SELECT 1")) {
                ResultSet plain = statement.executeQuery("SELECT 1");
                statement.executeQuery("SELECT 2");
                seen.is("plain", true, plain::isClosed);
                ResultSet first = prepared.executeQuery();
                prepared.executeQuery();
                seen.is("prepared", true, first::isClosed);
                ResultSet kept = statement.executeQuery("SELECT 3");
                prepared.executeQuery();
                seen.is("not another's", false, kept::isClosed);
            }
        });
    }
}
