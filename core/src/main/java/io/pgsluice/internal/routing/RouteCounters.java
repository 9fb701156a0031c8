// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.RouteReason;
import io.pgsluice.internal.topology.Node;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts transactions by node and reason. Safe for use by multiple threads. */
public final class RouteCounters {
    private final List<Map<RouteReason, LongAdder>> counters;
    private final LongAdder refused = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder inDoubt = new LongAdder();
    private final LongAdder held = new LongAdder();

    public RouteCounters(List<Node> nodes) {
        this.counters = nodes.stream().map(node -> zeros()).toList();
    }

    private static Map<RouteReason, LongAdder> zeros() {
        Map<RouteReason, LongAdder> zeros = new EnumMap<>(RouteReason.class);
        for (RouteReason reason : RouteReason.values()) {
            zeros.put(reason, new LongAdder());
        }
        return zeros;
    }

    public void count(Route route) {
        LongAdder counter = counters.get(route.node().index()).get(route.reason());
        if (counter != null) {
            counter.increment();
        }
    }

    /** Counts a transaction whose loss with its session the application is told of. */
    public void countLost(boolean mayBeCommitted) {
        (mayBeCommitted ? inDoubt : lost).increment();
    }

    public long lost() {
        return lost.sum();
    }

    public long inDoubt() {
        return inDoubt.sum();
    }

    /** Counts a statement that a replica refused as a write, and the primary ran. */
    public void countRefused() {
        refused.increment();
    }

    public long refused() {
        return refused.sum();
    }

    /** Counts calls that are held by a pause: one more, or one less. */
    public void held(int change) {
        held.add(change);
    }

    public long held() {
        return held.sum();
    }

    /** All transactions so far. */
    public long total() {
        long total = 0;
        for (Map<RouteReason, LongAdder> node : counters) {
            for (LongAdder counter : node.values()) {
                total += counter.sum();
            }
        }
        return total;
    }

    public Map<RouteReason, Long> of(Node node) {
        Map<RouteReason, Long> sums = new EnumMap<>(RouteReason.class);
        counters.get(node.index()).forEach((reason, counter) -> sums.put(reason, counter.sum()));
        return sums;
    }
}
