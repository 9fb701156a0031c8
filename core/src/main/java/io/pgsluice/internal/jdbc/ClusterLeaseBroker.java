// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.NoAvailableNodeException;
import io.pgsluice.NodeStatus;
import io.pgsluice.ReplicaFallback;
import io.pgsluice.Role;
import io.pgsluice.RouteReason;
import io.pgsluice.SluiceConfig;
import io.pgsluice.Topology;
import io.pgsluice.internal.routing.RetryBudget;
import io.pgsluice.internal.routing.Route;
import io.pgsluice.internal.routing.RouteCounters;
import io.pgsluice.internal.routing.RouteRequest;
import io.pgsluice.internal.routing.Router;
import io.pgsluice.internal.topology.ClusterView;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases on the nodes of a watched cluster. Safe for use by multiple threads.
 *
 * <p>It goes round: take the latest picture, route, borrow for a short while, check the connection's role. What fails sends it
 * round again with what was learned, until the time that the configuration allows for that kind of waiting is spent:
 *
 * <pre>
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

    public ClusterLeaseBroker(
            SluiceConfig config, TopologyMonitor monitor, Router router, RouteCounters counters, RetryBudget retries) {
        this.config = config;
        this.monitor = monitor;
        this.router = router;
        this.counters = counters;
        this.retries = retries;
        this.ticker = config.ticker();
        this.fallbackReads = new Semaphore(config.maxFallbackReads());
    }

    @Override
    public String dataSourceName() {
        return config.name();
    }

    @Override
    public Lease acquire(RouteRequest request, @Nullable Lease current) throws SQLException {
        ClusterView view = monitor.view();
        long now = ticker.nanos();
        Route route = router.route(request, view, preferred(request, current), now);
        if (route != null && !isHeld(route, view) && current != null && fits(current, route, request)) {
            if (!request.confirms()) {
                counters.count(route);
            }
            current.reroute(route);
            return current;
        }
        if (current != null) {
            current.leave();
        }
        Lease lease = straight(request, view, route, now);
        counters.count(lease.route());
        return lease;
    }

    @Override
    public boolean holds(Lease lease, RouteRequest request) {
        ClusterView view = monitor.view();
        Route route = router.route(request, view, lease.node(), instantFor(request));
        if (route == null || isHeld(route, view) || !serves(lease, route)) {
            return false;
        }
        lease.reroute(route);
        return true;
    }

    /** The common way: who is asked first lends a connection that is fit. All else is an {@link Attempt}'s. */
    private Lease straight(RouteRequest request, ClusterView view, @Nullable Route route, long now)
            throws SQLException {
        if (monitor.isClosed() || route == null || isHeld(route, view) || fallsBack(route)) {
            return new Attempt(request).run(view, route);
        }
        Connection connection;
        try {
            connection = route.node().borrow();
        } catch (SQLException e) {
            return new Attempt(request).afterFailure(view, route, e, ticker.nanos() - now);
        }
        Lease lease = lease(connection, route);
        return isAlive(lease) && !isStale(lease, route) && stillHolds(route, request)
                ? lease
                : new Attempt(request).afterBorrowing(view, lease, now);
    }

    private static boolean fallsBack(Route route) {
        return route.reason() == RouteReason.NO_ELIGIBLE_REPLICA;
    }

    private boolean isAlive(Lease lease) throws SQLException {
        return !lease.isGone() && (!lease.isSuspect() || lease.prove(config.probeTimeout()));
    }

    /**
     * Whether a route would be taken now too: waiting for the connection may have taken long enough for another node to have
     * become primary, or for the replica to have fallen behind.
     */
    private boolean stillHolds(Route route, RouteRequest request) {
        return route.equals(router.route(request, monitor.view(), route.node(), instantFor(request)));
    }

    /** The instant to route at. The primary is not asked how fresh it is, and reading the clock takes its time. */
    private long instantFor(RouteRequest request) {
        return request.readsFromReplica() ? ticker.nanos() : 0;
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
            new Attempt(new RouteRequest(lease.route().reason(), Connection.TRANSACTION_NONE, 0)).awaitResumed();
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
        if (lease.ended()) {
            lease.evict();
        }
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
        private RouteRequest request;
        private @Nullable SQLException last;

        /** Time spent on waiting for a node, and on waiting for one that is there to have a connection free. */
        private long nodeNanos;

        private long poolNanos;

        Attempt(RouteRequest request) {
            this.first = request;
            this.request = request;
        }

        /** Goes on after the first node has lent nothing. */
        Lease afterFailure(ClusterView view, Route route, SQLException error, long spentNanos) throws SQLException {
            notBorrowed(route, view, error, spentNanos);
            return runAnew();
        }

        /** Goes on with what the first node has lent. */
        Lease afterBorrowing(ClusterView view, Lease lease, long before) throws SQLException {
            Lease fit = checked(lease, view, before);
            return fit == null ? runAnew() : fit;
        }

        private Lease runAnew() throws SQLException {
            ClusterView view = monitor.view();
            return run(view, router.route(request, view, request.prefer(), ticker.nanos()));
        }

        Lease run(ClusterView firstView, @Nullable Route firstRoute) throws SQLException {
            ClusterView view = firstView;
            Route route = firstRoute;
            while (true) {
                checkOpen();
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
                route = router.route(request, view, request.prefer(), ticker.nanos());
            }
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
                return stillHolds(route, request) ? lease : putBack(connection);
            }
            lease.evict();
            connection.close();
            last = new SQLTransientConnectionException(
                    route.node() + " is a standby by now", SqlErrors.READ_ONLY_STATE);
            monitor.suspect(route.node(), last);
            awaitChange(view, config.failoverTimeout(), "no primary");
            return null;
        }

        private @Nullable Lease putBack(Connection connection) throws SQLException {
            connection.close();
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
            try {
                monitor.awaitChange(seen, left);
                nodeNanos += ticker.nanos() - before;
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
                long elapsed = nodeNanos + poolNanos;
                ClusterView view = monitor.view();
                throw new NoAvailableNodeException(
                        config.name() + " - " + what + " within " + TimeUnit.NANOSECONDS.toMillis(elapsed) + " ms"
                                + because(view.pause()),
                        view.topology(),
                        last);
            }
            return limit.toNanos() - spentNanos;
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
