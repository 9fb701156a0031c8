// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import static io.pgsluice.contract.Walk.except;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.sql.Types;
import org.junit.jupiter.api.Test;

/** Every method of everything that is open, with arguments that are of the right type and seldom make sense. */
class WalkContractIT extends Contract {

    @Test
    void connection() throws Exception {
        everywhere((connection, seen) -> Walk.over(
                Connection.class,
                connection,
                seen,
                "",
                except(
                        "close",
                        "abort",
                        "getMetaData",
                        "setAutoCommit",
                        "rollback",
                        "setSavepoint",
                        "setNetworkTimeout",
                        "unwrap")));
    }

    @Test
    void connection_inATransaction() throws Exception {
        everywhere((connection, seen) -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            }
            Walk.over(
                    Connection.class,
                    connection,
                    seen,
                    "",
                    except(
                            "close",
                            "abort",
                            "getMetaData",
                            "setAutoCommit",
                            "setSavepoint",
                            "setNetworkTimeout",
                            "unwrap"));
            connection.rollback();
        });
    }

    @Test
    void statement() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement()) {
                Walk.over(Statement.class, statement, seen, "", except("close", "setQueryTimeout"));
            }
        });
    }

    @Test
    void preparedStatement() throws Exception {
        everywhere((connection, seen) -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT ?::text")) {
                Walk.over(PreparedStatement.class, statement, seen, "", except("close", "setQueryTimeout"));
            }
        });
    }

    @Test
    void callableStatement() throws Exception {
        everywhere((connection, seen) -> {
            try (CallableStatement call = connection.prepareCall("{? = call twice(?)}")) {
                call.registerOutParameter(1, Types.INTEGER);
                call.setInt(2, 4);
                call.execute();
                Walk.over(CallableStatement.class, call, seen, "", except("close", "setQueryTimeout"));
            }
        });
    }

    @Test
    void resultSet() throws Exception {
        everywhere((connection, seen) -> {
            String table = connection.isReadOnly() ? "item" : "work";
            for (int type : new int[] {ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE}) {
                for (int concurrency : new int[] {ResultSet.CONCUR_READ_ONLY, ResultSet.CONCUR_UPDATABLE}) {
                    try (Statement statement = connection.createStatement(type, concurrency);
                            ResultSet rows = statement.executeQuery("SELECT id, name FROM " + table + " ORDER BY id")) {
                        rows.next();
                        String prefix = type + " " + concurrency + " ";
                        Walk.over(ResultSet.class, rows, seen, prefix, except("close"));
                    }
                }
            }
        });
    }

    @Test
    void metaData() throws Exception {
        everywhere((connection, seen) -> {
            Walk.over(DatabaseMetaData.class, connection.getMetaData(), seen, "database ", except("getURL", "unwrap"));
            try (PreparedStatement statement = connection.prepareStatement("SELECT id, name FROM item WHERE id = ?")) {
                Walk.over(ResultSetMetaData.class, statement.getMetaData(), seen, "columns ", except("unwrap"));
                Walk.over(
                        ParameterMetaData.class,
                        statement.getParameterMetaData(),
                        seen,
                        "parameters ",
                        except("unwrap"));
            }
        });
    }

    @Test
    void array() throws Exception {
        everywhere((connection, seen) -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT tags FROM item WHERE id = 3")) {
                row.next();
                Walk.over(Array.class, row.getArray(1), seen, "", except("free"));
            }
            Walk.over(Array.class, connection.createArrayOf("text", new Object[] {"a"}), seen, "made ", except("free"));
        });
    }
}
