// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.RouteReason;
import io.pgsluice.internal.topology.Node;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts transactions by node and reason. Safe for use by multiple threads. */
@SuppressWarnings("EnumOrdinal") // indexes tables made from the same enum
public final class RouteCounters {
    /** By node and reason. */
    private final LongAdder[][] counters;

    private final LongAdder refused = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder inDoubt = new LongAdder();
    private final LongAdder held = new LongAdder();

    public RouteCounters(List<Node> nodes) {
        this.counters = nodes.stream().map(node -> zeros()).toArray(LongAdder[][]::new);
    }

    private static LongAdder[] zeros() {
        return Stream.of(RouteReason.values()).map(reason -> new LongAdder()).toArray(LongAdder[]::new);
    }

    public void count(Route route) {
        counters[route.node().index()][route.reason().ordinal()].increment();
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
        for (LongAdder[] node : counters) {
            for (LongAdder counter : node) {
                total += counter.sum();
            }
        }
        return total;
    }

    public Map<RouteReason, Long> of(Node node) {
        Map<RouteReason, Long> sums = new EnumMap<>(RouteReason.class);
        for (RouteReason reason : RouteReason.values()) {
            sums.put(reason, counters[node.index()][reason.ordinal()].sum());
        }
        return sums;
    }
}
