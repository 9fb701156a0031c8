// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.demo;

import io.pgsluice.Eligibility;
import io.pgsluice.NodeStatus;
import io.pgsluice.Topology;
import io.pgsluice.spi.SluiceListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Since when the data source uses each replica for reads, or does not. Safe for use by multiple threads. */
final class Routing implements SluiceListener {
    private record Use(boolean inUse, long since) {}

    private final RunClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Use> uses = new HashMap<>();

    Routing(RunClock clock) {
        this.clock = clock;
    }

    /** Takes over what was known before the first change. */
    void startWith(Topology topology) {
        lock.lock();
        try {
            for (NodeStatus node : topology.nodes()) {
                uses.putIfAbsent(node.name(), new Use(node.eligibility() == Eligibility.ELIGIBLE, clock.now()));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void eligibilityChanged(NodeStatus before, NodeStatus after) {
        long now = clock.now();
        boolean eligible = after.eligibility() == Eligibility.ELIGIBLE;
        lock.lock();
        try {
            Use use = uses.get(after.name());
            if (use == null || use.inUse() != eligible) {
                uses.put(after.name(), new Use(eligible, now));
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the data source has not used this replica since an instant before the given one. */
    boolean wasOutBefore(String node, long nanos) {
        lock.lock();
        try {
            Use use = uses.get(node);
            return use != null && !use.inUse() && use.since() < nanos;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a replica is in use, or is not, and returns since when. */
    long await(String node, boolean inUse, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                Use use = uses.get(node);
                if (use != null && use.inUse() == inUse) {
                    return use.since();
                }
                if (left <= 0) {
                    throw new ScriptException("pgsluice " + (inUse ? "does not use " : "still uses ") + node + " after "
                            + timeout.toSeconds() + " s");
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
