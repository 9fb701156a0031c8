// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.io.ByteArrayInputStream;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Types;
import org.junit.jupiter.api.Test;

/** What an application holds while its transactions are read-only in turns: with pgjdbc nothing happens to it. */
class RoutesContractIT extends Contract {

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void preparedStatement_staysUsable() throws Exception {
        onPrimary((connection, seen) -> {
            try (PreparedStatement read = connection.prepareStatement("SELECT name FROM item WHERE id = ?");
                    PreparedStatement write = connection.prepareStatement("UPDATE work SET amount = ? WHERE id = 1")) {
                for (int turn = 1; turn <= 7; turn++) {
                    connection.setReadOnly(turn % 2 == 1);
                    read.setInt(1, turn);
                    seen.is("read " + turn, "rows (name text): item " + turn + " = 1", read::executeQuery);
                    write.setInt(1, turn);
                    seen.does("write " + turn, write::executeUpdate);
                }
                connection.setReadOnly(false);
                seen.note("parameter kept", read::executeQuery);
            }
        });
    }

    @Test
    void preparedStatement_inTransactions_staysUsable() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setAutoCommit(false);
            try (PreparedStatement read = connection.prepareStatement("SELECT count(*) FROM item WHERE id > ?");
                    PreparedStatement write = connection.prepareStatement(
                            "INSERT INTO work (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
                read.setFetchSize(3);
                read.setMaxRows(9);
                read.setQueryTimeout(60);
                for (int turn = 0; turn < 4; turn++) {
                    connection.setReadOnly(turn % 2 == 0);
                    read.setInt(1, turn);
                    seen.note("read " + turn, read::executeQuery);
                    if (turn % 2 == 1) {
                        write.setString(1, "turn " + turn);
                        seen.is("write " + turn, 1, write::executeUpdate);
                        seen.note("key " + turn, write::getGeneratedKeys);
                    }
                    connection.commit();
                }
                seen.note(
                        "settings", () -> read.getFetchSize() + " " + read.getMaxRows() + " " + read.getQueryTimeout());
            }
        });
    }

    @Test
    void resultSets_stayReadable() throws Exception {
        onPrimary((connection, seen) -> {
            try (Statement first =
                            connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                    Statement second = connection.createStatement();
                    Statement third = connection.createStatement()) {
                connection.setReadOnly(true);
                ResultSet rows = first.executeQuery("SELECT id, tags FROM item ORDER BY id");
                rows.next();
                Array tags = rows.getArray(2);
                connection.setReadOnly(false);
                seen.is("write", 5, () -> second.executeUpdate("UPDATE work SET amount = 3"));
                connection.setReadOnly(true);
                seen.note("another read", () -> third.executeQuery("SELECT 1"));
                connection.setReadOnly(false);
                seen.is("next", true, rows::next);
                seen.is("value", 2, () -> rows.getInt(1));
                seen.is("last", true, rows::last);
                seen.note("array", tags::getArray);
                seen.note("rows of the array", tags::getResultSet);
                seen.note("metadata", () -> rows.getMetaData().getTableName(1));
                seen.is("statement", true, () -> rows.getStatement() == first);
                seen.is("not closed", false, rows::isClosed);
                seen.is("the statement's", true, () -> first.getResultSet() == rows);
            }
        });
    }

    @Test
    void generatedKeys_stayReadable() throws Exception {
        onPrimary((connection, seen) -> {
            try (Statement write = connection.createStatement();
                    Statement read = connection.createStatement()) {
                write.executeUpdate("INSERT INTO work (name) VALUES ('key')", new String[] {"id"});
                connection.setReadOnly(true);
                read.executeQuery("SELECT 1");
                seen.note("keys", write::getGeneratedKeys);
                seen.is("count", 1, write::getUpdateCount);
            }
        });
    }

    @Test
    void warnings_stay() throws Exception {
        onPrimary((connection, seen) -> {
            try (Statement first = connection.createStatement();
                    Statement second = connection.createStatement()) {
                first.execute("SELECT say('kept')");
                connection.setReadOnly(true);
                second.execute("SELECT 1");
                seen.note("warnings", first::getWarnings);
            }
        });
    }

    @Test
    void callableStatement_staysUsable() throws Exception {
        onPrimary((connection, seen) -> {
            try (CallableStatement call = connection.prepareCall("{? = call twice(?)}")) {
                call.registerOutParameter(1, Types.INTEGER);
                call.setInt(2, 4);
                for (boolean readOnly : new boolean[] {true, false, true}) {
                    connection.setReadOnly(readOnly);
                    call.execute();
                    seen.is("answer", 8, () -> call.getInt(1));
                }
                connection.setReadOnly(false);
                seen.is("answer of before", 8, () -> call.getInt(1));
            }
        });
    }

    @Test
    void metaData_staysUsable() throws Exception {
        onPrimary((connection, seen) -> {
            DatabaseMetaData metaData = connection.getMetaData();
            ResultSet tables = metaData.getTables(null, "public", "%", new String[] {"TABLE"});
            connection.setReadOnly(true);
            execute(connection, "SELECT 1");
            seen.note("of before", () -> tables);
            seen.note("anew", () -> metaData.getPrimaryKeys(null, null, "item"));
            seen.is("connection", true, () -> metaData.getConnection() == connection);
            seen.is("read-only", true, metaData::isReadOnly);
            tables.close();
        });
    }

    @Test
    void session_staysTheSame() throws Exception {
        apart((connection, seen) -> {
            connection.setSchema("other");
            connection.setClientInfo("ApplicationName", "traveller");
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            for (boolean readOnly : new boolean[] {true, false, true, false}) {
                connection.setReadOnly(readOnly);
                try (Statement statement = connection.createStatement()) {
                    seen.note(
                            "session, read-only " + readOnly,
                            () -> statement.executeQuery(
                                    "SELECT current_schema(),"
                                            + " current_setting('application_name'), current_setting('transaction_isolation'), current_user"));
                }
            }
            execute(connection, "CREATE TEMP TABLE mine AS SELECT 1 AS i");
            connection.setReadOnly(true);
            seen.note("temporary table", () -> {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT * FROM mine")) {
                    return Rendering.of(rows);
                }
            });
        });
    }

    @Test
    void openBatch_beforeASwitch() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setAutoCommit(false);
            try (PreparedStatement batch = connection.prepareStatement("INSERT INTO work (name) VALUES (?)")) {
                batch.setString(1, "batch 1");
                batch.addBatch();
                connection.setReadOnly(true);
                execute(connection, "SELECT 1");
                connection.commit();
                connection.setReadOnly(false);
                batch.setString(1, "batch 2");
                batch.addBatch();
                seen.is("counts", new int[] {1, 1}, batch::executeBatch);
                connection.rollback();
            }
            try (Statement batch = connection.createStatement()) {
                connection.setReadOnly(true);
                batch.addBatch("DELETE FROM work WHERE id = 1");
                connection.setReadOnly(false);
                seen.is("added while read-only", new int[] {1}, batch::executeBatch);
                connection.rollback();
            }
        });
    }

    @Test
    void streamsAndXml_beforeASwitch() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setReadOnly(true);
            SQLXML xml = connection.createSQLXML();
            xml.setString("<a/>");
            try (PreparedStatement statement = connection.prepareStatement("SELECT ?::bytea, ?::xml")) {
                statement.setBinaryStream(1, new ByteArrayInputStream(new byte[] {1, 2}));
                statement.setSQLXML(2, xml);
                connection.setReadOnly(false);
                seen.note("stream", statement::executeQuery);
            }
            try (PreparedStatement statement = connection.prepareStatement("SELECT ?::xml")) {
                statement.setSQLXML(1, xml);
                connection.setReadOnly(true);
                seen.note("xml", statement::executeQuery);
            }
        });
    }

    @Test
    void arrays_beforeASwitch() throws Exception {
        onPrimary((connection, seen) -> {
            connection.setReadOnly(true);
            Array ids = connection.createArrayOf("int4", new Object[] {1, 2});
            connection.setReadOnly(false);
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT id FROM item WHERE id = ANY (?) ORDER BY id")) {
                statement.setArray(1, ids);
                seen.note("rows", statement::executeQuery);
                connection.setReadOnly(true);
                seen.note("rows elsewhere", statement::executeQuery);
            }
        });
    }
}
