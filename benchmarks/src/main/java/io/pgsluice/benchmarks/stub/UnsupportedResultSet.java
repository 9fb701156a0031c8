// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

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
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** A result set of which nothing works. */
@NullUnmarked
interface UnsupportedResultSet extends ResultSet {
    @Override
    default boolean absolute(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void afterLast() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void beforeFirst() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void cancelRowUpdates() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void clearWarnings() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void deleteRow() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int findColumn(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean first() {
        throw new UnsupportedOperationException();
    }

    @Override
    default Array getArray(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Array getArray(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default InputStream getAsciiStream(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default InputStream getAsciiStream(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    default BigDecimal getBigDecimal(String argument1, int argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default BigDecimal getBigDecimal(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    default BigDecimal getBigDecimal(int argument1, int argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default BigDecimal getBigDecimal(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default InputStream getBinaryStream(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default InputStream getBinaryStream(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Blob getBlob(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Blob getBlob(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean getBoolean(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean getBoolean(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default byte getByte(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default byte getByte(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default byte[] getBytes(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default byte[] getBytes(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Reader getCharacterStream(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Reader getCharacterStream(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Clob getClob(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Clob getClob(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getConcurrency() {
        throw new UnsupportedOperationException();
    }

    @Override
    default String getCursorName() {
        throw new UnsupportedOperationException();
    }

    @Override
    default Date getDate(String argument1, Calendar argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Date getDate(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Date getDate(int argument1, Calendar argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Date getDate(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default double getDouble(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default double getDouble(int argument) {
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
    default float getFloat(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default float getFloat(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getHoldability() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getInt(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getInt(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default long getLong(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default long getLong(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default ResultSetMetaData getMetaData() {
        throw new UnsupportedOperationException();
    }

    @Override
    default Reader getNCharacterStream(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Reader getNCharacterStream(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default NClob getNClob(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default NClob getNClob(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default String getNString(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default String getNString(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default <T> T getObject(String argument1, Class<T> argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Object getObject(String argument1, Map<String, Class<?>> argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Object getObject(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default <T> T getObject(int argument1, Class<T> argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Object getObject(int argument1, Map<String, Class<?>> argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Object getObject(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Ref getRef(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Ref getRef(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default RowId getRowId(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default RowId getRowId(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getRow() {
        throw new UnsupportedOperationException();
    }

    @Override
    default SQLXML getSQLXML(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default SQLXML getSQLXML(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default short getShort(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default short getShort(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Statement getStatement() {
        throw new UnsupportedOperationException();
    }

    @Override
    default String getString(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default String getString(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Time getTime(String argument1, Calendar argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Time getTime(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Time getTime(int argument1, Calendar argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Time getTime(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Timestamp getTimestamp(String argument1, Calendar argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Timestamp getTimestamp(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Timestamp getTimestamp(int argument1, Calendar argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Timestamp getTimestamp(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getType() {
        throw new UnsupportedOperationException();
    }

    @Override
    default URL getURL(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default URL getURL(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    default InputStream getUnicodeStream(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    default InputStream getUnicodeStream(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default SQLWarning getWarnings() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void insertRow() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isAfterLast() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isBeforeFirst() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isClosed() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isFirst() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isLast() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isWrapperFor(Class<?> argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean last() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void moveToCurrentRow() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void moveToInsertRow() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean next() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean previous() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void refreshRow() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean relative(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean rowDeleted() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean rowInserted() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean rowUpdated() {
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
    default <T> T unwrap(Class<T> argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateArray(String argument1, Array argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateArray(int argument1, Array argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateAsciiStream(String argument1, InputStream argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateAsciiStream(String argument1, InputStream argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateAsciiStream(String argument1, InputStream argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateAsciiStream(int argument1, InputStream argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateAsciiStream(int argument1, InputStream argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateAsciiStream(int argument1, InputStream argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBigDecimal(String argument1, BigDecimal argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBigDecimal(int argument1, BigDecimal argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBinaryStream(String argument1, InputStream argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBinaryStream(String argument1, InputStream argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBinaryStream(String argument1, InputStream argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBinaryStream(int argument1, InputStream argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBinaryStream(int argument1, InputStream argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBinaryStream(int argument1, InputStream argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBlob(String argument1, InputStream argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBlob(String argument1, InputStream argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBlob(String argument1, Blob argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBlob(int argument1, InputStream argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBlob(int argument1, InputStream argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBlob(int argument1, Blob argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBoolean(String argument1, boolean argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBoolean(int argument1, boolean argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateByte(String argument1, byte argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateByte(int argument1, byte argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBytes(String argument1, byte[] argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateBytes(int argument1, byte[] argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateCharacterStream(String argument1, Reader argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateCharacterStream(String argument1, Reader argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateCharacterStream(String argument1, Reader argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateCharacterStream(int argument1, Reader argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateCharacterStream(int argument1, Reader argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateCharacterStream(int argument1, Reader argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateClob(String argument1, Reader argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateClob(String argument1, Reader argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateClob(String argument1, Clob argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateClob(int argument1, Reader argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateClob(int argument1, Reader argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateClob(int argument1, Clob argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateDate(String argument1, Date argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateDate(int argument1, Date argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateDouble(String argument1, double argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateDouble(int argument1, double argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateFloat(String argument1, float argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateFloat(int argument1, float argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateInt(String argument1, int argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateInt(int argument1, int argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateLong(String argument1, long argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateLong(int argument1, long argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateNCharacterStream(String argument1, Reader argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateNCharacterStream(String argument1, Reader argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateNCharacterStream(int argument1, Reader argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateNCharacterStream(int argument1, Reader argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateNClob(String argument1, Reader argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateNClob(String argument1, Reader argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateNClob(String argument1, NClob argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateNClob(int argument1, Reader argument2, long argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateNClob(int argument1, Reader argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateNClob(int argument1, NClob argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateNString(String argument1, String argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateNString(int argument1, String argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateNull(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateNull(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateObject(String argument1, Object argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateObject(String argument1, Object argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateObject(int argument1, Object argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateObject(int argument1, Object argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateRef(String argument1, Ref argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateRef(int argument1, Ref argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateRowId(String argument1, RowId argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateRowId(int argument1, RowId argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateRow() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateSQLXML(String argument1, SQLXML argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateSQLXML(int argument1, SQLXML argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateShort(String argument1, short argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateShort(int argument1, short argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateString(String argument1, String argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateString(int argument1, String argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateTime(String argument1, Time argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateTime(int argument1, Time argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateTimestamp(String argument1, Timestamp argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void updateTimestamp(int argument1, Timestamp argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean wasNull() {
        throw new UnsupportedOperationException();
    }
}
