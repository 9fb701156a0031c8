// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.stub;

import java.sql.Array;
import java.sql.ResultSet;
import java.util.Map;
import java.util.TimerTask;
import java.util.logging.Logger;
import org.jspecify.annotations.NullUnmarked;
import org.postgresql.PGNotification;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.Encoding;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ReplicationProtocol;
import org.postgresql.core.TransactionState;
import org.postgresql.core.TypeInfo;
import org.postgresql.core.Version;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.FieldMetadata;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.jdbc.TimestampUtils;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.replication.PGReplicationConnection;
import org.postgresql.util.LruCache;
import org.postgresql.util.PGobject;
import org.postgresql.xml.PGXmlFactoryFactory;

/** A connection of pgjdbc's of which nothing works but what is inherited. */
@NullUnmarked
interface UnsupportedPgConnection extends BaseConnection {
    @Override
    default void addDataType(String argument1, Class<? extends PGobject> argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    default void addDataType(String argument1, String argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void addTimerTask(TimerTask argument1, long argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean binaryTransferSend(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void cancelQuery() {
        throw new UnsupportedOperationException();
    }

    @Override
    default Array createArrayOf(String argument1, Object argument2) {
        throw new UnsupportedOperationException();
    }

    @Override
    default CachedQuery createQuery(String argument1, boolean argument2, boolean argument3, String... argument4) {
        throw new UnsupportedOperationException();
    }

    @Override
    default byte[] encodeString(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default String escapeIdentifier(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default String escapeLiteral(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default String escapeString(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default ResultSet execSQLQuery(String argument1, int argument2, int argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default ResultSet execSQLQuery(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void execSQLUpdate(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean getAdaptiveFetch() {
        throw new UnsupportedOperationException();
    }

    @Override
    default AutoSave getAutosave() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getBackendPID() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean getConvertBooleanToNumeric() {
        throw new UnsupportedOperationException();
    }

    @Override
    default CopyManager getCopyAPI() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getDefaultFetchSize() {
        throw new UnsupportedOperationException();
    }

    @Override
    default Encoding getEncoding() {
        throw new UnsupportedOperationException();
    }

    @Override
    default Fastpath getFastpathAPI() {
        throw new UnsupportedOperationException();
    }

    @Override
    default LruCache<FieldMetadata.Key, FieldMetadata> getFieldMetadataCache() {
        throw new UnsupportedOperationException();
    }

    @Override
    default LargeObjectManager getLargeObjectAPI() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean getLogServerErrorDetail() {
        throw new UnsupportedOperationException();
    }

    @Override
    default Logger getLogger() {
        throw new UnsupportedOperationException();
    }

    @Override
    default PGNotification[] getNotifications() {
        throw new UnsupportedOperationException();
    }

    @Override
    default PGNotification[] getNotifications(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Object getObject(String argument1, String argument2, byte[] argument3) {
        throw new UnsupportedOperationException();
    }

    @Override
    default String getParameterStatus(String argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Map<String, String> getParameterStatuses() {
        throw new UnsupportedOperationException();
    }

    @Override
    default PreferQueryMode getPreferQueryMode() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getPrepareThreshold() {
        throw new UnsupportedOperationException();
    }

    @Override
    default QueryExecutor getQueryExecutor() {
        throw new UnsupportedOperationException();
    }

    @Override
    default int getQueryTimeout() {
        throw new UnsupportedOperationException();
    }

    @Override
    default PGReplicationConnection getReplicationAPI() {
        throw new UnsupportedOperationException();
    }

    @Override
    default ReplicationProtocol getReplicationProtocol() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean getStandardConformingStrings() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean getStringVarcharFlag() {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    default TimestampUtils getTimestampUtils() {
        throw new UnsupportedOperationException();
    }

    @Override
    default TransactionState getTransactionState() {
        throw new UnsupportedOperationException();
    }

    @Override
    default TypeInfo getTypeInfo() {
        throw new UnsupportedOperationException();
    }

    @Override
    default PGXmlFactoryFactory getXmlFactoryFactory() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean haveMinimumServerVersion(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean haveMinimumServerVersion(Version argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean hintReadOnly() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isColumnSanitiserDisabled() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void purgeTimerTasks() {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setAdaptiveFetch(boolean argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setAutosave(AutoSave argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setDefaultFetchSize(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setFlushCacheOnDeallocate(boolean argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setPrepareThreshold(int argument) {
        throw new UnsupportedOperationException();
    }

    @Override
    default void setQueryTimeout(int argument) {
        throw new UnsupportedOperationException();
    }
}
