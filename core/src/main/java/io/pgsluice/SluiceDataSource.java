// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import io.pgsluice.internal.jdbc.ConnectionFactory;
import io.pgsluice.internal.pool.HikariNodePool;
import io.pgsluice.internal.routing.Freshness;
import io.pgsluice.internal.routing.RetryBudget;
import io.pgsluice.internal.routing.RouteCounters;
import io.pgsluice.internal.routing.Router;
import io.pgsluice.internal.routing.WriteMark;
import io.pgsluice.internal.topology.Node;
import io.pgsluice.internal.topology.OperatorDesk;
import io.pgsluice.internal.topology.TokenDesk;
import io.pgsluice.internal.topology.TopologyMonitor;
import io.pgsluice.spi.NodePool;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A JDBC {@code DataSource} for a PostgreSQL cluster with streaming replication: it sends writes to the current primary,
 * spreads read-only transactions over the replicas that are fresh enough, and keeps working when the primary changes.
 *
 * <p>A replica is asked for by {@link Connection#setReadOnly(boolean)}, as {@code @Transactional(readOnly = true)} does. All
 * else goes to the primary. A connection takes no physical connection before its first statement, decides there where it runs,
 * and decides anew for every transaction.
 *
 * <p>Safe for use by multiple threads; its connections are confined to one thread at a time.
 *
 * <p>Not to be extended; it is not final because some libraries put a proxy in front of a data source that is a subclass of it.
 */
public class SluiceDataSource implements DataSource, AutoCloseable {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(SluiceDataSource.class);

    private final SluiceConfig config;
    private final TopologyMonitor monitor;
    private final RouteCounters counters;
    private final RetryBudget retries;
    private final ConnectionFactory connections;
    private final OperatorDesk operators;
    private final Freshness freshness;
    private final TokenDesk tokens;

    /** Written by the thread that starts the data source. */
    private volatile SluiceManagement.@Nullable Registration mbean;

    SluiceDataSource(SluiceConfig config) {
        this.config = config;
        this.monitor = new TopologyMonitor(config);
        this.counters = new RouteCounters(monitor.nodes());
        this.retries = new RetryBudget(
                config.retryBudget(),
                (long) config.maximumPoolSize() * config.nodes().size(),
                config.ticker(),
                counters::total,
                () -> ThreadLocalRandom.current().nextDouble());
        this.freshness = new Freshness(config);
        this.tokens = new TokenDesk(config, monitor);
        this.connections = new ConnectionFactory(
                config, monitor, new Router(config, monitor.nodes()), counters, retries, freshness);
        this.operators = new OperatorDesk(config, monitor);
    }

    /**
     * Starts a data source: its pools, and the monitor that asks every node. Waits until there is a primary and every node has
     * answered or is down, at most {@code startupTimeout}; a node that does not answer is logged and used when it comes up.
     *
     * @param config the configuration
     * @return a running data source, to be closed by the caller
     * @throws StartupException if not a single node answered within {@code startupTimeout}, or the thread was interrupted
     * @throws InvalidConfigurationException if nodes belong to different clusters
     */
    public static SluiceDataSource create(SluiceConfig config) {
        SluiceDataSource dataSource = new SluiceDataSource(config);
        boolean started = false;
        try {
            dataSource.start();
            started = true;
            return dataSource;
        } finally {
            if (!started) {
                dataSource.close();
            }
        }
    }

    private void start() {
        monitor.start();
        if (config.registerMbeans()) {
            mbean = SluiceManagement.register(this);
        }
        if (config.startupTimeout().isZero()) {
            return;
        }
        try {
            monitor.awaitFirstRound(config.startupTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException(config.name() + " - interrupted while starting");
        }
        Topology topology = topology();
        StartupCheck.check(config, topology);
        LOG.info(
                "{} - started: {} nodes, up to {} pooled connections ({} for each node) and {} of the monitor; {}",
                config.name(),
                topology.nodes().size(),
                topology.nodes().size() * config.maximumPoolSize(),
                config.maximumPoolSize(),
                topology.nodes().size(),
                topology.summary());
    }

    /**
     * Answers a logical connection. No I/O, no waiting: a physical connection is taken at its first statement.
     *
     * @return a connection with autocommit on and read-only off
     * @throws SQLException 08003 if the data source is closed
     */
    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(() -> {});
    }

    /** The same; {@code onClose} runs once, when the connection is closed or aborted. */
    Connection getConnection(Runnable onClose) throws SQLException {
        return connections.connect(onClose);
    }

    /**
     * Is not supported: a pool serves one user.
     *
     * @param username ignored
     * @param password ignored
     * @return never
     * @throws SQLFeatureNotSupportedException always, 0A000
     */
    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                config.name() + " - one data source serves one user: make another one with other credentials", "0A000");
    }

    /**
     * Answers a token that covers all that this thread has committed so far, for another process or thread to read {@linkplain
     * RoutingScope#after after}. Takes no round trip if the primary was asked since anyway, or with {@code commitTokens}; else it is
     * asked now.
     *
     * @return the token; null if the thread has committed nothing
     * @throws NoAvailableNodeException 08001 if no primary could be asked within {@code failoverTimeout}
     * @throws SQLException 57014 if the thread was interrupted while it waited
     */
    public @Nullable ConsistencyToken lastWriteToken() throws SQLException {
        return token(freshness.mark());
    }

    @Nullable
    ConsistencyToken token(WriteMark mark) throws SQLException {
        return tokens.token(mark.latest(), mark.mayBeUnflushed(), mark.exact());
    }

    Freshness freshness() {
        return freshness;
    }

    /**
     * Answers the configuration that the data source was created with.
     *
     * @return the configuration
     */
    public SluiceConfig config() {
        return config;
    }

    /**
     * Answers what is known of the nodes at this moment.
     *
     * @return the latest picture; reads memory only
     */
    public Topology topology() {
        return monitor.view().topology();
    }

    /**
     * Answers what each node has done for this data source so far.
     *
     * @return one entry a node, in the order of the configuration; reads memory only
     */
    public List<NodeStatistics> statistics() {
        return monitor.nodes().stream().map(this::statistics).toList();
    }

    private NodeStatistics statistics(Node node) {
        NodePool pool = node.pool();
        return new NodeStatistics(node.name(), pool.inUse(), pool.idle(), pool.waiting(), counters.of(node));
    }

    /**
     * Counts how often the primary became another node than the one before. The first one is no change, and neither is one that
     * was lost and found again.
     *
     * @return changes since the start; reads memory only
     */
    public long primaryChanges() {
        return monitor.primaryChanges();
    }

    /**
     * Counts the statements that a replica refused as writes (SQLSTATE 25006) although neither their text nor their transaction gave that
     * away, and that the primary then ran. Each text is counted once: it goes to the primary from then on.
     *
     * @return statements since the start; reads memory only
     */
    public long statementsRefusedByReplicas() {
        return counters.refused();
    }

    /**
     * Counts the transactions that were lost with their sessions, certainly without being committed, and had to be told to the
     * application ({@link java.sql.SQLTransactionRollbackException}).
     *
     * @return transactions since the start; reads memory only
     */
    public long transactionsLost() {
        return counters.lost();
    }

    /**
     * Counts the commits, and the statements with autocommit on, of which the application was told that they may have been committed or not
     * ({@link CommitOutcomeUnknownException}).
     *
     * @return commits since the start; reads memory only
     */
    public long commitsInDoubt() {
        return counters.inDoubt();
    }

    /**
     * Counts the transactions that were run again, unseen by the application, after their first statement or what precedes it had failed.
     *
     * @return further attempts since the start; reads memory only
     */
    public long retries() {
        return retries.granted();
    }

    /**
     * Counts the transactions that could have been run again, but for {@code retryBudget}: their errors were the application's.
     *
     * @return refused attempts since the start; reads memory only
     */
    public long retriesRefused() {
        return retries.refused();
    }

    /**
     * Holds transactions that would begin on the primary, so that it can be taken away, and waits for those that are open there to end:
     * the first half of a planned switchover. With autocommit on each statement is a transaction. What was declared read-only
     * is held too where it would run on the primary; reads on replicas go on. Open transactions go on.
     *
     * <p>A call that is held waits until {@link #resume()}, and then for a primary, {@code failoverTimeout} in all; after that it fails with
     * {@link NoAvailableNodeException} (08001), which says since when and by whom the data source is paused. Nothing else ends a pause. A
     * second call while paused waits again.
     *
     * @param maxWait how long to wait for open transactions; zero only to look
     * @return true if none is open any more; false if some still are, and the data source is paused all the same: wait again, or resume
     * @throws InterruptedException if the thread was interrupted while it waited; the data source stays paused
     */
    public boolean pause(Duration maxWait) throws InterruptedException {
        return pause(maxWait, "thread " + Thread.currentThread().getName());
    }

    boolean pause(Duration maxWait, String by) throws InterruptedException {
        return operators.pause(maxWait, by);
    }

    /** Ends a pause: held calls go on, on the primary as it is now. Nothing if there is none. */
    public void resume() {
        operators.resume();
    }

    /**
     * Tells whether the data source is paused.
     *
     * @return true from {@link #pause} until {@link #resume}
     */
    public boolean isPaused() {
        return monitor.view().pause() != null;
    }

    /**
     * Counts the calls that a pause holds.
     *
     * @return calls at this moment; reads memory only
     */
    public long heldCalls() {
        return counters.held();
    }

    /**
     * Counts the transactions that are open on the primary, for which {@link #pause} waits.
     *
     * @return transactions at this moment; reads memory only
     */
    public int openPrimaryTransactions() {
        return monitor.openTransactions();
    }

    /**
     * Sends no new transactions to a replica, so that it can be taken away; {@link Eligibility#DRAINED}. Open ones go on, and so do sessions
     * that a setting or a lock binds to it until their connection is closed. Its pooled connections are closed: idle ones
     * at once, others when they are given back. If the last replica is drained, reads do what {@code replicaFallback} says. A drained node
     * that is promoted is written to like any other. Lasts until {@link #undrain}.
     *
     * @param node the node's name
     * @throws IllegalArgumentException if there is no such node
     * @throws IllegalStateException if it is the primary: {@link #pause} is for that
     */
    public void drain(String node) {
        operators.drain(node);
    }

    /**
     * Sends transactions to a replica again, as to any that comes back: after {@code samplesToReturn} good samples, and fewer at first.
     *
     * @param node the node's name
     * @throws IllegalArgumentException if there is no such node
     */
    public void undrain(String node) {
        operators.undrain(node);
    }

    /**
     * Tells whether {@link #close()} was called.
     *
     * @return true once it was
     */
    public boolean isClosed() {
        return monitor.isClosed();
    }

    /** Closes every pool, physical connection and thread; idempotent. Connections in use are cut. */
    @Override
    public void close() {
        SluiceManagement.Registration registered = mbean;
        mbean = null;
        if (registered != null) {
            registered.end();
        }
        monitor.close();
    }

    /**
     * Answers this data source, or the pool of the current primary ({@code com.zaxxer.hikari.HikariDataSource}).
     *
     * @param type the wanted type
     * @return an object of that type
     * @throws SQLException if there is none
     */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        DataSource pool = primaryPool();
        if (type.isInstance(pool)) {
            return type.cast(pool);
        }
        throw new SQLException(config.name() + " - not a wrapper for " + type.getName(), "22023");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this) || type.isInstance(primaryPool());
    }

    private @Nullable DataSource primaryPool() {
        Node primary = monitor.view().primary();
        return primary != null && primary.pool() instanceof HikariNodePool pool ? pool.dataSource() : null;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    /** Does nothing: the log goes to SLF4J. */
    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    /** Does nothing: see {@code connectTimeout}. */
    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.pgsluice");
    }

    @Override
    public String toString() {
        return "SluiceDataSource[" + config.name() + "]";
    }
}
