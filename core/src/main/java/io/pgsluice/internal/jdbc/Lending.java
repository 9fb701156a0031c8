// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.Role;
import io.pgsluice.RouteReason;
import io.pgsluice.SluiceConfig;
import io.pgsluice.internal.routing.Need;
import io.pgsluice.internal.routing.Route;
import io.pgsluice.internal.routing.RouteCounters;
import io.pgsluice.internal.routing.RouteRequest;
import io.pgsluice.internal.routing.Router;
import io.pgsluice.internal.topology.ClusterView;
import io.pgsluice.internal.topology.Node;
import io.pgsluice.internal.topology.TopologyMonitor;
import io.pgsluice.spi.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Borrowing from the nodes' pools and giving back to them, and what there is to look at meanwhile. Safe for use by multiple threads.
 */
final class Lending {
    private static final Logger LOG = LoggerFactory.getLogger(Lending.class);

    final SluiceConfig config;
    final TopologyMonitor monitor;
    final Router router;
    final RouteCounters counters;
    final Ticker ticker;
    final TokenCheck tokens;
    /** A place for each read that may fall back to the primary. */
    final Semaphore fallbackReads;

    Lending(SluiceConfig config, TopologyMonitor monitor, Router router, RouteCounters counters) {
        this.config = config;
        this.monitor = monitor;
        this.router = router;
        this.counters = counters;
        this.ticker = config.ticker();
        this.tokens = new TokenCheck(config);
        this.fallbackReads = new Semaphore(config.maxFallbackReads());
    }

    /**
     * The instant to route at: now, or an earlier one that will do where the answer is asked for again. Reading the clock takes its time, and how
     * fresh the primary is does not depend on it.
     */
    long instantFor(RouteRequest request, ClusterView view, boolean now) {
        return now && request.readsFromReplica() ? ticker.nanos() : view.madeNanos();
    }

    /** Where a request leads at an instant; null where nobody serves it, or that can't be told yet. */
    @Nullable
    Route route(RouteRequest request, ClusterView view, @Nullable Node prefer, long nanos, @Nullable Need need)
            throws SQLException {
        return need == null || tokens.areKnown(need, view) ? router.route(request, view, prefer, nanos, need) : null;
    }

    /** Whether a read has no other place than the primary, and takes one of those that are kept for such reads. */
    static boolean fallsBack(Route route) {
        return route.reason() == RouteReason.NO_ELIGIBLE_REPLICA;
    }

    /** Whether a transaction may not begin where its route leads: on the primary while the data source is paused. */
    static boolean isHeld(Route route, ClusterView view) {
        return view.pause() != null && route.reason().role() == Role.PRIMARY;
    }

    /** Whether a read that falls back to the primary may not find there what a replica has shown to the scope before. */
    static boolean stepsBack(Route route, Need need, ClusterView view) {
        return (route.reason() == RouteReason.NO_PROVEN_REPLICA || fallsBack(route)) && need.stepsBackOnPrimary(view);
    }

    /** Whether a connection that is to be written through belongs to a standby by now. */
    static boolean isStale(Lease lease, Route route) {
        return route.reason().role() == Role.PRIMARY && Boolean.TRUE.equals(lease.inHotStandby());
    }

    /** The lease on a connection that a node has lent. */
    static Lease lease(Connection connection, Route route) throws SQLException {
        try {
            return Lease.of(connection, route);
        } catch (SQLException | RuntimeException e) {
            route.node().pool().evict(connection);
            connection.close();
            throw e;
        }
    }

    /** Whether its session is there as far as is known; asks the server if there is a reason to doubt it. */
    boolean isAlive(Lease lease) throws SQLException {
        return !lease.isGone() && (!lease.isSuspect() || lease.prove(config.probeTimeout()));
    }

    /**
     * Whether a route would be taken now too: waiting for the connection may have taken long enough for another node to have
     * become primary, or for the replica to have fallen behind. A connection that was opened since its replica was last asked may be one
     * to a server that has been restarted, and shows less than it has shown: then another replica serves until it was asked anew.
     */
    boolean stillHolds(Lease lease, Route route, RouteRequest request, @Nullable Need need) throws SQLException {
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
        return route.equals(route(request, now, route.node(), instantFor(request, now, true), need));
    }

    /** Gives back what was not used. */
    void giveBack(Connection unused) {
        try {
            unused.close();
        } catch (SQLException e) {
            LOG.debug("{} - a connection that was not used is broken", config.name(), e);
        }
    }

    /** Gives back what was used. */
    void release(Lease lease) {
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
}
