// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.JDBCType;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.junit.jupiter.api.Test;

/** Prepared statements and their parameters. */
class PreparedStatementContractIT extends Contract {

    @Test
    void execution_repeated_answersEachTime() throws Exception {
        everywhere((connection, seen) -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM item WHERE id = ?")) {
                // Beyond the driver's threshold for statements that the server keeps.
                for (int id = 1; id <= 8; id++) {
                    statement.setInt(1, id);
                    seen.is("item " + id, "rows (name text): item " + id + " = 1", statement::executeQuery);
                }
                seen.is("execute", true, statement::execute);
                seen.is("its rows", "rows (name text): item 8 = 1", statement::getResultSet);
                seen.does("a query as an update", statement::executeUpdate);
            }
        });
    }

    @Test
    void update_answersTheCount() throws Exception {
        onPrimary((connection, seen) -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("UPDATE work SET amount = ? WHERE id <= ?")) {
                statement.setInt(1, 7);
                statement.setInt(2, 3);
                seen.is("update", 3, statement::executeUpdate);
                statement.setInt(2, 4);
                seen.is("large", 4L, statement::executeLargeUpdate);
                seen.is("count", 4L, statement::getLargeUpdateCount);
                seen.is("execute", false, statement::execute);
                seen.is("update count", 4, statement::getUpdateCount);
                seen.fails("an update as a query", "02000", statement::executeQuery);
                seen.fails("violation", "23514", () -> {
                    statement.setInt(1, -1);
                    statement.executeUpdate();
                });
            }
        });
    }

    @Test
    void parameters_ofAllKinds_arrive() throws Exception {
        everywhere((connection, seen) -> {
            String sql = "SELECT ?::int2, ?::int8, ?::float8, ?::numeric, ?::bool, ?::text, ?::bytea, ?::date, ?::int";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setShort(1, (short) 3);
                statement.setLong(2, 1L << 40);
                statement.setDouble(3, 1.5);
                statement.setBigDecimal(4, new BigDecimal("12.340"));
                statement.setBoolean(5, true);
                statement.setString(6, "ü'\\");
                statement.setBytes(7, new byte[] {1, 2, 3});
                statement.setDate(8, java.sql.Date.valueOf("2026-02-03"));
                statement.setNull(9, Types.INTEGER);
                seen.note("typed", statement::executeQuery);
                statement.setByte(1, (byte) 4);
                statement.setObject(2, 17);
                statement.setFloat(3, 2.5f);
                statement.setObject(4, "7.5", Types.NUMERIC);
                statement.setObject(5, "t", Types.BOOLEAN);
                seen.fails("by a JDBC type", "0A000", () -> statement.setObject(5, "t", JDBCType.BOOLEAN));
                seen.fails("national", "0A000", () -> statement.setNString(6, "national"));
                statement.setBinaryStream(7, new ByteArrayInputStream(new byte[] {9, 8}));
                statement.setObject(8, java.time.LocalDate.of(2026, 1, 2));
                statement.setNull(9, Types.INTEGER, "int4");
                seen.note("as objects", statement::executeQuery);
                statement.setBinaryStream(7, new ByteArrayInputStream(new byte[] {7, 7, 7}), 2);
                statement.setCharacterStream(6, new StringReader("characters"), 4);
                statement.setObject(4, new BigDecimal("1.23456"), Types.NUMERIC, 2);
                seen.note("streams", statement::executeQuery);
            }
        });
    }

    @Test
    void parameters_missing_areReported() throws Exception {
        everywhere((connection, seen) -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT ?::int + ?::int AS sum")) {
                seen.fails("none", "22023", statement::executeQuery);
                statement.setInt(1, 1);
                seen.fails("one", "22023", statement::executeQuery);
                seen.fails("index 0", "22023", () -> statement.setInt(0, 1));
                seen.fails("index 3", "22023", () -> statement.setInt(3, 1));
                seen.does("unknown type", () -> statement.setObject(1, new Object()));
                seen.does("impossible", () -> statement.setObject(1, "x", Types.INTEGER));
                statement.setInt(2, 2);
                seen.note("both", statement::executeQuery);
                seen.succeeds("clear", statement::clearParameters);
                seen.fails("cleared", "22023", statement::executeQuery);
            }
        });
    }

    @Test
    void sqlOfAPlainStatement_isRefused() throws Exception {
        everywhere((connection, seen) -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
                seen.fails("executeQuery", "42809", () -> statement.executeQuery("SELECT 2"));
                seen.fails("executeUpdate", "42809", () -> statement.executeUpdate("SELECT 2"));
                seen.fails("execute", "42809", () -> statement.execute("SELECT 2"));
                seen.fails("addBatch", "42809", () -> statement.addBatch("SELECT 2"));
                seen.note("still", statement::executeQuery);
            }
        });
    }

    @Test
    void wrongSql_failsWhenItIsExecuted() throws Exception {
        everywhere((connection, seen) -> {
            seen.does("prepare", () -> connection.prepareStatement("SELEC 1").close());
            try (PreparedStatement statement = connection.prepareStatement("SELEC ?")) {
                statement.setInt(1, 1);
                seen.fails("execute", "42601", statement::executeQuery);
                seen.does("metadata", statement::getMetaData);
            }
            seen.does("null", () -> connection.prepareStatement(nothing()).close());
        });
    }

    @SuppressWarnings("NullAway") // What an application may pass by mistake.
    private static String nothing() {
        return null;
    }

    @Test
    void metaData_beforeExecution_describes() throws Exception {
        everywhere((connection, seen) -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT id, name AS title FROM item WHERE id = ? AND name = ?")) {
                seen.is("columns", 2, () -> statement.getMetaData().getColumnCount());
                seen.is("label", "title", () -> statement.getMetaData().getColumnLabel(2));
                seen.is("table", "item", () -> statement.getMetaData().getTableName(1));
                ParameterMetaData parameters = statement.getParameterMetaData();
                seen.is("parameters", 2, parameters::getParameterCount);
                for (int i = 1; i <= 2; i++) {
                    int index = i;
                    seen.note("type " + i, () -> parameters.getParameterTypeName(index));
                    seen.note("sql type " + i, () -> parameters.getParameterType(index));
                    seen.note("class " + i, () -> parameters.getParameterClassName(index));
                    seen.note("mode " + i, () -> parameters.getParameterMode(index));
                    seen.note("nullable " + i, () -> parameters.isNullable(index));
                    seen.note("signed " + i, () -> parameters.isSigned(index));
                    seen.note("precision " + i, () -> parameters.getPrecision(index));
                }
                seen.fails("parameter 3", "22023", () -> parameters.getParameterType(3));
                seen.note("unwrap", () -> parameters.isWrapperFor(ParameterMetaData.class));
                statement.setInt(1, 1);
                statement.setString(2, "item 1");
                seen.note("rows", statement::executeQuery);
            }
            try (PreparedStatement statement = connection.prepareStatement("SET application_name = 'x'")) {
                seen.is("no columns", null, statement::getMetaData);
                seen.note(
                        "no parameters", () -> statement.getParameterMetaData().getParameterCount());
            }
        });
    }

    @Test
    void operators_withQuestionMarks_areEscaped() throws Exception {
        everywhere((connection, seen) -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT '{\"a\": 1}'::jsonb ?? ? AS has, '?' AS mark")) {
                statement.setString(1, "a");
                seen.note("rows", statement::executeQuery);
            }
        });
    }

    @Test
    void settings_ofTheKinds_areKept() throws Exception {
        everywhere((connection, seen) -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT id FROM item ORDER BY id",
                    ResultSet.TYPE_SCROLL_INSENSITIVE,
                    ResultSet.CONCUR_UPDATABLE,
                    ResultSet.CLOSE_CURSORS_AT_COMMIT)) {
                seen.is("type", ResultSet.TYPE_SCROLL_INSENSITIVE, statement::getResultSetType);
                seen.is("concurrency", ResultSet.CONCUR_UPDATABLE, statement::getResultSetConcurrency);
                seen.is("holdability", ResultSet.CLOSE_CURSORS_AT_COMMIT, statement::getResultSetHoldability);
                seen.note("poolable", statement::isPoolable);
                statement.setMaxRows(2);
                statement.setPoolable(false);
                seen.note("not poolable", statement::isPoolable);
                seen.note("rows", statement::executeQuery);
                seen.is("row 2", 2, () -> last(statement));
            }
        });
    }

    private static int last(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            rows.last();
            return rows.getRow();
        }
    }
}
