// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.spi.LoadBalancer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes the replicas in turn, from a random start, so that many instances don't all begin at the same one. */
public final class RoundRobin implements LoadBalancer {
    private final AtomicInteger turn;

    /** Starts at a random replica. */
    public RoundRobin() {
        this(ThreadLocalRandom.current().nextInt());
    }

    RoundRobin(int start) {
        turn = new AtomicInteger(start);
    }

    @Override
    public int choose(List<? extends Candidate> candidates) {
        return Integer.remainderUnsigned(turn.getAndIncrement(), candidates.size());
    }
}
