// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.ConsistencyToken;
import io.pgsluice.NoAvailableNodeException;
import io.pgsluice.NodeStatus;
import io.pgsluice.ReplicaFallback;
import io.pgsluice.Role;
import io.pgsluice.RouteReason;
import io.pgsluice.SluiceConfig;
import io.pgsluice.Topology;
import io.pgsluice.internal.routing.ConnectionFreshness;
import io.pgsluice.internal.routing.Freshness;
import io.pgsluice.internal.routing.Need;
import io.pgsluice.internal.routing.RetryBudget;
import io.pgsluice.internal.routing.Route;
import io.pgsluice.internal.routing.RouteCounters;
import io.pgsluice.internal.routing.RouteRequest;
import io.pgsluice.internal.routing.Router;
import io.pgsluice.internal.topology.ClusterView;
import io.pgsluice.internal.topology.LogState;
import io.pgsluice.internal.topology.Node;
import io.pgsluice.internal.topology.Operations;
import io.pgsluice.internal.topology.PrimaryHistory;
import io.pgsluice.internal.topology.SqlErrors;
import io.pgsluice.internal.topology.TopologyMonitor;
import io.pgsluice.spi.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases on the nodes of a watched cluster. Safe for use by multiple threads.
 *
 * <p>It goes round: take the latest picture, route, borrow for a short while, check the connection's role. What fails sends it
 * round again with what was learned, until the time that the configuration allows for that kind of waiting is spent:
 *
 * <pre>
 * replicas that don't show yet what is read for     freshnessWait
 * nobody to route to, or no connection to the node   failoverTimeout   (fallbackWait, or none, for reads that may not fall back)
 * every connection of the pool is in use             connectionTimeout
 * too many reads have fallen back to the primary     connectionTimeout
 * the data source is paused                          failoverTimeout, together with the first
 * the server does not admit the user                 none: waiting does not help
 * </pre>
 */
public final class ClusterLeaseBroker implements LeaseBroker {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterLeaseBroker.class);

    private final SluiceConfig config;
    private final TopologyMonitor monitor;
    private final Router router;
    private final RouteCounters counters;
    private final Ticker ticker;
    private final RetryBudget retries;
    private final Semaphore fallbackReads;
    private final Freshness freshness;
    private final TokenCheck tokens;

    public ClusterLeaseBroker(
            SluiceConfig config,
            TopologyMonitor monitor,
            Router router,
            RouteCounters counters,
            RetryBudget retries,
            Freshness freshness) {
        this.config = config;
        this.monitor = monitor;
        this.router = router;
        this.counters = counters;
        this.retries = retries;
        this.ticker = config.ticker();
        this.fallbackReads = new Semaphore(config.maxFallbackReads());
        this.freshness = freshness;
        this.tokens = new TokenCheck(config);
    }

    @Override
    public String dataSourceName() {
        return config.name();
    }

    @Override
    public Lease acquire(
            RouteRequest request, @Nullable Lease current, ConnectionFreshness connection, boolean executes)
            throws SQLException {
        ClusterView view = monitor.view();
        Need need = need(request, connection, view);
        // What is borrowed for a transaction that begins right behind is looked at again.
        long now = instantFor(request, view, isBounded(need) || (executes && current != null));
        Route route = need == null || tokens.areKnown(need, view)
                ? router.route(request, view, preferred(request, current), now, need)
                : null;
        if (route != null
                && !isHeld(route, view)
                && current != null
                && fits(current, route, request)
                && (need == null || meets(current, route, request.confirms(), need, view, now))) {
            if (!request.confirms()) {
                counters.count(route);
            }
            current.reroute(route, connection);
            return current;
        }
        if (current != null) {
            current.leave(connection);
        }
        Lease lease = straight(request, need, view, route, executes);
        counters.count(lease.route());
        return lease;
    }

    /** What a transaction must see that is about to begin; null for nothing but what every eligible replica shows. */
    private @Nullable Need need(RouteRequest request, ConnectionFreshness connection, ClusterView view) {
        if (request.readsFromReplica()) {
            return freshness.need(connection, view);
        }
        freshness.begins(connection);
        return null;
    }

    /** Whether a lease whose node meets a need does so itself, and there is nothing to wait for. */
    private boolean meets(Lease current, Route route, boolean confirms, Need need, ClusterView view, long now) {
        if (stepsBack(route, need, view)) {
            return false;
        }
        if (route.reason() == RouteReason.NO_PROVEN_REPLICA) {
            monitor.missed(now, need.wantsWhole());
            return confirms || config.freshnessWait().isZero();
        }
        return route.reason().role() != Role.REPLICA || current.isOlderThan(view.sampledNanos(current.node()));
    }

    /** Whether something better than a route may be there soon. */
    private static boolean isWaitedFor(Route route, Need need, ClusterView view) {
        return route.reason() == RouteReason.NO_PROVEN_REPLICA || stepsBack(route, need, view);
    }

    /** Whether a read that falls back to the primary may not find there what a replica has shown to the scope before. */
    private static boolean stepsBack(Route route, Need need, ClusterView view) {
        return (route.reason() == RouteReason.NO_PROVEN_REPLICA || fallsBack(route)) && need.stepsBackOnPrimary(view);
    }

    @Override
    public void awaitProof(Lease lease, RouteRequest request, ConnectionFreshness connection) throws SQLException {
        ClusterView view = monitor.view();
        Need need = need(request, connection, view);
        if (need != null && lease.route().reason().role() == Role.REPLICA) {
            new Attempt(request, need).awaitProof(lease);
        }
    }

    @Override
    public void committed(Lease lease, ConnectionFreshness connection, @Nullable ConsistencyToken place) {
        monitor.committed(freshness.wrote(connection, monitor.view(), place));
    }

    @Override
    public void ran(Lease lease) {
        freshness.ran(lease.route());
    }

    @Override
    public @Nullable ConsistencyToken commit(Lease lease) throws SQLException {
        BaseConnection driver = lease.driverConnection();
        LogState log = monitor.view().log();
        if (driver == null || log == null) {
            lease.connection().commit();
            return null;
        }
        return PlacedCommit.commit(driver, log.systemIdentifier());
    }

    @Override
    public boolean wantsPlace() {
        return config.commitTokens();
    }

    @Override
    public boolean holds(Lease lease, RouteRequest request, ConnectionFreshness connection, boolean executes)
            throws SQLException {
        ClusterView view = monitor.view();
        Need need = need(request, connection, view);
        if (need != null && !tokens.areKnown(need, view)) {
            return false;
        }
        long now = instantFor(request, view, executes || isBounded(need));
        Route route = router.route(request, view, lease.node(), now, need);
        if (route == null
                || isHeld(route, view)
                || !serves(lease, route)
                || (need != null && !meets(lease, route, true, need, view, now))) {
            return false;
        }
        lease.reroute(route, connection);
        return true;
    }

    /** The common way: who is asked first lends a connection that is fit. All else is an {@link Attempt}'s. */
    private Lease straight(
            RouteRequest request, @Nullable Need need, ClusterView view, @Nullable Route route, boolean executes)
            throws SQLException {
        if (monitor.isClosed()
                || route == null
                || isHeld(route, view)
                || fallsBack(route)
                || (need != null && isWaitedFor(route, need, view))) {
            return new Attempt(request, need).run(view, route);
        }
        Connection connection;
        try {
            connection = route.node().borrow();
        } catch (SQLException e) {
            return new Attempt(request, need).afterFailure(view, route, e);
        }
        Lease lease = lease(connection, route);
        // What is only prepared, and needs no more than any replica shows, is looked at again when it runs.
        boolean confirmedLater = !executes && need == null && monitor.view() == view;
        return isAlive(lease) && !isStale(lease, route) && (confirmedLater || stillHolds(lease, route, request, need))
                ? lease
                : new Attempt(request, need).afterBorrowing(view, lease);
    }

    private static boolean fallsBack(Route route) {
        return route.reason() == RouteReason.NO_ELIGIBLE_REPLICA;
    }

    private boolean isAlive(Lease lease) throws SQLException {
        return !lease.isGone() && (!lease.isSuspect() || lease.prove(config.probeTimeout()));
    }

    /**
     * Whether a route would be taken now too: waiting for the connection may have taken long enough for another node to have
     * become primary, or for the replica to have fallen behind. A connection that was opened since its replica was last asked may be one
     * to a server that has been restarted, and shows less than it has shown: then another replica serves until it was asked anew.
     */
    private boolean stillHolds(Lease lease, Route route, RouteRequest request, @Nullable Need need)
            throws SQLException {
        try {
            return isConfirmed(lease, route, request, need);
        } catch (SQLException | RuntimeException | Error e) {
            giveBack(lease.pooled());
            throw e;
        }
    }

    private boolean isConfirmed(Lease lease, Route route, RouteRequest request, @Nullable Need need)
            throws SQLException {
        ClusterView now = monitor.view();
        if (need != null
                && route.reason().role() == Role.REPLICA
                && !lease.isOlderThan(now.sampledNanos(route.node()))) {
            need.tooYoung(route.node().index(), now);
            monitor.missed(ticker.nanos(), false);
            return false;
        }
        return (need == null || tokens.areKnown(need, now))
                && route.equals(router.route(request, now, route.node(), instantFor(request, now, true), need));
    }

    /**
     * The instant to route at: now, or an earlier one that will do where the answer is asked for again. Reading the clock takes its time, and how
     * fresh the primary is does not depend on it.
     */
    private long instantFor(RouteRequest request, ClusterView view, boolean now) {
        return now && request.readsFromReplica() ? ticker.nanos() : view.madeNanos();
    }

    private static boolean isBounded(@Nullable Need need) {
        return need != null && need.isBounded();
    }

    private void giveBack(Connection unused) {
        try {
            unused.close();
        } catch (SQLException e) {
            LOG.debug("{} - a connection that was not used is broken", config.name(), e);
        }
    }

    private static Lease lease(Connection connection, Route route) throws SQLException {
        try {
            return Lease.of(connection, route);
        } catch (SQLException | RuntimeException e) {
            route.node().pool().evict(connection);
            connection.close();
            throw e;
        }
    }

    @Override
    public boolean begins(Lease lease, boolean bound) throws SQLException {
        if (lease.route().reason().role() != Role.PRIMARY) {
            return true;
        }
        lease.mark();
        if (monitor.view().pause() == null) {
            return true;
        }
        lease.unmark();
        if (bound) {
            new Attempt(new RouteRequest(lease.route().reason(), Connection.TRANSACTION_NONE, 0), null).awaitResumed();
        }
        return false;
    }

    /** Whether a transaction may not begin where its route leads: on the primary while the data source is paused. */
    private static boolean isHeld(Route route, ClusterView view) {
        return view.pause() != null && route.reason().role() == Role.PRIMARY;
    }

    private static @Nullable Node preferred(RouteRequest request, @Nullable Lease current) {
        return request.confirms() && current != null ? current.node() : request.prefer();
    }

    /** Whether the current lease serves. What the server says of its role is news only after a round trip: not when confirming. */
    private static boolean fits(Lease current, Route route, RouteRequest request) {
        return serves(current, route) && (request.confirms() || !isStale(current, route));
    }

    private static boolean serves(Lease current, Route route) {
        return (current.route().equals(route) || servesAlike(current.route(), route))
                && !current.isGone()
                && !current.isSuspect();
    }

    /** Whether only the reasons differ, and neither takes a place of the fallback's. */
    private static boolean servesAlike(Route one, Route other) {
        return one.node().equals(other.node()) && !fallsBack(one) && !fallsBack(other);
    }

    /** Whether a connection that is to be written through belongs to a standby by now. */
    private static boolean isStale(Lease lease, Route route) {
        return route.reason().role() == Role.PRIMARY && Boolean.TRUE.equals(lease.inHotStandby());
    }

    @Override
    public void refusedByReplica(@Nullable String sql) {
        counters.countRefused();
        RefusedStatement.warn(config.name(), sql);
    }

    @Override
    public void failed(Lease lease, SQLException error) {
        SqlErrors kind = SqlErrors.of(error);
        boolean staleRole = kind == SqlErrors.READ_ONLY
                && lease.route().reason().role() == Role.PRIMARY
                && lease.route().reason() != RouteReason.NO_ELIGIBLE_REPLICA
                && !Boolean.FALSE.equals(lease.inHotStandby());
        if (kind.endsSession() || staleRole) {
            monitor.suspect(lease.node(), error);
            lease.evict();
        }
    }

    @Override
    public @Nullable CommitTrace trace(Lease lease) throws SQLException {
        PrimaryHistory history = config.proveCommits() ? monitor.view().primaryHistory() : null;
        return history == null || history.node() != lease.node().index()
                ? null
                : CommitTrace.of(lease.connection(), history);
    }

    @Override
    public CommitTrace.Outcome resolve(CommitTrace trace) {
        return new CommitResolver(this, monitor, config, ticker).resolve(trace);
    }

    @Override
    public boolean runsAgain() {
        return retries.take();
    }

    @Override
    public void spread(int attempt) {
        try {
            TimeUnit.NANOSECONDS.sleep(retries.pauseNanos(attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void told(boolean inDoubt) {
        counters.countLost(inDoubt);
    }

    @Override
    public String situation(Lease lease) {
        Topology topology = monitor.view().topology();
        NodeStatus primary = topology.primary();
        return "node=" + lease.node() + ", primary=" + (primary == null ? "none yet" : primary.name()) + ", "
                + topology.summary();
    }

    @Override
    public void release(Lease lease) {
        Connection pooled = lease.pooled();
        Route route = lease.route();
        lease.unmark();
        lease.bequeath();
        try {
            pooled.close();
        } catch (SQLException e) {
            LOG.debug("{} - a connection to {} was not given back cleanly", config.name(), route.node(), e);
            route.node().pool().evict(pooled);
        } finally {
            if (fallsBack(route)) {
                fallbackReads.release();
            }
        }
    }

    /** One call's way to a lease. Confined to its thread. */
    private final class Attempt {
        private final RouteRequest first;
        private final @Nullable Need need;
        private RouteRequest request;
        private @Nullable SQLException last;

        /** Time spent on waiting for a node, and on waiting for one that is there to have a connection free. */
        private long nodeNanos;

        private long poolNanos;

        /** Time spent on waiting for a replica to show what it must. */
        private long proofNanos;

        Attempt(RouteRequest request, @Nullable Need need) {
            this.first = request;
            this.need = need;
            this.request = request;
        }

        /**
         * Goes on after the first node has lent nothing. When that began was not looked at: what has run into a pool's limit took no longer
         * than that, all else is not counted.
         */
        Lease afterFailure(ClusterView view, Route route, SQLException error) throws SQLException {
            boolean waited = SqlErrors.of(error.getCause()) == SqlErrors.OTHER;
            long most = Math.min(ticker.nanos() - view.madeNanos(), TopologyMonitor.BORROW_SLICE.toNanos());
            notBorrowed(route, view, error, waited ? most : 0);
            return runAnew();
        }

        /** Goes on with what the first node has lent. */
        Lease afterBorrowing(ClusterView view, Lease lease) throws SQLException {
            Lease fit = checked(lease, view, ticker.nanos());
            return fit == null ? runAnew() : fit;
        }

        private Lease runAnew() throws SQLException {
            ClusterView view = monitor.view();
            return run(view, route(view));
        }

        Lease run(ClusterView firstView, @Nullable Route firstRoute) throws SQLException {
            ClusterView view = firstView;
            Route route = firstRoute;
            while (true) {
                checkOpen();
                if (need != null && !tokens.areKnown(need, view)) {
                    askAnew(view);
                    view = monitor.view();
                    route = route(view);
                    continue;
                }
                boolean back = need != null && route != null && stepsBack(route, need, view);
                if (need != null && (back || isUnproven(route, view))) {
                    monitor.missed(ticker.nanos(), need.wantsWhole());
                    if (awaitProof(view, route, back ? settlingLimit() : config.freshnessWait())) {
                        view = monitor.view();
                        route = route(view);
                        continue;
                    }
                }
                if (route == null) {
                    awaitChange(view, waitLimit(), "no node for " + describe());
                    request = first;
                } else if (isHeld(route, view)) {
                    hold(view);
                    request = first;
                } else {
                    Lease lease = borrow(route, view);
                    if (lease != null) {
                        return lease;
                    }
                }
                view = monitor.view();
                route = route(view);
            }
        }

        /** How long a read waits for the primary to show what a replica has shown: a transaction there may be open for hours. */
        private Duration settlingLimit() {
            return config.freshnessWait().compareTo(config.probeInterval()) < 0
                    ? config.probeInterval()
                    : config.freshnessWait();
        }

        /** Has every node asked for what is not known yet of a token, and waits for the next picture. */
        private void askAnew(ClusterView view) throws SQLException {
            monitor.sampleAllSoon();
            awaitChange(view, config.failoverTimeout(), "nobody to tell the place of a consistency token");
        }

        private @Nullable Route route(ClusterView view) throws SQLException {
            return need == null || tokens.areKnown(need, view)
                    ? router.route(request, view, request.prefer(), ticker.nanos(), need)
                    : null;
        }

        /** Whether replicas are there that don't show yet what they must. */
        private boolean isUnproven(@Nullable Route route, ClusterView view) {
            return route == null
                    ? router.isAwaited(request, view, ticker.nanos(), need)
                    : route.reason() == RouteReason.NO_PROVEN_REPLICA;
        }

        /** Waits for the next picture; false if the time for that is over, and the primary may serve instead. */
        private boolean awaitProof(ClusterView view, @Nullable Route route, Duration limit) throws SQLException {
            if (proofNanos < limit.toNanos()) {
                long before = ticker.nanos();
                await(view, limit.toNanos() - proofNanos);
                proofNanos += ticker.nanos() - before;
                return true;
            }
            if (route == null && config.replicaFallback() != ReplicaFallback.PRIMARY) {
                throw unavailable("no replica was proven to show what " + describe() + " must see", proofNanos);
            }
            return false;
        }

        /** Waits until the node of a lease shows what it must. */
        void awaitProof(Lease lease) throws SQLException {
            Duration limit = config.freshnessWait().compareTo(config.maxReplicaLag()) < 0
                    ? config.maxReplicaLag()
                    : config.freshnessWait();
            for (ClusterView view = monitor.view(); !isMetBy(lease, view); view = monitor.view()) {
                checkOpen();
                monitor.missed(ticker.nanos(), need != null && need.wantsWhole());
                if (!awaitProof(view, null, limit)) {
                    throw unavailable(
                            "replica " + lease.node()
                                    + ", to which the connection is bound, was not proven to show what " + describe()
                                    + " must see",
                            proofNanos);
                }
            }
        }

        private boolean isMetBy(Lease lease, ClusterView view) throws SQLException {
            if (lease.node().equals(view.primary())) {
                return true;
            }
            if (need != null && !tokens.areKnown(need, view)) {
                return false;
            }
            Route route = router.route(first, view, lease.node(), ticker.nanos(), need);
            return route != null
                    && route.node().equals(lease.node())
                    && lease.isOlderThan(view.sampledNanos(lease.node()));
        }

        /** Waits a while for the end of a pause. */
        void hold(ClusterView view) throws SQLException {
            counters.held(1);
            try {
                checkOpen();
                awaitChange(view, config.failoverTimeout(), "no begin of " + describe());
            } finally {
                counters.held(-1);
            }
        }

        void awaitResumed() throws SQLException {
            for (ClusterView view = monitor.view(); view.pause() != null; view = monitor.view()) {
                hold(view);
            }
        }

        private @Nullable Lease borrow(Route route, ClusterView view) throws SQLException {
            boolean fallback = fallsBack(route);
            if (fallback && !fallbackPermit()) {
                request = first;
                poolNanos += FALLBACK_SLICE.toNanos();
                checkPoolTime("too many reads have fallen back to the primary (maxFallbackReads="
                        + config.maxFallbackReads() + ")");
                return null;
            }
            Lease lease = null;
            try {
                lease = connect(route, view);
            } finally {
                if (fallback && lease == null) {
                    fallbackReads.release();
                }
            }
            return lease;
        }

        private boolean fallbackPermit() throws SQLException {
            try {
                return fallbackReads.tryAcquire(FALLBACK_SLICE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        private @Nullable Lease connect(Route route, ClusterView view) throws SQLException {
            Connection connection;
            long before = ticker.nanos();
            try {
                connection = route.node().borrow();
            } catch (SQLException e) {
                notBorrowed(route, view, e, ticker.nanos() - before);
                return null;
            }
            return checked(lease(connection, route), view, before);
        }

        /** The lease if it is fit; else it is given back. */
        private @Nullable Lease checked(Lease lease, ClusterView view, long before) throws SQLException {
            Route route = lease.route();
            Connection connection = lease.pooled();
            if (!isAlive(lease)) {
                lease.evict();
                connection.close();
                nodeNanos += ticker.nanos() - before;
                left(nodeNanos, config.failoverTimeout(), "no connection to " + route.node() + " that is alive");
                return null;
            }
            if (!isStale(lease, route)) {
                if (stillHolds(lease, route, request, need)) {
                    return lease;
                }
                giveBack(connection);
                return null;
            }
            lease.evict();
            connection.close();
            last = new SQLTransientConnectionException(
                    route.node() + " is a standby by now", SqlErrors.READ_ONLY_STATE);
            monitor.suspect(route.node(), last);
            awaitChange(view, config.failoverTimeout(), "no primary");
            return null;
        }

        private void notBorrowed(Route route, ClusterView view, SQLException error, long spentNanos)
                throws SQLException {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(error);
            }
            last = error;
            SqlErrors kind = SqlErrors.of(error.getCause());
            Node node = route.node();
            if (kind == SqlErrors.NOT_ADMITTED && route.reason().role() == Role.PRIMARY) {
                throw error;
            }
            if (kind == SqlErrors.OTHER) {
                poolNanos += spentNanos;
                checkPoolTime("no free connection to " + node);
                return;
            }
            nodeNanos += spentNanos;
            if (kind.endsSession()) {
                monitor.suspect(node, error);
            }
            if (route.reason().role() == Role.REPLICA) {
                request = request.avoiding(node.index());
                left(nodeNanos, config.failoverTimeout(), "no connection to a replica");
            } else {
                awaitChange(view, config.failoverTimeout(), "no connection to " + node);
            }
        }

        private void checkPoolTime(String what) throws SQLException {
            left(poolNanos, config.connectionTimeout(), what);
        }

        private void awaitChange(ClusterView seen, Duration limit, String what) throws SQLException {
            long left = left(nodeNanos, limit, what);
            long before = ticker.nanos();
            await(seen, left);
            nodeNanos += ticker.nanos() - before;
        }

        private void await(ClusterView seen, long nanos) throws SQLException {
            try {
                monitor.awaitChange(seen, nanos);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        private Duration waitLimit() {
            boolean mayNotFallBack = first.readsFromReplica()
                    && first.isolation() != Connection.TRANSACTION_SERIALIZABLE
                    && config.replicaFallback() != ReplicaFallback.PRIMARY;
            if (!mayNotFallBack) {
                return config.failoverTimeout();
            }
            return config.replicaFallback() == ReplicaFallback.WAIT ? config.fallbackWait() : Duration.ZERO;
        }

        /** What is left of a time limit; throws if nothing is. */
        private long left(long spentNanos, Duration limit, String what) throws SQLException {
            if (spentNanos >= limit.toNanos()) {
                throw unavailable(what, nodeNanos + poolNanos);
            }
            return limit.toNanos() - spentNanos;
        }

        private NoAvailableNodeException unavailable(String what, long elapsed) {
            ClusterView view = monitor.view();
            return new NoAvailableNodeException(
                    config.name() + " - " + what + " within " + TimeUnit.NANOSECONDS.toMillis(elapsed) + " ms"
                            + because(view.pause()),
                    view.topology(),
                    last);
        }

        private static String because(Operations.@Nullable Pause pause) {
            return pause == null
                    ? ""
                    : ": the data source is paused, and no transaction begins on the primary until resume() is called"
                            + " (since=" + pause.since() + ", by=" + pause.by() + ")";
        }

        private void checkOpen() throws SQLException {
            if (monitor.isClosed()) {
                throw new SQLNonTransientConnectionException(
                        config.name() + " - the data source is closed", SqlErrors.CONNECTION_CLOSED, last);
            }
        }

        private String describe() {
            return first.readsFromReplica() ? "a read-only transaction" : "a read-write transaction";
        }

        private SQLException interrupted(Exception e) {
            Thread.currentThread().interrupt();
            return new SQLException(
                    config.name() + " - interrupted while waiting for a node", SqlErrors.INTERRUPTED, e);
        }
    }

    private static final Duration FALLBACK_SLICE = Duration.ofMillis(100);
}
