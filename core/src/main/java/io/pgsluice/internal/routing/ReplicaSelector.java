// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.SluiceConfig;
import io.pgsluice.internal.topology.ClusterView;
import io.pgsluice.internal.topology.Node;
import io.pgsluice.spi.LoadBalancer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Picks a replica: eligible in the picture, still fresh at an instant, not to be avoided; by the load balancer, with a
 * growing share for one that has just come back. Safe for use by multiple threads.
 */
final class ReplicaSelector {
    private final LoadBalancer balancer;
    private final long maxStalenessNanos;
    private final long slowStartNanos;
    private final DoubleSupplier random;

    ReplicaSelector(SluiceConfig config) {
        this(config, () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * Makes a selector.
     *
     * @param random from 0 inclusive to 1 exclusive
     */
    ReplicaSelector(SluiceConfig config, DoubleSupplier random) {
        this.balancer = config.loadBalancer();
        this.maxStalenessNanos = config.maxReplicaLag().toNanos();
        this.slowStartNanos = config.slowStart().toNanos();
        this.random = random;
    }

    @Nullable
    Node select(ClusterView view, long avoid, @Nullable Node prefer, long nowNanos, @Nullable Need need) {
        int last = need == null || prefer != null ? -1 : need.lastReplica();
        List<Node> replicas = view.replicas();
        int fit = 0;
        boolean ramping = false;
        for (int i = 0; i < replicas.size(); i++) {
            Node replica = replicas.get(i);
            if (isFit(view, i, avoid, nowNanos) && (need == null || need.isMetBy(view, i, nowNanos))) {
                if (replica.equals(prefer) || replica.index() == last) {
                    return replica;
                }
                fit++;
                ramping |= view.rampNanos(i, nowNanos) < slowStartNanos;
            }
        }
        if (fit == 0) {
            return null;
        }
        if (fit == replicas.size() && !ramping) {
            return replicas.get(balancer.choose(replicas));
        }
        return selectAmong(view, avoid, nowNanos, need);
    }

    /** Whether there is an eligible replica, whatever a read must see. */
    boolean hasFit(ClusterView view, long avoid, long nowNanos) {
        boolean fit = false;
        for (int i = 0; i < view.replicas().size() && !fit; i++) {
            fit = isFit(view, i, avoid, nowNanos);
        }
        return fit;
    }

    private Node selectAmong(ClusterView view, long avoid, long nowNanos, @Nullable Need need) {
        List<Node> fit = new ArrayList<>();
        List<Node> willing = new ArrayList<>();
        for (int i = 0; i < view.replicas().size(); i++) {
            if (isFit(view, i, avoid, nowNanos) && (need == null || need.isMetBy(view, i, nowNanos))) {
                fit.add(view.replicas().get(i));
                if (takesItsShare(view.rampNanos(i, nowNanos))) {
                    willing.add(view.replicas().get(i));
                }
            }
        }
        List<Node> candidates = willing.isEmpty() ? fit : willing;
        return candidates.get(balancer.choose(candidates));
    }

    private boolean isFit(ClusterView view, int replica, long avoid, long nowNanos) {
        return (avoid & 1L << view.replicas().get(replica).index()) == 0
                && view.stalenessNanos(replica, nowNanos) <= maxStalenessNanos;
    }

    /** The share grows linearly from a tenth. */
    private boolean takesItsShare(long rampNanos) {
        if (rampNanos >= slowStartNanos) {
            return true;
        }
        double share = 0.1 + 0.9 * rampNanos / slowStartNanos;
        return random.getAsDouble() < share;
    }
}
