// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.NullUnmarked;

/** A connection of which nothing works. */
@NullUnmarked
interface UnsupportedConnection extends Connection {
    @Override
    default void abort(Executor argument) {
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
    default void commit() {
        throw new UnsupportedOperationException();
    }

    @Override
    default Array createArrayOf(String argument1, Object[] argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Blob createBlob() {
        throw new UnsupportedOperationException();
    }

    @Override
    default Clob createClob() {
        throw new UnsupportedOperationException();
    }

    @Override
    default NClob createNClob() {
        throw new UnsupportedOperationException();
    }

    @Override
    default SQLXML createSQLXML() {
        throw new UnsupportedOperationException();
    }

    @Override
    default Statement createStatement() {
        throw new UnsupportedOperationException();
    }

    @Override
    default Statement createStatement(int argument1, int argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Statement createStatement(int argument1, int argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Struct createStruct(String argument1, Object[] argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean getAutoCommit() {
        throw new UnsupportedOperationException();
    }

    @Override
    default String getCatalog() {
        throw new UnsupportedOperationException();
    }

    @Override
    default Properties getClientInfo() {
        throw new UnsupportedOperationException();
    }

    @Override
    default String getClientInfo(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getHoldability() {
        throw new UnsupportedOperationException();
    }

    @Override
    default DatabaseMetaData getMetaData() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getNetworkTimeout() {
        throw new UnsupportedOperationException();
    }

    @Override
    default String getSchema() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getTransactionIsolation() {
        throw new UnsupportedOperationException();
    }

    @Override
    default Map<String, Class<?>> getTypeMap() {
        throw new UnsupportedOperationException();
    }

    @Override
    default SQLWarning getWarnings() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isClosed() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isReadOnly() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isValid(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isWrapperFor(Class<?> argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default String nativeSQL(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default CallableStatement prepareCall(String argument1, int argument2, int argument3, int argument4) {
        throw new UnsupportedOperationException();
    }

    @Override
    default CallableStatement prepareCall(String argument1, int argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default CallableStatement prepareCall(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default PreparedStatement prepareStatement(String argument1, int[] argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default PreparedStatement prepareStatement(String argument1, String[] argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default PreparedStatement prepareStatement(String argument1, int argument2, int argument3, int argument4) {
        throw new UnsupportedOperationException();
    }

    @Override
    default PreparedStatement prepareStatement(String argument1, int argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default PreparedStatement prepareStatement(String argument1, int argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default PreparedStatement prepareStatement(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void releaseSavepoint(Savepoint argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void rollback() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void rollback(Savepoint argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setAutoCommit(boolean argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setCatalog(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setClientInfo(String argument1, String argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setClientInfo(Properties argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setHoldability(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setNetworkTimeout(Executor argument1, int argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setReadOnly(boolean argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Savepoint setSavepoint() {
        throw new UnsupportedOperationException();
    }

    @Override
    default Savepoint setSavepoint(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setSchema(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setTransactionIsolation(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setTypeMap(Map<String, Class<?>> argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default <T> T unwrap(Class<T> argument) {
        throw new UnsupportedOperationException();
    }
}
