// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result set that hands every call on. */
public interface ForwardingResultSet extends ResultSet {

    /** What calls go to. */
    ResultSet delegate();

    @Override
    default boolean absolute(int row) throws SQLException {
        return delegate().absolute(row);
    }

    @Override
    default void afterLast() throws SQLException {
        delegate().afterLast();
    }

    @Override
    default void beforeFirst() throws SQLException {
        delegate().beforeFirst();
    }

    @Override
    default void cancelRowUpdates() throws SQLException {
        delegate().cancelRowUpdates();
    }

    @Override
    default void clearWarnings() throws SQLException {
        delegate().clearWarnings();
    }

    @Override
    default void close() throws SQLException {
        delegate().close();
    }

    @Override
    default void deleteRow() throws SQLException {
        delegate().deleteRow();
    }

    @Override
    default int findColumn(String columnLabel) throws SQLException {
        return delegate().findColumn(columnLabel);
    }

    @Override
    default boolean first() throws SQLException {
        return delegate().first();
    }

    @Override
    default @Nullable Array getArray(String columnLabel) throws SQLException {
        return delegate().getArray(columnLabel);
    }

    @Override
    default @Nullable Array getArray(int columnIndex) throws SQLException {
        return delegate().getArray(columnIndex);
    }

    @Override
    default InputStream getAsciiStream(String columnLabel) throws SQLException {
        return delegate().getAsciiStream(columnLabel);
    }

    @Override
    default InputStream getAsciiStream(int columnIndex) throws SQLException {
        return delegate().getAsciiStream(columnIndex);
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // forwards what the interface still has
    default BigDecimal getBigDecimal(String columnLabel, int scale) throws SQLException {
        return delegate().getBigDecimal(columnLabel, scale);
    }

    @Override
    default BigDecimal getBigDecimal(String columnLabel) throws SQLException {
        return delegate().getBigDecimal(columnLabel);
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // forwards what the interface still has
    default BigDecimal getBigDecimal(int columnIndex, int scale) throws SQLException {
        return delegate().getBigDecimal(columnIndex, scale);
    }

    @Override
    default BigDecimal getBigDecimal(int columnIndex) throws SQLException {
        return delegate().getBigDecimal(columnIndex);
    }

    @Override
    default InputStream getBinaryStream(String columnLabel) throws SQLException {
        return delegate().getBinaryStream(columnLabel);
    }

    @Override
    default InputStream getBinaryStream(int columnIndex) throws SQLException {
        return delegate().getBinaryStream(columnIndex);
    }

    @Override
    default Blob getBlob(String columnLabel) throws SQLException {
        return delegate().getBlob(columnLabel);
    }

    @Override
    default Blob getBlob(int columnIndex) throws SQLException {
        return delegate().getBlob(columnIndex);
    }

    @Override
    default boolean getBoolean(String columnLabel) throws SQLException {
        return delegate().getBoolean(columnLabel);
    }

    @Override
    default boolean getBoolean(int columnIndex) throws SQLException {
        return delegate().getBoolean(columnIndex);
    }

    @Override
    default byte getByte(String columnLabel) throws SQLException {
        return delegate().getByte(columnLabel);
    }

    @Override
    default byte getByte(int columnIndex) throws SQLException {
        return delegate().getByte(columnIndex);
    }

    @Override
    default byte[] getBytes(String columnLabel) throws SQLException {
        return delegate().getBytes(columnLabel);
    }

    @Override
    default byte[] getBytes(int columnIndex) throws SQLException {
        return delegate().getBytes(columnIndex);
    }

    @Override
    default Reader getCharacterStream(String columnLabel) throws SQLException {
        return delegate().getCharacterStream(columnLabel);
    }

    @Override
    default Reader getCharacterStream(int columnIndex) throws SQLException {
        return delegate().getCharacterStream(columnIndex);
    }

    @Override
    default Clob getClob(String columnLabel) throws SQLException {
        return delegate().getClob(columnLabel);
    }

    @Override
    default Clob getClob(int columnIndex) throws SQLException {
        return delegate().getClob(columnIndex);
    }

    @Override
    default int getConcurrency() throws SQLException {
        return delegate().getConcurrency();
    }

    @Override
    default String getCursorName() throws SQLException {
        return delegate().getCursorName();
    }

    @Override
    default Date getDate(String columnLabel, Calendar cal) throws SQLException {
        return delegate().getDate(columnLabel, cal);
    }

    @Override
    default Date getDate(String columnLabel) throws SQLException {
        return delegate().getDate(columnLabel);
    }

    @Override
    default Date getDate(int columnIndex, Calendar cal) throws SQLException {
        return delegate().getDate(columnIndex, cal);
    }

    @Override
    default Date getDate(int columnIndex) throws SQLException {
        return delegate().getDate(columnIndex);
    }

    @Override
    default double getDouble(String columnLabel) throws SQLException {
        return delegate().getDouble(columnLabel);
    }

    @Override
    default double getDouble(int columnIndex) throws SQLException {
        return delegate().getDouble(columnIndex);
    }

    @Override
    default int getFetchDirection() throws SQLException {
        return delegate().getFetchDirection();
    }

    @Override
    default int getFetchSize() throws SQLException {
        return delegate().getFetchSize();
    }

    @Override
    default float getFloat(String columnLabel) throws SQLException {
        return delegate().getFloat(columnLabel);
    }

    @Override
    default float getFloat(int columnIndex) throws SQLException {
        return delegate().getFloat(columnIndex);
    }

    @Override
    default int getHoldability() throws SQLException {
        return delegate().getHoldability();
    }

    @Override
    default int getInt(String columnLabel) throws SQLException {
        return delegate().getInt(columnLabel);
    }

    @Override
    default int getInt(int columnIndex) throws SQLException {
        return delegate().getInt(columnIndex);
    }

    @Override
    default long getLong(String columnLabel) throws SQLException {
        return delegate().getLong(columnLabel);
    }

    @Override
    default long getLong(int columnIndex) throws SQLException {
        return delegate().getLong(columnIndex);
    }

    @Override
    default ResultSetMetaData getMetaData() throws SQLException {
        return delegate().getMetaData();
    }

    @Override
    default Reader getNCharacterStream(String columnLabel) throws SQLException {
        return delegate().getNCharacterStream(columnLabel);
    }

    @Override
    default Reader getNCharacterStream(int columnIndex) throws SQLException {
        return delegate().getNCharacterStream(columnIndex);
    }

    @Override
    default NClob getNClob(String columnLabel) throws SQLException {
        return delegate().getNClob(columnLabel);
    }

    @Override
    default NClob getNClob(int columnIndex) throws SQLException {
        return delegate().getNClob(columnIndex);
    }

    @Override
    default String getNString(String columnLabel) throws SQLException {
        return delegate().getNString(columnLabel);
    }

    @Override
    default String getNString(int columnIndex) throws SQLException {
        return delegate().getNString(columnIndex);
    }

    @Override
    default <T> @Nullable T getObject(String columnLabel, Class<T> type) throws SQLException {
        return delegate().getObject(columnLabel, type);
    }

    @Override
    default @Nullable Object getObject(String columnLabel, Map<String, Class<?>> map) throws SQLException {
        return delegate().getObject(columnLabel, map);
    }

    @Override
    default @Nullable Object getObject(String columnLabel) throws SQLException {
        return delegate().getObject(columnLabel);
    }

    @Override
    default <T> @Nullable T getObject(int columnIndex, Class<T> type) throws SQLException {
        return delegate().getObject(columnIndex, type);
    }

    @Override
    default @Nullable Object getObject(int columnIndex, Map<String, Class<?>> map) throws SQLException {
        return delegate().getObject(columnIndex, map);
    }

    @Override
    default @Nullable Object getObject(int columnIndex) throws SQLException {
        return delegate().getObject(columnIndex);
    }

    @Override
    default Ref getRef(String columnLabel) throws SQLException {
        return delegate().getRef(columnLabel);
    }

    @Override
    default Ref getRef(int columnIndex) throws SQLException {
        return delegate().getRef(columnIndex);
    }

    @Override
    default int getRow() throws SQLException {
        return delegate().getRow();
    }

    @Override
    default RowId getRowId(String columnLabel) throws SQLException {
        return delegate().getRowId(columnLabel);
    }

    @Override
    default RowId getRowId(int columnIndex) throws SQLException {
        return delegate().getRowId(columnIndex);
    }

    @Override
    default SQLXML getSQLXML(String columnLabel) throws SQLException {
        return delegate().getSQLXML(columnLabel);
    }

    @Override
    default SQLXML getSQLXML(int columnIndex) throws SQLException {
        return delegate().getSQLXML(columnIndex);
    }

    @Override
    default short getShort(String columnLabel) throws SQLException {
        return delegate().getShort(columnLabel);
    }

    @Override
    default short getShort(int columnIndex) throws SQLException {
        return delegate().getShort(columnIndex);
    }

    @Override
    default @Nullable Statement getStatement() throws SQLException {
        return delegate().getStatement();
    }

    @Override
    default String getString(String columnLabel) throws SQLException {
        return delegate().getString(columnLabel);
    }

    @Override
    default String getString(int columnIndex) throws SQLException {
        return delegate().getString(columnIndex);
    }

    @Override
    default Time getTime(String columnLabel, Calendar cal) throws SQLException {
        return delegate().getTime(columnLabel, cal);
    }

    @Override
    default Time getTime(String columnLabel) throws SQLException {
        return delegate().getTime(columnLabel);
    }

    @Override
    default Time getTime(int columnIndex, Calendar cal) throws SQLException {
        return delegate().getTime(columnIndex, cal);
    }

    @Override
    default Time getTime(int columnIndex) throws SQLException {
        return delegate().getTime(columnIndex);
    }

    @Override
    default Timestamp getTimestamp(String columnLabel, Calendar cal) throws SQLException {
        return delegate().getTimestamp(columnLabel, cal);
    }

    @Override
    default Timestamp getTimestamp(String columnLabel) throws SQLException {
        return delegate().getTimestamp(columnLabel);
    }

    @Override
    default Timestamp getTimestamp(int columnIndex, Calendar cal) throws SQLException {
        return delegate().getTimestamp(columnIndex, cal);
    }

    @Override
    default Timestamp getTimestamp(int columnIndex) throws SQLException {
        return delegate().getTimestamp(columnIndex);
    }

    @Override
    default int getType() throws SQLException {
        return delegate().getType();
    }

    @Override
    default URL getURL(String columnLabel) throws SQLException {
        return delegate().getURL(columnLabel);
    }

    @Override
    default URL getURL(int columnIndex) throws SQLException {
        return delegate().getURL(columnIndex);
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // forwards what the interface still has
    default InputStream getUnicodeStream(String columnLabel) throws SQLException {
        return delegate().getUnicodeStream(columnLabel);
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // forwards what the interface still has
    default InputStream getUnicodeStream(int columnIndex) throws SQLException {
        return delegate().getUnicodeStream(columnIndex);
    }

    @Override
    default SQLWarning getWarnings() throws SQLException {
        return delegate().getWarnings();
    }

    @Override
    default void insertRow() throws SQLException {
        delegate().insertRow();
    }

    @Override
    default boolean isAfterLast() throws SQLException {
        return delegate().isAfterLast();
    }

    @Override
    default boolean isBeforeFirst() throws SQLException {
        return delegate().isBeforeFirst();
    }

    @Override
    default boolean isClosed() throws SQLException {
        return delegate().isClosed();
    }

    @Override
    default boolean isFirst() throws SQLException {
        return delegate().isFirst();
    }

    @Override
    default boolean isLast() throws SQLException {
        return delegate().isLast();
    }

    @Override
    default boolean last() throws SQLException {
        return delegate().last();
    }

    @Override
    default void moveToCurrentRow() throws SQLException {
        delegate().moveToCurrentRow();
    }

    @Override
    default void moveToInsertRow() throws SQLException {
        delegate().moveToInsertRow();
    }

    @Override
    default boolean next() throws SQLException {
        return delegate().next();
    }

    @Override
    default boolean previous() throws SQLException {
        return delegate().previous();
    }

    @Override
    default void refreshRow() throws SQLException {
        delegate().refreshRow();
    }

    @Override
    default boolean relative(int rows) throws SQLException {
        return delegate().relative(rows);
    }

    @Override
    default boolean rowDeleted() throws SQLException {
        return delegate().rowDeleted();
    }

    @Override
    default boolean rowInserted() throws SQLException {
        return delegate().rowInserted();
    }

    @Override
    default boolean rowUpdated() throws SQLException {
        return delegate().rowUpdated();
    }

    @Override
    default void setFetchDirection(int direction) throws SQLException {
        delegate().setFetchDirection(direction);
    }

    @Override
    default void setFetchSize(int rows) throws SQLException {
        delegate().setFetchSize(rows);
    }

    @Override
    default void updateArray(String columnLabel, Array x) throws SQLException {
        delegate().updateArray(columnLabel, x);
    }

    @Override
    default void updateArray(int columnIndex, Array x) throws SQLException {
        delegate().updateArray(columnIndex, x);
    }

    @Override
    default void updateAsciiStream(String columnLabel, InputStream x, int length) throws SQLException {
        delegate().updateAsciiStream(columnLabel, x, length);
    }

    @Override
    default void updateAsciiStream(String columnLabel, InputStream x, long length) throws SQLException {
        delegate().updateAsciiStream(columnLabel, x, length);
    }

    @Override
    default void updateAsciiStream(String columnLabel, InputStream x) throws SQLException {
        delegate().updateAsciiStream(columnLabel, x);
    }

    @Override
    default void updateAsciiStream(int columnIndex, InputStream x, int length) throws SQLException {
        delegate().updateAsciiStream(columnIndex, x, length);
    }

    @Override
    default void updateAsciiStream(int columnIndex, InputStream x, long length) throws SQLException {
        delegate().updateAsciiStream(columnIndex, x, length);
    }

    @Override
    default void updateAsciiStream(int columnIndex, InputStream x) throws SQLException {
        delegate().updateAsciiStream(columnIndex, x);
    }

    @Override
    default void updateBigDecimal(String columnLabel, BigDecimal x) throws SQLException {
        delegate().updateBigDecimal(columnLabel, x);
    }

    @Override
    default void updateBigDecimal(int columnIndex, BigDecimal x) throws SQLException {
        delegate().updateBigDecimal(columnIndex, x);
    }

    @Override
    default void updateBinaryStream(String columnLabel, InputStream x, int length) throws SQLException {
        delegate().updateBinaryStream(columnLabel, x, length);
    }

    @Override
    default void updateBinaryStream(String columnLabel, InputStream x, long length) throws SQLException {
        delegate().updateBinaryStream(columnLabel, x, length);
    }

    @Override
    default void updateBinaryStream(String columnLabel, InputStream x) throws SQLException {
        delegate().updateBinaryStream(columnLabel, x);
    }

    @Override
    default void updateBinaryStream(int columnIndex, InputStream x, int length) throws SQLException {
        delegate().updateBinaryStream(columnIndex, x, length);
    }

    @Override
    default void updateBinaryStream(int columnIndex, InputStream x, long length) throws SQLException {
        delegate().updateBinaryStream(columnIndex, x, length);
    }

    @Override
    default void updateBinaryStream(int columnIndex, InputStream x) throws SQLException {
        delegate().updateBinaryStream(columnIndex, x);
    }

    @Override
    default void updateBlob(String columnLabel, InputStream inputStream, long length) throws SQLException {
        delegate().updateBlob(columnLabel, inputStream, length);
    }

    @Override
    default void updateBlob(String columnLabel, InputStream inputStream) throws SQLException {
        delegate().updateBlob(columnLabel, inputStream);
    }

    @Override
    default void updateBlob(String columnLabel, Blob x) throws SQLException {
        delegate().updateBlob(columnLabel, x);
    }

    @Override
    default void updateBlob(int columnIndex, InputStream inputStream, long length) throws SQLException {
        delegate().updateBlob(columnIndex, inputStream, length);
    }

    @Override
    default void updateBlob(int columnIndex, InputStream inputStream) throws SQLException {
        delegate().updateBlob(columnIndex, inputStream);
    }

    @Override
    default void updateBlob(int columnIndex, Blob x) throws SQLException {
        delegate().updateBlob(columnIndex, x);
    }

    @Override
    default void updateBoolean(String columnLabel, boolean x) throws SQLException {
        delegate().updateBoolean(columnLabel, x);
    }

    @Override
    default void updateBoolean(int columnIndex, boolean x) throws SQLException {
        delegate().updateBoolean(columnIndex, x);
    }

    @Override
    default void updateByte(String columnLabel, byte x) throws SQLException {
        delegate().updateByte(columnLabel, x);
    }

    @Override
    default void updateByte(int columnIndex, byte x) throws SQLException {
        delegate().updateByte(columnIndex, x);
    }

    @Override
    default void updateBytes(String columnLabel, byte[] x) throws SQLException {
        delegate().updateBytes(columnLabel, x);
    }

    @Override
    default void updateBytes(int columnIndex, byte[] x) throws SQLException {
        delegate().updateBytes(columnIndex, x);
    }

    @Override
    default void updateCharacterStream(String columnLabel, Reader reader, int length) throws SQLException {
        delegate().updateCharacterStream(columnLabel, reader, length);
    }

    @Override
    default void updateCharacterStream(String columnLabel, Reader reader, long length) throws SQLException {
        delegate().updateCharacterStream(columnLabel, reader, length);
    }

    @Override
    default void updateCharacterStream(String columnLabel, Reader reader) throws SQLException {
        delegate().updateCharacterStream(columnLabel, reader);
    }

    @Override
    default void updateCharacterStream(int columnIndex, Reader x, int length) throws SQLException {
        delegate().updateCharacterStream(columnIndex, x, length);
    }

    @Override
    default void updateCharacterStream(int columnIndex, Reader x, long length) throws SQLException {
        delegate().updateCharacterStream(columnIndex, x, length);
    }

    @Override
    default void updateCharacterStream(int columnIndex, Reader x) throws SQLException {
        delegate().updateCharacterStream(columnIndex, x);
    }

    @Override
    default void updateClob(String columnLabel, Reader reader, long length) throws SQLException {
        delegate().updateClob(columnLabel, reader, length);
    }

    @Override
    default void updateClob(String columnLabel, Reader reader) throws SQLException {
        delegate().updateClob(columnLabel, reader);
    }

    @Override
    default void updateClob(String columnLabel, Clob x) throws SQLException {
        delegate().updateClob(columnLabel, x);
    }

    @Override
    default void updateClob(int columnIndex, Reader reader, long length) throws SQLException {
        delegate().updateClob(columnIndex, reader, length);
    }

    @Override
    default void updateClob(int columnIndex, Reader reader) throws SQLException {
        delegate().updateClob(columnIndex, reader);
    }

    @Override
    default void updateClob(int columnIndex, Clob x) throws SQLException {
        delegate().updateClob(columnIndex, x);
    }

    @Override
    default void updateDate(String columnLabel, Date x) throws SQLException {
        delegate().updateDate(columnLabel, x);
    }

    @Override
    default void updateDate(int columnIndex, Date x) throws SQLException {
        delegate().updateDate(columnIndex, x);
    }

    @Override
    default void updateDouble(String columnLabel, double x) throws SQLException {
        delegate().updateDouble(columnLabel, x);
    }

    @Override
    default void updateDouble(int columnIndex, double x) throws SQLException {
        delegate().updateDouble(columnIndex, x);
    }

    @Override
    default void updateFloat(String columnLabel, float x) throws SQLException {
        delegate().updateFloat(columnLabel, x);
    }

    @Override
    default void updateFloat(int columnIndex, float x) throws SQLException {
        delegate().updateFloat(columnIndex, x);
    }

    @Override
    default void updateInt(String columnLabel, int x) throws SQLException {
        delegate().updateInt(columnLabel, x);
    }

    @Override
    default void updateInt(int columnIndex, int x) throws SQLException {
        delegate().updateInt(columnIndex, x);
    }

    @Override
    default void updateLong(String columnLabel, long x) throws SQLException {
        delegate().updateLong(columnLabel, x);
    }

    @Override
    default void updateLong(int columnIndex, long x) throws SQLException {
        delegate().updateLong(columnIndex, x);
    }

    @Override
    default void updateNCharacterStream(String columnLabel, Reader reader, long length) throws SQLException {
        delegate().updateNCharacterStream(columnLabel, reader, length);
    }

    @Override
    default void updateNCharacterStream(String columnLabel, Reader reader) throws SQLException {
        delegate().updateNCharacterStream(columnLabel, reader);
    }

    @Override
    default void updateNCharacterStream(int columnIndex, Reader x, long length) throws SQLException {
        delegate().updateNCharacterStream(columnIndex, x, length);
    }

    @Override
    default void updateNCharacterStream(int columnIndex, Reader x) throws SQLException {
        delegate().updateNCharacterStream(columnIndex, x);
    }

    @Override
    default void updateNClob(String columnLabel, Reader reader, long length) throws SQLException {
        delegate().updateNClob(columnLabel, reader, length);
    }

    @Override
    default void updateNClob(String columnLabel, Reader reader) throws SQLException {
        delegate().updateNClob(columnLabel, reader);
    }

    @Override
    default void updateNClob(String columnLabel, NClob nClob) throws SQLException {
        delegate().updateNClob(columnLabel, nClob);
    }

    @Override
    default void updateNClob(int columnIndex, Reader reader, long length) throws SQLException {
        delegate().updateNClob(columnIndex, reader, length);
    }

    @Override
    default void updateNClob(int columnIndex, Reader reader) throws SQLException {
        delegate().updateNClob(columnIndex, reader);
    }

    @Override
    default void updateNClob(int columnIndex, NClob nClob) throws SQLException {
        delegate().updateNClob(columnIndex, nClob);
    }

    @Override
    default void updateNString(String columnLabel, String nString) throws SQLException {
        delegate().updateNString(columnLabel, nString);
    }

    @Override
    default void updateNString(int columnIndex, String nString) throws SQLException {
        delegate().updateNString(columnIndex, nString);
    }

    @Override
    default void updateNull(String columnLabel) throws SQLException {
        delegate().updateNull(columnLabel);
    }

    @Override
    default void updateNull(int columnIndex) throws SQLException {
        delegate().updateNull(columnIndex);
    }

    @Override
    default void updateObject(String columnLabel, Object x, int scaleOrLength) throws SQLException {
        delegate().updateObject(columnLabel, x, scaleOrLength);
    }

    @Override
    default void updateObject(String columnLabel, Object x, SQLType targetSqlType, int scaleOrLength)
            throws SQLException {
        delegate().updateObject(columnLabel, x, targetSqlType, scaleOrLength);
    }

    @Override
    default void updateObject(String columnLabel, Object x, SQLType targetSqlType) throws SQLException {
        delegate().updateObject(columnLabel, x, targetSqlType);
    }

    @Override
    default void updateObject(String columnLabel, Object x) throws SQLException {
        delegate().updateObject(columnLabel, x);
    }

    @Override
    default void updateObject(int columnIndex, Object x, int scaleOrLength) throws SQLException {
        delegate().updateObject(columnIndex, x, scaleOrLength);
    }

    @Override
    default void updateObject(int columnIndex, Object x, SQLType targetSqlType, int scaleOrLength) throws SQLException {
        delegate().updateObject(columnIndex, x, targetSqlType, scaleOrLength);
    }

    @Override
    default void updateObject(int columnIndex, Object x, SQLType targetSqlType) throws SQLException {
        delegate().updateObject(columnIndex, x, targetSqlType);
    }

    @Override
    default void updateObject(int columnIndex, Object x) throws SQLException {
        delegate().updateObject(columnIndex, x);
    }

    @Override
    default void updateRef(String columnLabel, Ref x) throws SQLException {
        delegate().updateRef(columnLabel, x);
    }

    @Override
    default void updateRef(int columnIndex, Ref x) throws SQLException {
        delegate().updateRef(columnIndex, x);
    }

    @Override
    default void updateRow() throws SQLException {
        delegate().updateRow();
    }

    @Override
    default void updateRowId(String columnLabel, RowId x) throws SQLException {
        delegate().updateRowId(columnLabel, x);
    }

    @Override
    default void updateRowId(int columnIndex, RowId x) throws SQLException {
        delegate().updateRowId(columnIndex, x);
    }

    @Override
    default void updateSQLXML(String columnLabel, SQLXML xmlObject) throws SQLException {
        delegate().updateSQLXML(columnLabel, xmlObject);
    }

    @Override
    default void updateSQLXML(int columnIndex, SQLXML xmlObject) throws SQLException {
        delegate().updateSQLXML(columnIndex, xmlObject);
    }

    @Override
    default void updateShort(String columnLabel, short x) throws SQLException {
        delegate().updateShort(columnLabel, x);
    }

    @Override
    default void updateShort(int columnIndex, short x) throws SQLException {
        delegate().updateShort(columnIndex, x);
    }

    @Override
    default void updateString(String columnLabel, String x) throws SQLException {
        delegate().updateString(columnLabel, x);
    }

    @Override
    default void updateString(int columnIndex, String x) throws SQLException {
        delegate().updateString(columnIndex, x);
    }

    @Override
    default void updateTime(String columnLabel, Time x) throws SQLException {
        delegate().updateTime(columnLabel, x);
    }

    @Override
    default void updateTime(int columnIndex, Time x) throws SQLException {
        delegate().updateTime(columnIndex, x);
    }

    @Override
    default void updateTimestamp(String columnLabel, Timestamp x) throws SQLException {
        delegate().updateTimestamp(columnLabel, x);
    }

    @Override
    default void updateTimestamp(int columnIndex, Timestamp x) throws SQLException {
        delegate().updateTimestamp(columnIndex, x);
    }

    @Override
    default boolean wasNull() throws SQLException {
        return delegate().wasNull();
    }
}
