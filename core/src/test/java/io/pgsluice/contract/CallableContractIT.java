// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.CallableStatement;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.junit.jupiter.api.Test;

/** Functions and procedures. */
class CallableContractIT extends Contract {

    @Test
    void function_withAnAnswer() throws Exception {
        everywhere((connection, seen) -> {
            try (CallableStatement call = connection.prepareCall("{? = call twice(?)}")) {
                call.registerOutParameter(1, Types.INTEGER);
                call.setInt(2, 21);
                seen.note("execute", call::execute);
                seen.is("int", 42, () -> call.getInt(1));
                seen.is("object", 42, () -> call.getObject(1));
                seen.note("as long", () -> call.getLong(1));
                seen.note("as text", () -> call.getString(1));
                seen.note("typed", () -> call.getObject(1, Long.class));
                seen.is("null?", false, call::wasNull);
                seen.does("by name", () -> call.getInt("result"));
                seen.fails("index 3", "2200G", () -> call.getInt(3));
                seen.note("rows", call::getResultSet);
                seen.note("count", call::getUpdateCount);
                seen.note("more", call::getMoreResults);
                call.setInt(2, 5);
                seen.note("again", call::execute);
                seen.is("then", 10, () -> call.getInt(1));
                call.setNull(2, Types.INTEGER);
                seen.note("of null", call::execute);
                seen.is("zero", 0, () -> call.getInt(1));
                seen.is("null", true, call::wasNull);
            }
        });
    }

    @Test
    void function_withSeveralOutParameters() throws Exception {
        everywhere((connection, seen) -> {
            try (CallableStatement call = connection.prepareCall("{call divide(?, ?, ?, ?)}")) {
                call.setInt(1, 17);
                call.setInt(2, 5);
                call.registerOutParameter(3, Types.INTEGER);
                call.registerOutParameter(4, Types.INTEGER);
                seen.fails("by a JDBC type", "0A000", () -> call.registerOutParameter(4, JDBCType.INTEGER));
                seen.note("execute", call::execute);
                seen.is("quotient", 3, () -> call.getInt(3));
                seen.is("remainder", 2, () -> call.getInt(4));
                call.setInt(2, 0);
                seen.fails("error", "22012", call::execute);
                call.setInt(2, 1);
                seen.note("after the error", call::execute);
                seen.is("then", 17, () -> call.getInt(3));
                seen.succeeds("clear", call::clearParameters);
                seen.does("cleared", call::execute);
            }
            try (CallableStatement call = connection.prepareCall("{call bump(?)}")) {
                call.setInt(1, 7);
                call.registerOutParameter(1, Types.INTEGER);
                seen.note("in and out", call::execute);
                seen.is("bumped", 8, () -> call.getInt(1));
            }
        });
    }

    @Test
    void registration_forgottenOrWrong_isReported() throws Exception {
        everywhere((connection, seen) -> {
            try (CallableStatement call = connection.prepareCall("{? = call twice(?)}")) {
                call.setInt(2, 1);
                seen.does("not registered", call::execute);
                seen.does("read unregistered", () -> call.getInt(1));
                seen.does("wrong type", () -> {
                    call.registerOutParameter(1, Types.VARCHAR);
                    call.execute();
                });
                seen.does("read", () -> call.getString(1));
                seen.does("by name", () -> call.registerOutParameter("result", Types.INTEGER));
                seen.does("set by name", () -> call.setInt("n", 1));
                seen.does("index 5", () -> call.registerOutParameter(5, Types.INTEGER));
                seen.does("with a scale", () -> call.registerOutParameter(1, Types.INTEGER, 2));
                seen.does("with a type name", () -> call.registerOutParameter(1, Types.INTEGER, "int4"));
            }
        });
    }

    @Test
    void function_withoutAnAnswer_andSets() throws Exception {
        everywhere((connection, seen) -> {
            try (CallableStatement call = connection.prepareCall("{call nothing()}")) {
                seen.note("execute", call::execute);
                seen.note("count", call::getUpdateCount);
            }
            try (CallableStatement call = connection.prepareCall("{call first_items(?)}")) {
                call.setInt(1, 2);
                seen.note("rows", call::executeQuery);
            }
            try (CallableStatement call = connection.prepareCall("SELECT * FROM first_items(?)")) {
                call.setInt(1, 1);
                seen.note("plain SQL", call::executeQuery);
            }
        });
    }

    @Test
    void refcursor_isAResultSet() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            try (CallableStatement call = connection.prepareCall("{? = call open_items(?)}")) {
                call.registerOutParameter(1, Types.REF_CURSOR);
                call.setInt(2, 3);
                seen.note("execute", call::execute);
                try (ResultSet rows = (ResultSet) call.getObject(1)) {
                    seen.is("rows", "rows (id int4, name text): 1, item 1; 2, item 2; 3, item 3 = 3", () -> rows);
                }
                call.setFetchSize(1);
                seen.note("with a fetch size", call::execute);
                seen.note("typed", () -> call.getObject(1, ResultSet.class));
                call.registerOutParameter(1, Types.OTHER);
                seen.note("as other", call::execute);
                seen.note("other", () -> call.getObject(1));
            }
            try (CallableStatement call = connection.prepareCall("{call open_two(?, ?)}")) {
                call.registerOutParameter(1, Types.OTHER);
                call.registerOutParameter(2, Types.OTHER);
                seen.note("two", call::execute);
                seen.note("one", () -> call.getObject(1));
                seen.note("the other", () -> call.getObject(2));
            }
            connection.commit();
            seen.fails("outside of its transaction", "34000", () -> {
                connection.setAutoCommit(true);
                try (CallableStatement call = connection.prepareCall("{? = call open_items(?)}")) {
                    call.registerOutParameter(1, Types.OTHER);
                    call.setInt(2, 1);
                    call.execute();
                    call.getObject(1);
                }
            });
        });
    }

    @Test
    void procedure_isCalled() throws Exception {
        onPrimaryWith("escapeSyntaxCallMode", "callIfNoReturn", (connection, seen) -> {
            try (CallableStatement call = connection.prepareCall("{call add_work(?, ?)}")) {
                call.setString(1, "by a procedure");
                call.setInt(2, 3);
                call.registerOutParameter(2, Types.INTEGER);
                seen.note("execute", call::execute);
                seen.is("answer", 30, () -> call.getInt(2));
            }
            try (CallableStatement call = connection.prepareCall("{call add_and_commit(?)}")) {
                call.setString(1, "committed");
                seen.succeeds("commits", call::execute);
                connection.setAutoCommit(false);
                call.setString(1, "not committed");
                seen.fails("within a transaction", "2D000", call::execute);
                connection.rollback();
            }
            connection.setAutoCommit(true);
            seen.is(
                    "there",
                    2,
                    () -> count(connection.prepareCall(
                            "SELECT 1 FROM work WHERE name LIKE '%committed'" + " OR name LIKE 'by%'")));
        });
    }

    private static int count(CallableStatement call) throws SQLException {
        try (call;
                ResultSet rows = call.executeQuery()) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            return count;
        }
    }

    @Test
    void procedure_asPlainSql() throws Exception {
        onPrimary((connection, seen) -> {
            try (CallableStatement call = connection.prepareCall("CALL add_work(?, ?)")) {
                call.setString(1, "plain");
                call.setInt(2, 4);
                seen.note("execute", call::execute);
                seen.note("rows", call::getResultSet);
            }
            seen.fails("as a function", "42809", () -> {
                try (CallableStatement call = connection.prepareCall("{call add_and_commit(?)}")) {
                    call.setString(1, "x");
                    call.execute();
                }
            });
        });
    }
}
