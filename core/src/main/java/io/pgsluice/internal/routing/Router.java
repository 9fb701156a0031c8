// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.ReplicaFallback;
import io.pgsluice.RouteDecision;
import io.pgsluice.RouteReason;
import io.pgsluice.SluiceConfig;
import io.pgsluice.internal.topology.ClusterView;
import io.pgsluice.internal.topology.Node;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a transaction runs. The only place that does; a function of the request and the picture of the cluster, without
 * threads, I/O or memory of earlier decisions (but for the load balancer's). Safe for use by multiple threads.
 *
 * <pre>
 * wanted on   isolation      eligible replica   answer
 * primary     any            any                primary                        as wanted
 * replica     SERIALIZABLE   any                primary                        SERIALIZABLE_ISOLATION
 * replica     other          yes                replica, by the load balancer  as wanted
 * replica     other          no                 primary, if configured so      NO_ELIGIBLE_REPLICA
 *                                               else nobody: wait or fail
 * </pre>
 *
 * With a {@link Need} one that only the primary meets goes there for its reason. Else the eligible replicas that meet it are those that
 * count; if there are others only, the reason is NO_PROVEN_REPLICA.
 *
 * Where the answer is the primary and there is none, it is nobody.
 */
@SuppressWarnings("EnumOrdinal") // indexes tables made from the same enum
public final class Router {
    private final ReplicaSelector selector;
    private final ReplicaFallback fallback;
    /** By node and reason: a look that costs next to nothing. */
    private final Route[][] routes;

    public Router(SluiceConfig config, List<Node> nodes) {
        this.selector = new ReplicaSelector(config);
        this.fallback = config.replicaFallback();
        this.routes = nodes.stream().map(Router::routesTo).toArray(Route[][]::new);
    }

    /**
     * Decides.
     *
     * @param prefer a replica that is taken if it is fit at all, or null
     * @param need what a read must see beyond what every eligible replica shows, or null
     * @return the route, null if no node can take the transaction now
     */
    public @Nullable Route route(
            RouteRequest request, ClusterView view, @Nullable Node prefer, long nowNanos, @Nullable Need need) {
        if (!request.readsFromReplica()) {
            return to(view.primary(), request.wanted());
        }
        if (request.isolation() == Connection.TRANSACTION_SERIALIZABLE) {
            return to(view.primary(), RouteReason.SERIALIZABLE_ISOLATION);
        }
        if (need != null && need.primary() != null) {
            return to(view.primary(), need.primary());
        }
        Node replica = selector.select(view, request.avoid(), prefer, nowNanos, need);
        if (replica != null) {
            return to(replica, request.wanted());
        }
        if (need != null && selector.hasFit(view, request.avoid(), nowNanos)) {
            return fallback == ReplicaFallback.PRIMARY ? to(view.primary(), RouteReason.NO_PROVEN_REPLICA) : null;
        }
        return fallback == ReplicaFallback.PRIMARY ? to(view.primary(), RouteReason.NO_ELIGIBLE_REPLICA) : null;
    }

    /** Whether replicas would do, but for what a read must see. */
    public boolean isAwaited(RouteRequest request, ClusterView view, long nowNanos, @Nullable Need need) {
        return need != null
                && need.primary() == null
                && request.readsFromReplica()
                && request.isolation() != Connection.TRANSACTION_SERIALIZABLE
                && selector.hasFit(view, request.avoid(), nowNanos);
    }

    private @Nullable Route to(@Nullable Node node, RouteReason reason) {
        return node == null ? null : routes[node.index()][reason.ordinal()];
    }

    private static Route[] routesTo(Node node) {
        return Stream.of(RouteReason.values())
                .map(reason -> new Route(node, reason, new RouteDecision(node.name(), reason)))
                .toArray(Route[]::new);
    }
}
