// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.lang.reflect.Array;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What was seen, as text that can be compared. */
final class Rendering {
    private static final int MOST_ROWS = 60;

    /** The interfaces of objects that have no value of their own. */
    private static final List<Class<?>> HANDLES = List.of(
            Connection.class,
            Statement.class,
            DatabaseMetaData.class,
            ResultSetMetaData.class,
            ParameterMetaData.class,
            Savepoint.class,
            java.sql.Blob.class,
            java.sql.Clob.class,
            Wrapper.class);

    /** The names that sessions count up. */
    private static final Pattern NUMBERED = Pattern.compile("(C_|jdbc_savepoint_|unnamed portal |large object )\\d+");

    /** The pool names its proxies by their hash. */
    private static final Pattern POOL_PROXY = Pattern.compile("(HikariProxy\\w+@)\\d+");

    private Rendering() {}

    static String of(@Nullable Object value) throws SQLException, IOException {
        if (value == null) {
            return "null";
        }
        if (value instanceof SQLWarning warning) {
            return warnings(warning);
        }
        if (value instanceof Throwable failure) {
            return of(failure);
        }
        if (value instanceof ResultSet rows) {
            return rows(rows);
        }
        if (value instanceof SQLXML xml) {
            return xml.getString();
        }
        if (value instanceof InputStream stream) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            stream.transferTo(bytes);
            return of(bytes.toByteArray());
        }
        if (value instanceof Reader reader) {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                sorted.put(of(entry.getKey()), of(entry.getValue()));
            }
            return sorted.toString();
        }
        if (value.getClass().isArray()) {
            List<String> elements = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(of(Array.get(value, i)));
            }
            return elements.toString();
        }
        if (value instanceof Class<?> type) {
            return type.getName();
        }
        for (Class<?> handle : HANDLES) {
            if (handle.isInstance(value)) {
                return "a " + handle.getSimpleName();
            }
        }
        return POOL_PROXY.matcher(value.toString()).replaceAll("$1");
    }

    /** Class, SQLSTATE, what a batch had done, and the server's own words. */
    static String of(Throwable failure) {
        if (failure instanceof ExecutionException && failure.getCause() != null) {
            return "ExecutionException of " + of(failure.getCause());
        }
        StringBuilder text = new StringBuilder(failure.getClass().getSimpleName());
        if (failure instanceof SQLException error) {
            text.append('(').append(error.getSQLState()).append(')');
        }
        if (failure instanceof BatchUpdateException batch) {
            long[] counts = batch.getLargeUpdateCounts();
            for (int i = 0; i < counts.length; i++) {
                text.append(i == 0 ? " counts " : ", ").append(counts[i]);
            }
            SQLException next = batch.getNextException();
            text.append(" next ").append(next == null ? "none" : of(next));
        }
        if (failure instanceof PSQLException error) {
            ServerErrorMessage message = error.getServerErrorMessage();
            if (message != null) {
                text.append(' ')
                        .append(NUMBERED.matcher(String.valueOf(message.getMessage()))
                                .replaceAll("$1"));
            }
        }
        return text.toString();
    }

    private static String warnings(SQLWarning first) {
        List<String> all = new ArrayList<>();
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            all.add(warning.getSQLState() + " " + warning.getMessage());
        }
        return "warnings " + all;
    }

    /** The labels and types of all columns, and the rows from where the result set stands. */
    private static String rows(ResultSet rows) throws SQLException, IOException {
        ResultSetMetaData columns = rows.getMetaData();
        StringBuilder text = new StringBuilder("rows (");
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            text.append(i == 1 ? "" : ", ")
                    .append(columns.getColumnLabel(i))
                    .append(' ')
                    .append(columns.getColumnTypeName(i));
        }
        text.append(')');
        int count = 0;
        while (rows.next()) {
            if (++count > MOST_ROWS) {
                continue;
            }
            text.append(count == 1 ? ": " : "; ");
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                text.append(i == 1 ? "" : ", ").append(of(rows.getObject(i)));
            }
        }
        return text.append(" = ").append(count).toString();
    }
}
