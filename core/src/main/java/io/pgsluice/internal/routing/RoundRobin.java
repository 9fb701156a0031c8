// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.spi.LoadBalancer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Takes the replicas in turn, from a random start, so that many instances don't all begin at the same one. Threads have turns of their own, some
 * threads one together, so that those which choose at the same time seldom write to the same place.
 */
public final class RoundRobin implements LoadBalancer {
    /** A power of two. */
    private static final int TURNS = 32;

    /** So far are two turns apart in the array: 128 bytes, two lines of a cache, since some processors fetch lines in pairs. */
    private static final int APART = 32;

    private final AtomicIntegerArray turns = new AtomicIntegerArray((TURNS + 1) * APART);

    /** Starts at a random replica. */
    public RoundRobin() {
        this(ThreadLocalRandom.current().nextInt());
    }

    /** Makes neighbours start at neighbours: threads that come one after the other, with one transaction each, are spread as well. */
    RoundRobin(int start) {
        for (int i = 0; i < TURNS; i++) {
            turns.setPlain(place(i), start + i);
        }
    }

    @Override
    public int choose(List<? extends Candidate> candidates) {
        int turn = turns.getAndIncrement(place(turnOf(Thread.currentThread())));
        return Integer.remainderUnsigned(turn, candidates.size());
    }

    static int turnOf(Thread thread) {
        return (int) thread.getId() & (TURNS - 1);
    }

    private static int place(int turn) {
        return (turn + 1) * APART;
    }
}
