// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.spi.LoadBalancer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Takes the replicas in turn, from a random start, so that many instances don't all begin at the same one. There are several turns, each shared by some
 * threads, so that those which choose at the same time seldom write to the same place.
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

    /**
     * Makes turns start at different replicas, in an order that has no period: threads that come one after the other, or every second one of them, with
     * one transaction each, are spread as well.
     */
    RoundRobin(int start) {
        for (int i = 0; i < TURNS; i++) {
            turns.setPlain(place(i), start + Integer.bitCount(i));
        }
    }

    @Override
    public int choose(List<? extends Candidate> candidates) {
        return choose(turnOf(Thread.currentThread()), candidates.size());
    }

    int choose(int turn, int candidates) {
        return Integer.remainderUnsigned(turns.getAndIncrement(place(turn)), candidates);
    }

    private static int turnOf(Thread thread) {
        return (int) thread.getId() & (TURNS - 1);
    }

    private static int place(int turn) {
        return (turn + 1) * APART;
    }
}
