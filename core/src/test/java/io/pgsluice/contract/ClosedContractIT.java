// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import static io.pgsluice.contract.Walk.except;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Every method of everything that is closed. */
class ClosedContractIT extends Contract {

    @Test
    void connection() throws Exception {
        everywhere((connection, seen) -> {
            connection.close();
            Walk.over(Connection.class, connection, seen, "", method -> true);
            seen.succeeds("close again", connection::close);
            seen.is("closed", true, connection::isClosed);
        });
    }

    @Test
    void connection_aborted() throws Exception {
        everywhere((connection, seen) -> {
            connection.abort(Runnable::run);
            seen.is("closed", true, connection::isClosed);
            seen.succeeds("again", () -> connection.abort(Runnable::run));
            seen.fails("used", "08003", () -> connection.createStatement().execute("SELECT 1"));
            seen.succeeds("close", connection::close);
            seen.fails("no executor", "null", () -> connection.abort(nothing()));
        });
    }

    @SuppressWarnings("NullAway") // What an application may pass by mistake.
    private static java.util.concurrent.Executor nothing() {
        return null;
    }

    @Test
    void statement() throws Exception {
        everywhere((connection, seen) -> {
            Statement fresh = connection.createStatement();
            fresh.close();
            Walk.over(Statement.class, fresh, seen, "fresh ", method -> true);
            Statement used = connection.createStatement();
            used.execute("SELECT 1");
            used.close();
            Walk.over(Statement.class, used, seen, "used ", method -> true);
        });
    }

    @Test
    void preparedStatement() throws Exception {
        everywhere((connection, seen) -> {
            PreparedStatement fresh = connection.prepareStatement("SELECT ?::text");
            fresh.close();
            Walk.over(PreparedStatement.class, fresh, seen, "fresh ", method -> true);
            PreparedStatement used = connection.prepareStatement("SELECT ?::text");
            used.setString(1, "x");
            used.execute();
            used.close();
            Walk.over(PreparedStatement.class, used, seen, "used ", method -> true);
        });
    }

    @Test
    void callableStatement() throws Exception {
        everywhere((connection, seen) -> {
            CallableStatement call = connection.prepareCall("{? = call twice(?)}");
            call.close();
            Walk.over(CallableStatement.class, call, seen, "", method -> true);
        });
    }

    @Test
    void resultSet() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                ResultSet rows = statement.executeQuery("SELECT id, name FROM item");
                rows.next();
                ResultSetMetaData columns = rows.getMetaData();
                rows.close();
                Walk.over(ResultSet.class, rows, seen, "", method -> true);
                seen.is("its columns", "name", () -> columns.getColumnName(2));
            }
        });
    }

    @Test
    void resultSet_withItsStatement() throws Exception {
        everywhere((connection, seen) -> {
            Statement statement =
                    connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
            ResultSet rows = statement.executeQuery("SELECT id, name FROM item");
            rows.next();
            statement.close();
            Walk.over(ResultSet.class, rows, seen, "", method -> true);
        });
    }

    @Test
    void children_ofAClosedConnection() throws Exception {
        everywhere((connection, seen) -> {
            DatabaseMetaData metaData = connection.getMetaData();
            Statement fresh = connection.createStatement();
            Statement used = connection.createStatement();
            ResultSet rows = used.executeQuery("SELECT 1");
            PreparedStatement prepared = connection.prepareStatement("SELECT ?::text");
            connection.close();
            seen.fails("fresh", "08003", () -> fresh.executeQuery("SELECT 1"));
            seen.fails("used", "08003", () -> used.executeQuery("SELECT 1"));
            seen.does("prepared", prepared::executeQuery);
            seen.does("parameter", () -> prepared.setInt(1, 1));
            seen.note("next row", rows::next);
            seen.note("connection", fresh::getConnection);
            Walk.over(DatabaseMetaData.class, metaData, seen, "metadata ", except("unwrap", "isWrapperFor"));
            seen.succeeds("close", fresh::close);
            seen.succeeds("close used", used::close);
            seen.succeeds("close prepared", prepared::close);
            seen.succeeds("close rows", rows::close);
        });
    }
}
