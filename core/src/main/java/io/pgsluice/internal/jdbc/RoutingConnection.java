// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.ConsistencyLevel;
import io.pgsluice.SluiceConnection;
import io.pgsluice.internal.sql.StatementInfo;
import io.pgsluice.internal.sql.StatementKind;
import io.pgsluice.internal.topology.SqlErrors;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.ClientInfoStatus;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * The logical connection: what the application holds. Takes a physical one with the first statement of a transaction and may stand on
 * another in the next; {@link Binding} tells how. Confined to one thread at a time, except {@link #close}, {@link #abort} and
 * {@link #isClosed}.
 */
final class RoutingConnection implements Connection, SluiceConnection {
    private static final String APPLICATION_NAME = "ApplicationName";
    /** How {@link #setClientInfo(String, String)} sets it; a {@code SET} in SQL that is written otherwise is asked of the server. */
    private static final String SET_APPLICATION_NAME = "SET application_name = ";

    private static final String SEARCH_PATH = "search_path";

    private final Binding binding;

    /**
     * Makes an unbound connection, without I/O.
     *
     * @param onClose run once, when it is closed or aborted
     */
    RoutingConnection(LeaseBroker broker, ConnectionDefaults defaults, Runnable onClose) {
        this.binding = new Binding(defaults, broker, onClose);
    }

    Binding binding() {
        return binding;
    }

    @FunctionalInterface
    private interface Call<R> {
        R on(Connection connection) throws SQLException;
    }

    StatementInfo statementInfo(String sql) {
        return binding.defaults.statements().of(sql);
    }

    /** Asks the physical connection for something that stays with it. */
    private <R> R pinned(Call<R> call) throws SQLException {
        return ask(lease -> {
            lease.pin();
            return call.on(lease.pooled());
        });
    }

    /** What is asked of a lease. */
    @FunctionalInterface
    interface Question<R> {
        R of(Lease lease) throws SQLException;
    }

    /** Asks a physical connection something that may take a round trip. */
    <R> R ask(Question<R> question) throws SQLException {
        return binding.run(question, StatementInfo.UNKNOWN, Binding.Use.EXECUTE, Question::of);
    }

    /** Asks a physical connection something that takes none. */
    private <R> R askDriver(Question<R> question) throws SQLException {
        return binding.run(question, StatementInfo.UNKNOWN, Binding.Use.PREPARE, Question::of);
    }

    /** Asks the physical connection of the open transaction; null if there is none. */
    private <R> @Nullable R inTransaction(Call<R> call) throws SQLException {
        Lease lease = binding.openTransaction();
        return lease == null ? null : call.on(lease.connection());
    }

    @Override
    public Statement createStatement() throws SQLException {
        return statement(true, (c, text) -> c.createStatement());
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        binding.checkOpen();
        checkResultSet(type, concurrency);
        return updatable(concurrency, statement(false, (c, text) -> c.createStatement(type, concurrency)));
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        binding.checkOpen();
        checkResultSet(type, concurrency);
        checkHoldability(holdability);
        return updatable(concurrency, statement(false, (c, text) -> c.createStatement(type, concurrency, holdability)));
    }

    private static void checkResultSet(int type, int concurrency) throws SQLException {
        if (type != ResultSet.TYPE_FORWARD_ONLY
                && type != ResultSet.TYPE_SCROLL_INSENSITIVE
                && type != ResultSet.TYPE_SCROLL_SENSITIVE) {
            throw new SQLException("Unknown value for ResultSet type", SqlErrors.INVALID_PARAMETER);
        }
        if (concurrency != ResultSet.CONCUR_READ_ONLY && concurrency != ResultSet.CONCUR_UPDATABLE) {
            throw new SQLException("Unknown value for ResultSet concurrency", SqlErrors.INVALID_PARAMETER);
        }
    }

    private static void checkHoldability(int holdability) throws SQLException {
        if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT && holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
            throw new SQLException(
                    "Unknown ResultSet holdability setting: " + holdability + ".", SqlErrors.INVALID_PARAMETER);
        }
    }

    private static <T extends PlacedStatement<?>> T updatable(int concurrency, T statement) {
        if (concurrency == ResultSet.CONCUR_UPDATABLE) {
            statement.updatable();
        }
        return statement;
    }

    private RoutingStatement<Statement> statement(boolean combinable, PlacedStatement.Factory<Statement> factory)
            throws SQLException {
        binding.checkOpen();
        return new RoutingStatement<>(this, null, combinable, factory);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return prepared(sql, true, PlacedStatement.PREPARED);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        return prepared(sql, false, (c, text) -> c.prepareStatement(text, autoGeneratedKeys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
        return prepared(sql, false, (c, text) -> c.prepareStatement(text, columnIndexes));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
        return prepared(sql, false, (c, text) -> c.prepareStatement(text, columnNames));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return prepared(sql, concurrency, (c, text) -> c.prepareStatement(text, type, concurrency));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return prepared(sql, concurrency, (c, text) -> c.prepareStatement(text, type, concurrency, holdability));
    }

    private PreparedStatement prepared(
            String sql, boolean combinable, PlacedStatement.Factory<PreparedStatement> factory) throws SQLException {
        binding.checkOpen();
        return prepared(new RoutingPreparedStatement<>(this, sql, combinable, factory));
    }

    private PreparedStatement prepared(String sql, int concurrency, PlacedStatement.Factory<PreparedStatement> factory)
            throws SQLException {
        binding.checkOpen();
        return prepared(updatable(concurrency, new RoutingPreparedStatement<>(this, sql, false, factory)));
    }

    private static PreparedStatement prepared(RoutingPreparedStatement<PreparedStatement> statement)
            throws SQLException {
        if (statement.info().kind() != StatementKind.SETTING) {
            statement.prepared();
        }
        return statement;
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        return callable(sql, (c, text) -> c.prepareCall(text));
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return callable(sql, (c, text) -> c.prepareCall(text, type, concurrency));
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        return callable(sql, (c, text) -> c.prepareCall(text, type, concurrency, holdability));
    }

    private CallableStatement callable(String sql, PlacedStatement.Factory<CallableStatement> factory)
            throws SQLException {
        binding.checkOpen();
        RoutingCallableStatement statement = new RoutingCallableStatement(this, sql, factory);
        statement.prepared();
        return statement;
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        return askDriver(lease -> lease.connection().nativeSQL(sql));
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        binding.setAutoCommit(autoCommit);
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        binding.checkOpen();
        return binding.autoCommit();
    }

    @Override
    public void commit() throws SQLException {
        binding.commit();
    }

    @Override
    public void rollback() throws SQLException {
        binding.rollback();
    }

    @Override
    public void close() {
        binding.close();
    }

    @Override
    public boolean isClosed() {
        return binding.isClosed();
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) {
            throw new SQLException("executor is null", SqlErrors.INVALID_PARAMETER);
        }
        binding.abort(executor);
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        binding.checkOpen();
        SessionExtras extras = binding.extras();
        if (extras.metaData == null) {
            extras.metaData = new RoutingDatabaseMetaData(this, binding.defaults);
        }
        return extras.metaData;
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        binding.checkOpen();
        binding.setReadOnly(readOnly, binding.openTransaction());
        binding.forgetRoute();
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        binding.checkOpen();
        return binding.readOnly();
    }

    @Override
    public void setConsistencyLevel(@Nullable ConsistencyLevel level) throws SQLException {
        binding.checkOpen();
        binding.level(level);
        binding.forgetRoute();
    }

    @Override
    public @Nullable ConsistencyLevel getConsistencyLevel() throws SQLException {
        binding.checkOpen();
        return binding.level();
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        // The driver ignores it too: a session belongs to one database.
        binding.checkOpen();
    }

    @Override
    public String getCatalog() throws SQLException {
        binding.checkOpen();
        String catalog = binding.defaults.catalog();
        return catalog == null ? askDriver(lease -> lease.connection().getCatalog()) : catalog;
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        binding.checkOpen();
        Lease lease = binding.openTransaction();
        if (lease == null
                && level != TRANSACTION_READ_UNCOMMITTED
                && level != TRANSACTION_READ_COMMITTED
                && level != TRANSACTION_REPEATABLE_READ
                && level != TRANSACTION_SERIALIZABLE) {
            throw new SQLException("Transaction isolation level " + level + " not supported.", SqlErrors.NOT_SUPPORTED);
        }
        binding.setIsolation(level, lease);
        binding.forgetRoute();
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        binding.checkOpen();
        if (binding.pinned()) {
            return ask(lease -> lease.connection().getTransactionIsolation());
        }
        Integer asked = inTransaction(Connection::getTransactionIsolation);
        return asked == null ? binding.isolation() : asked;
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        binding.checkOpen();
        checkHoldability(holdability);
        binding.setHoldability(holdability, binding.openTransaction());
    }

    @Override
    public int getHoldability() throws SQLException {
        binding.checkOpen();
        return binding.holdability() == 0 ? ResultSet.CLOSE_CURSORS_AT_COMMIT : binding.holdability();
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        binding.checkOpen();
        if (milliseconds < 0) {
            throw new SQLException(
                    "Network timeout must be a value greater than or equal to 0.", SqlErrors.INVALID_PARAMETER);
        }
        binding.setNetworkTimeout(executor, milliseconds, binding.openTransaction());
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        binding.checkOpen();
        return binding.networkTimeout() < 0 ? binding.defaults.networkTimeout() : binding.networkTimeout();
    }

    @Override
    public void setSchema(@Nullable String schema) throws SQLException {
        binding.checkOpen();
        binding.set(
                SEARCH_PATH,
                schema == null ? null : "SET SESSION search_path TO " + SqlLiterals.quoted(schema),
                c -> c.setSchema(schema));
    }

    @Override
    public @Nullable String getSchema() throws SQLException {
        binding.checkOpen();
        return ask(lease -> lease.connection().getSchema());
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        binding.checkOpen();
        binding.setTypeMap(map, binding.openTransaction());
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        binding.checkOpen();
        Map<String, Class<?>> map = binding.typeMap();
        return map == null ? new HashMap<>() : map;
    }

    @Override
    public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
        try {
            binding.checkOpen();
        } catch (SQLException e) {
            throw new SQLClientInfoException(e.getMessage(), e.getSQLState(), Map.of(), e);
        }
        if (!name.equals(APPLICATION_NAME)) {
            Lease lease = binding.current();
            if (lease != null) {
                lease.connection().setClientInfo(name, value);
            }
            return;
        }
        try {
            binding.set(
                    SessionSettings.APPLICATION_NAME,
                    SET_APPLICATION_NAME + SqlLiterals.quoted(value == null ? "" : value),
                    c -> c.setClientInfo(name, value));
        } catch (SQLException e) {
            throw new SQLClientInfoException(
                    e.getMessage(), e.getSQLState(), Map.of(name, ClientInfoStatus.REASON_UNKNOWN), e);
        }
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        setClientInfo(APPLICATION_NAME, properties.getProperty(APPLICATION_NAME));
    }

    @Override
    public @Nullable String getClientInfo(String name) throws SQLException {
        return getClientInfo().getProperty(name);
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        binding.checkOpen();
        String set = binding.settings().get(SessionSettings.APPLICATION_NAME);
        if (set != null && !set.startsWith(SET_APPLICATION_NAME)) {
            return ask(lease -> lease.connection().getClientInfo());
        }
        String fresh = binding.defaults.applicationName();
        Properties info = new Properties();
        info.setProperty(
                APPLICATION_NAME,
                set != null
                        ? SqlLiterals.unquoted(set.substring(SET_APPLICATION_NAME.length()))
                        : fresh == null ? "" : fresh);
        return info;
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        binding.checkOpen();
        Lease lease = binding.current();
        return lease == null || lease.ended() ? null : lease.connection().getWarnings();
    }

    @Override
    public void clearWarnings() throws SQLException {
        binding.checkOpen();
        Lease lease = binding.current();
        if (lease != null && !lease.ended()) {
            lease.connection().clearWarnings();
        }
    }

    @Override
    public boolean isValid(int timeout) throws SQLException {
        if (timeout < 0) {
            throw new SQLException("Invalid timeout (" + timeout + "<0).", SqlErrors.INVALID_PARAMETER);
        }
        if (isClosed()) {
            return false;
        }
        Lease lease = binding.current();
        boolean open = binding.openTransaction() != null;
        if (binding.lost() != null) {
            return false;
        }
        if (lease != null && !lease.connection().isValid(timeout)) {
            lease.end();
            lease.evict();
            if (open) {
                return false;
            }
            binding.drop(lease);
        }
        return true;
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        return ask(lease -> noted(lease.connection().setSavepoint()));
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        return ask(lease -> noted(lease.connection().setSavepoint(name)));
    }

    private Savepoint noted(Savepoint savepoint) {
        binding.settings().savepoint(key(savepoint));
        return savepoint;
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        ask(lease -> {
            lease.connection().rollback(savepoint);
            binding.rolledBackTo(key(savepoint), lease);
            return savepoint;
        });
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        ask(lease -> {
            lease.connection().releaseSavepoint(savepoint);
            binding.settings().released(key(savepoint));
            return savepoint;
        });
    }

    /** What SQL would call it: a savepoint may be made by JDBC and left by SQL. */
    private static Object key(Savepoint savepoint) {
        try {
            return savepoint.getSavepointName();
        } catch (SQLException e) {
            return savepoint;
        }
    }

    @Override
    public Clob createClob() throws SQLException {
        return pinned(Connection::createClob);
    }

    @Override
    public Blob createBlob() throws SQLException {
        return pinned(Connection::createBlob);
    }

    @Override
    public NClob createNClob() throws SQLException {
        return pinned(Connection::createNClob);
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        return pinned(Connection::createSQLXML);
    }

    @Override
    public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
        return ask(lease -> {
            lease.known();
            return Objects.requireNonNull(RoutingArray.of(
                    lease.connection().createArrayOf(typeName, elements),
                    rows -> RoutingStatement.adopt(this, lease, rows)));
        });
    }

    @Override
    public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
        return pinned(c -> c.createStruct(typeName, attributes));
    }

    @Override
    public <T> T unwrap(Class<T> iface) throws SQLException {
        if (iface.isInstance(this)) {
            return iface.cast(this);
        }
        return pinned(c -> c.unwrap(iface));
    }

    @Override
    public boolean isWrapperFor(Class<?> iface) throws SQLException {
        binding.checkOpen();
        if (iface.isInstance(this) || iface.isAssignableFrom(PgConnection.class)) {
            return true;
        }
        Lease lease = binding.current();
        return lease != null && lease.pooled().isWrapperFor(iface);
    }

    @Override
    public String toString() {
        Lease lease = binding.current();
        return binding.defaults.dataSourceName() + (lease == null ? " (unbound)" : " on " + lease.node());
    }
}
