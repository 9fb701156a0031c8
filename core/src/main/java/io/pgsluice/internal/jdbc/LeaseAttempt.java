// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.NoAvailableNodeException;
import io.pgsluice.ReplicaFallback;
import io.pgsluice.Role;
import io.pgsluice.RouteReason;
import io.pgsluice.SluiceConfig;
import io.pgsluice.internal.routing.Need;
import io.pgsluice.internal.routing.Route;
import io.pgsluice.internal.routing.RouteRequest;
import io.pgsluice.internal.topology.ClusterView;
import io.pgsluice.internal.topology.Node;
import io.pgsluice.internal.topology.Operations;
import io.pgsluice.internal.topology.SqlErrors;
import io.pgsluice.internal.topology.TopologyMonitor;
import io.pgsluice.spi.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call's way to a lease where the first look at the cluster did not lead to one. Confined to its thread.
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
final class LeaseAttempt {
    private static final Duration FALLBACK_SLICE = Duration.ofMillis(100);

    private final Lending lending;
    private final SluiceConfig config;
    private final TopologyMonitor monitor;
    private final Ticker ticker;
    private final RouteRequest first;
    private final @Nullable Need need;
    private RouteRequest request;
    private @Nullable SQLException last;

    /** Time spent on waiting for a node, and on waiting for one that is there to have a connection free. */
    private long nodeNanos;

    private long poolNanos;

    /** Time spent on waiting for a replica to show what it must. */
    private long proofNanos;

    LeaseAttempt(Lending lending, RouteRequest request, @Nullable Need need) {
        this.lending = lending;
        this.config = lending.config;
        this.monitor = lending.monitor;
        this.ticker = lending.ticker;
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
            if (need != null && !lending.tokens.areKnown(need, view)) {
                askAnew(view);
                view = monitor.view();
                route = route(view);
                continue;
            }
            boolean back = need != null && route != null && Lending.stepsBack(route, need, view);
            if (need != null && (back || isUnproven(route, view))) {
                Duration limit = back ? settlingLimit() : config.freshnessWait();
                if (proofNanos < limit.toNanos()) {
                    monitor.awaited(ticker.nanos(), need.wantsWhole());
                } else {
                    monitor.missed(ticker.nanos(), need.wantsWhole());
                }
                if (awaitProof(view, route, limit)) {
                    view = monitor.view();
                    route = route(view);
                    continue;
                }
            }
            if (route == null) {
                awaitChange(view, waitLimit(), "no node for " + describe());
                request = first;
            } else if (Lending.isHeld(route, view)) {
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
        return lending.route(request, view, request.prefer(), ticker.nanos(), need);
    }

    /** Whether replicas are there that don't show yet what they must. */
    private boolean isUnproven(@Nullable Route route, ClusterView view) {
        return route == null
                ? lending.router.isAwaited(request, view, ticker.nanos(), need)
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
            monitor.awaited(ticker.nanos(), need != null && need.wantsWhole());
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
        Route route = lending.route(first, view, lease.node(), ticker.nanos(), need);
        return route != null && route.node().equals(lease.node()) && lease.isOlderThan(view.sampledNanos(lease.node()));
    }

    /** Waits a while for the end of a pause. */
    void hold(ClusterView view) throws SQLException {
        lending.counters.held(1);
        try {
            checkOpen();
            awaitChange(view, config.failoverTimeout(), "no begin of " + describe());
        } finally {
            lending.counters.held(-1);
        }
    }

    void awaitResumed() throws SQLException {
        for (ClusterView view = monitor.view(); view.pause() != null; view = monitor.view()) {
            hold(view);
        }
    }

    private @Nullable Lease borrow(Route route, ClusterView view) throws SQLException {
        boolean fallback = Lending.fallsBack(route);
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
                lending.fallbackReads.release();
            }
        }
        return lease;
    }

    private boolean fallbackPermit() throws SQLException {
        try {
            return lending.fallbackReads.tryAcquire(FALLBACK_SLICE.toNanos(), TimeUnit.NANOSECONDS);
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
        return checked(Lending.lease(connection, route), view, before);
    }

    /** The lease if it is fit; else it is given back. */
    private @Nullable Lease checked(Lease lease, ClusterView view, long before) throws SQLException {
        Route route = lease.route();
        Connection connection = lease.pooled();
        if (!lending.isAlive(lease)) {
            lease.evict();
            connection.close();
            nodeNanos += ticker.nanos() - before;
            left(nodeNanos, config.failoverTimeout(), "no connection to " + route.node() + " that is alive");
            return null;
        }
        if (!Lending.isStale(lease, route)) {
            if (lending.stillHolds(lease, route, request, need)) {
                return lease;
            }
            lending.giveBack(connection);
            return null;
        }
        lease.evict();
        connection.close();
        last = new SQLTransientConnectionException(route.node() + " is a standby by now", SqlErrors.READ_ONLY_STATE);
        monitor.suspect(route.node(), last);
        awaitChange(view, config.failoverTimeout(), "no primary");
        return null;
    }

    private void notBorrowed(Route route, ClusterView view, SQLException error, long spentNanos) throws SQLException {
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
        return new SQLException(config.name() + " - interrupted while waiting for a node", SqlErrors.INTERRUPTED, e);
    }
}
