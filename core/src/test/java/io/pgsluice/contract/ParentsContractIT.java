// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/** Children point back to what the application made them from. */
class ParentsContractIT extends Contract {

    @Test
    void statements_pointToTheConnection() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement plain = connection.createStatement();
                    PreparedStatement prepared = connection.prepareStatement("SELECT 1");
                    CallableStatement call = connection.prepareCall("SELECT 1")) {
                for (Statement statement : new Statement[] {plain, prepared, call}) {
                    seen.is("connection", true, () -> statement.getConnection() == connection);
                }
                plain.execute("SELECT 1");
                prepared.execute();
                seen.is("executed", true, () -> plain.getConnection() == connection);
                seen.is("prepared and executed", true, () -> prepared.getConnection() == connection);
            }
        });
    }

    @Test
    void resultSets_pointToTheStatement() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 1")) {
                seen.is("plain", true, () -> rows.getStatement() == statement);
                seen.is("plain connection", true, () -> connectionOf(rows) == connection);
                seen.is("again", true, () -> statement.getResultSet().getStatement() == statement);
                seen.is("the same", true, () -> statement.getResultSet() == rows);
            }
            try (PreparedStatement statement = connection.prepareStatement("SELECT 1");
                    ResultSet rows = statement.executeQuery()) {
                seen.is("prepared", true, () -> rows.getStatement() == statement);
                seen.is("prepared connection", true, () -> connectionOf(rows) == connection);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1; SELECT 2");
                statement.getMoreResults();
                seen.is("second result", true, () -> statement.getResultSet().getStatement() == statement);
            }
        });
    }

    private static Connection connectionOf(ResultSet rows) throws SQLException {
        return rows.getStatement().getConnection();
    }

    @Test
    void generatedKeys_pointToTheStatement() throws Exception {
        onPrimary((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO work (name) VALUES ('x')", Statement.RETURN_GENERATED_KEYS);
                seen.is("keys", true, () -> statement.getGeneratedKeys().getStatement() == statement);
                seen.is("connection", true, () -> connectionOf(statement.getGeneratedKeys()) == connection);
            }
        });
    }

    @Test
    void metaData_pointsToTheConnection() throws Exception {
        everywhere((connection, seen) -> {
            DatabaseMetaData metaData = connection.getMetaData();
            seen.is("connection", true, () -> metaData.getConnection() == connection);
            try (ResultSet tables = metaData.getTables(null, "public", "item", null)) {
                seen.is("of a result set", true, () -> connectionOf(tables) == connection);
                seen.note("statement is an application's", () -> tables.getStatement()
                        .isClosed());
            }
            try (ResultSet types = metaData.getTableTypes()) {
                seen.note("of a made up result set", () -> connectionOf(types) == connection);
            }
        });
    }

    @Test
    void arrays_pointToTheConnection() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT tags FROM item WHERE id = 1")) {
                rows.next();
                Array array = rows.getArray(1);
                try (ResultSet elements = array.getResultSet()) {
                    seen.note("statement", () -> elements.getStatement() == statement);
                    seen.is("connection", true, () -> connectionOf(elements) == connection);
                    seen.is("rows", "rows (INDEX int4, VALUE text): 1, all; 2, tag 1 = 2", () -> elements);
                }
            }
            Array made = connection.createArrayOf("int4", new Object[] {1, 2});
            seen.does("rows of one that was made", () -> {
                try (ResultSet elements = made.getResultSet()) {
                    elements.next();
                }
            });
        });
    }

    @Test
    void refcursors_pointToAStatement() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            try (CallableStatement call = connection.prepareCall("{? = call open_items(?)}")) {
                call.registerOutParameter(1, Types.REF_CURSOR);
                call.setInt(2, 3);
                call.execute();
                try (ResultSet rows = (ResultSet) call.getObject(1)) {
                    seen.note("statement", () -> rows.getStatement() == call);
                    seen.is("connection", true, () -> connectionOf(rows) == connection);
                }
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT open_items(2)")) {
                rows.next();
                try (ResultSet items = (ResultSet) rows.getObject(1)) {
                    seen.is("connection of a cursor in a row", true, () -> connectionOf(items) == connection);
                    seen.note("its statement", () -> items.getStatement() == statement);
                }
            }
            connection.commit();
        });
    }

    @Test
    void connection_throughAChild_isTheApplications() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("DELETE FROM work RETURNING id")) {
                Connection through = connectionOf(rows);
                seen.is("autocommit", false, through::getAutoCommit);
                seen.succeeds("commit", through::commit);
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 1")) {
                connectionOf(rows).close();
                seen.is("closed", true, connection::isClosed);
            }
        });
    }

    @Test
    void statement_throughAResultSet_isTheApplications() throws Exception {
        everywhere((connection, seen) -> {
            Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT 1");
            rows.getStatement().close();
            seen.is("closed", true, statement::isClosed);
            seen.is("rows", true, rows::isClosed);
        });
    }

    @Test
    void unwrap_reachesTheDriver() throws Exception {
        everywhere((connection, seen) -> {
            seen.is("connection", true, () -> connection.isWrapperFor(PGConnection.class));
            seen.is(
                    "its class",
                    true,
                    () -> connection.unwrap(PGConnection.class).getBackendPID() > 0);
            seen.is("Connection", true, () -> connection.unwrap(Connection.class) == connection);
            seen.is("driver's class", true, () -> connection.isWrapperFor(org.postgresql.jdbc.PgConnection.class));
            seen.is("base", true, () -> connection.isWrapperFor(org.postgresql.core.BaseConnection.class));
            seen.is("other", false, () -> connection.isWrapperFor(String.class));
            seen.does("unwrap other", () -> connection.unwrap(String.class));
            try (PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
                seen.is("statement", true, () -> statement.isWrapperFor(PGStatement.class));
                seen.note("threshold", () -> statement.unwrap(PGStatement.class).getPrepareThreshold());
                seen.is("Statement", true, () -> statement.unwrap(Statement.class) == statement);
                seen.is("prepared", true, () -> statement.isWrapperFor(PreparedStatement.class));
                seen.is("statement other", false, () -> statement.isWrapperFor(String.class));
                seen.does("unwrap statement other", () -> statement.unwrap(String.class));
                try (ResultSet rows = statement.executeQuery()) {
                    seen.is("result set", true, () -> rows.isWrapperFor(ResultSet.class));
                    seen.is("itself", true, () -> rows.unwrap(ResultSet.class) == rows);
                    seen.is(
                            "driver's result set",
                            true,
                            () -> rows.isWrapperFor(org.postgresql.jdbc.PgResultSet.class));
                    seen.does("unwrap result set", () -> rows.unwrap(org.postgresql.jdbc.PgResultSet.class));
                    seen.does("unwrap result set other", () -> rows.unwrap(String.class));
                }
            }
            DatabaseMetaData metaData = connection.getMetaData();
            seen.is("metadata", true, () -> metaData.isWrapperFor(DatabaseMetaData.class));
            seen.is("metadata itself", true, () -> metaData.unwrap(DatabaseMetaData.class) == metaData);
            seen.is("metadata other", false, () -> metaData.isWrapperFor(String.class));
        });
    }

    @Test
    void cast_toTheDriversInterface() throws Exception {
        everywhere((connection, seen) -> {
            seen.note("connection", () -> connection instanceof PGConnection);
            try (Statement statement = connection.createStatement()) {
                seen.note("statement", () -> statement instanceof PGStatement);
            }
        });
    }
}
