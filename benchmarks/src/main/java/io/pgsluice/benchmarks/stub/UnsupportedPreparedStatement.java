// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.NullUnmarked;

/** A prepared statement of which nothing works. */
@NullUnmarked
interface UnsupportedPreparedStatement extends PreparedStatement {
    @Override
    default void addBatch() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void addBatch(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void cancel() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void clearBatch() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void clearParameters() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void clearWarnings() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void closeOnCompletion() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int[] executeBatch() {
        throw new UnsupportedOperationException();
    }

    @Override
    default ResultSet executeQuery() {
        throw new UnsupportedOperationException();
    }

    @Override
    default ResultSet executeQuery(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default int executeUpdate() throws SQLException {
        throw new UnsupportedOperationException();
    }

    @Override
    default int executeUpdate(String argument1, int[] argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default int executeUpdate(String argument1, String[] argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default int executeUpdate(String argument1, int argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default int executeUpdate(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean execute() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean execute(String argument1, int[] argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean execute(String argument1, String[] argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean execute(String argument1, int argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean execute(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Connection getConnection() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getFetchDirection() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getFetchSize() {
        throw new UnsupportedOperationException();
    }

    @Override
    default ResultSet getGeneratedKeys() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getMaxFieldSize() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getMaxRows() {
        throw new UnsupportedOperationException();
    }

    @Override
    default ResultSetMetaData getMetaData() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean getMoreResults() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean getMoreResults(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default ParameterMetaData getParameterMetaData() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getQueryTimeout() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getResultSetConcurrency() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getResultSetHoldability() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getResultSetType() {
        throw new UnsupportedOperationException();
    }

    @Override
    default ResultSet getResultSet() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getUpdateCount() {
        throw new UnsupportedOperationException();
    }

    @Override
    default SQLWarning getWarnings() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isCloseOnCompletion() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isClosed() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isPoolable() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isWrapperFor(Class<?> argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setArray(int argument1, Array argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setAsciiStream(int argument1, InputStream argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setAsciiStream(int argument1, InputStream argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setAsciiStream(int argument1, InputStream argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setBigDecimal(int argument1, BigDecimal argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setBinaryStream(int argument1, InputStream argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setBinaryStream(int argument1, InputStream argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setBinaryStream(int argument1, InputStream argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setBlob(int argument1, InputStream argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setBlob(int argument1, InputStream argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setBlob(int argument1, Blob argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setBoolean(int argument1, boolean argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setByte(int argument1, byte argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setBytes(int argument1, byte[] argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setCharacterStream(int argument1, Reader argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setCharacterStream(int argument1, Reader argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setCharacterStream(int argument1, Reader argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setClob(int argument1, Reader argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setClob(int argument1, Reader argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setClob(int argument1, Clob argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setCursorName(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setDate(int argument1, Date argument2, Calendar argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setDate(int argument1, Date argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setDouble(int argument1, double argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setEscapeProcessing(boolean argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setFetchDirection(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setFetchSize(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setFloat(int argument1, float argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setInt(int argument1, int argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setLong(int argument1, long argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setMaxFieldSize(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setMaxRows(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setNCharacterStream(int argument1, Reader argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setNCharacterStream(int argument1, Reader argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setNClob(int argument1, Reader argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setNClob(int argument1, Reader argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setNClob(int argument1, NClob argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setNString(int argument1, String argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setNull(int argument1, int argument2, String argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setNull(int argument1, int argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setObject(int argument1, Object argument2, int argument3, int argument4) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setObject(int argument1, Object argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setObject(int argument1, Object argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setPoolable(boolean argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setQueryTimeout(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setRef(int argument1, Ref argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setRowId(int argument1, RowId argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setSQLXML(int argument1, SQLXML argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setShort(int argument1, short argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setString(int argument1, String argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setTime(int argument1, Time argument2, Calendar argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setTime(int argument1, Time argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setTimestamp(int argument1, Timestamp argument2, Calendar argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setTimestamp(int argument1, Timestamp argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setURL(int argument1, URL argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    default void setUnicodeStream(int argument1, InputStream argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default <T> T unwrap(Class<T> argument) {
        throw new UnsupportedOperationException();
    }
}
