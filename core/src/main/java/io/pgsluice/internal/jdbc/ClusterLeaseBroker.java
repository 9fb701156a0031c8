// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.ConsistencyToken;
import io.pgsluice.NodeStatus;
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
import io.pgsluice.internal.topology.PrimaryHistory;
import io.pgsluice.internal.topology.SqlErrors;
import io.pgsluice.internal.topology.TopologyMonitor;
import io.pgsluice.spi.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * Leases on the nodes of a watched cluster. Safe for use by multiple threads.
 *
 * <p>The common way is straight: take the latest picture, route, borrow, check what was lent. Whatever is in the way of that is a
 * {@link LeaseAttempt}'s, which waits and goes round.
 */
public final class ClusterLeaseBroker implements LeaseBroker {
    private final SluiceConfig config;
    private final TopologyMonitor monitor;
    private final RouteCounters counters;
    private final Ticker ticker;
    private final RetryBudget retries;
    private final Freshness freshness;
    private final Lending lending;

    public ClusterLeaseBroker(
            SluiceConfig config,
            TopologyMonitor monitor,
            Router router,
            RouteCounters counters,
            RetryBudget retries,
            Freshness freshness) {
        this.config = config;
        this.monitor = monitor;
        this.counters = counters;
        this.retries = retries;
        this.ticker = config.ticker();
        this.freshness = freshness;
        this.lending = new Lending(config, monitor, router, counters);
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
        // What is borrowed for a transaction that begins right behind, and needs nothing else, is looked at again.
        boolean exact = isBounded(need) || (executes && (current != null || need != null));
        long now = lending.instantFor(request, view, exact);
        Route route = lending.route(request, view, preferred(request, current), now, need);
        if (route != null
                && !Lending.isHeld(route, view)
                && current != null
                && fits(current, route, request)
                && (need == null || meets(current, route, request.confirms(), need, view, now))) {
            if (!request.confirms()) {
                count(route, need);
            }
            current.reroute(route, connection);
            return current;
        }
        if (current != null) {
            current.leave(connection);
        }
        Lease lease = straight(request, need, view, route, now, executes);
        count(lease.route(), need);
        return lease;
    }

    private void count(Route route, @Nullable Need need) {
        counters.count(route);
        if (need != null) {
            if (route.reason().role() == Role.REPLICA) {
                monitor.served(true);
            } else if (route.reason() == RouteReason.NO_PROVEN_REPLICA) {
                monitor.served(false);
            }
        }
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
        if (Lending.stepsBack(route, need, view)) {
            return false;
        }
        if (route.reason() == RouteReason.NO_PROVEN_REPLICA) {
            monitor.missed(now, need.wantsWhole());
            return confirms || config.freshnessWait().isZero();
        }
        return route.reason().role() != Role.REPLICA || current.isOlderThan(view.sampledNanos(current.node()));
    }

    /** Whether a read waits, since something better than a route may be there soon. */
    private boolean isWaitedFor(Route route, Need need, ClusterView view) {
        return (route.reason() == RouteReason.NO_PROVEN_REPLICA
                        && !config.freshnessWait().isZero())
                || Lending.stepsBack(route, need, view);
    }

    @Override
    public void awaitProof(Lease lease, RouteRequest request, ConnectionFreshness connection) throws SQLException {
        ClusterView view = monitor.view();
        Need need = need(request, connection, view);
        if (need != null && lease.route().reason().role() == Role.REPLICA) {
            new LeaseAttempt(lending, request, need).awaitProof(lease);
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
        long now = lending.instantFor(request, view, executes || isBounded(need));
        Route route = lending.route(request, view, lease.node(), now, need);
        boolean stays = route != null && stays(lease.route(), route);
        if (route == null
                || Lending.isHeld(route, view)
                || !(stays ? isThere(lease) : serves(lease, route))
                || (need != null && !meets(lease, route, true, need, view, now))) {
            return false;
        }
        if (!stays) {
            lease.reroute(route, connection);
        }
        return true;
    }

    /** The common way: who is asked first lends a connection that is fit. All else is a {@link LeaseAttempt}'s. */
    private Lease straight(
            RouteRequest request,
            @Nullable Need need,
            ClusterView view,
            @Nullable Route route,
            long now,
            boolean executes)
            throws SQLException {
        if (monitor.isClosed()
                || route == null
                || Lending.isHeld(route, view)
                || Lending.fallsBack(route)
                || (need != null && isWaitedFor(route, need, view))) {
            return new LeaseAttempt(lending, request, need).run(view, route);
        }
        if (need != null && route.reason() == RouteReason.NO_PROVEN_REPLICA) {
            monitor.missed(now, need.wantsWhole());
        }
        Connection connection;
        try {
            connection = route.node().borrow();
        } catch (SQLException e) {
            return new LeaseAttempt(lending, request, need).afterFailure(view, route, e);
        }
        Lease lease = Lending.lease(connection, route);
        // What is only prepared is looked at again when it runs, but must not move then for what is known now: that the
        // connection is younger than what is known of its replica.
        boolean confirmedLater = !executes
                && monitor.view() == view
                && (need == null || route.reason().role() == Role.PRIMARY);
        return lending.isAlive(lease)
                        && !Lending.isStale(lease, route)
                        && (confirmedLater || lending.stillHolds(lease, route, request, need))
                ? lease
                : new LeaseAttempt(lending, request, need).afterBorrowing(view, lease);
    }

    private static boolean isBounded(@Nullable Need need) {
        return need != null && need.isBounded();
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
            new LeaseAttempt(lending, new RouteRequest(lease.route().reason(), Connection.TRANSACTION_NONE, 0), null)
                    .awaitResumed();
        }
        return false;
    }

    private static @Nullable Node preferred(RouteRequest request, @Nullable Lease current) {
        return request.confirms() && current != null ? current.node() : request.prefer();
    }

    /** Whether the current lease serves. What the server says of its role is news only after a round trip: not when confirming. */
    private static boolean fits(Lease current, Route route, RouteRequest request) {
        return serves(current, route) && (request.confirms() || !Lending.isStale(current, route));
    }

    private static boolean serves(Lease current, Route route) {
        return (current.route().equals(route) || servesAlike(current.route(), route)) && isThere(current);
    }

    private static boolean isThere(Lease current) {
        return !current.isGone() && !current.isSuspect();
    }

    /**
     * Whether a read stays on the primary, where it went for want of a proven replica, although no replica is eligible any more. It would leave a connection to
     * its open statement to wait for a place of the fallback's, and for another connection of the same pool.
     */
    private static boolean stays(Route held, Route now) {
        return held.reason() == RouteReason.NO_PROVEN_REPLICA
                && Lending.fallsBack(now)
                && held.node().equals(now.node());
    }

    /** Whether only the reasons differ, and neither takes a place of the fallback's. */
    private static boolean servesAlike(Route one, Route other) {
        return one.node().equals(other.node()) && !Lending.fallsBack(one) && !Lending.fallsBack(other);
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
        lending.release(lease);
    }
}
