// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

/**
 * When one node was asked, and when it will be. Confined to the monitor's thread.
 *
 * <p>A probe is planned, or it runs, or it is over and the next one is not planned yet. Whoever wants one gets it in each of the three: the plan is changed, or made
 * with that in mind.
 */
final class ProbeTiming {
    private enum Phase {
        PLANNED,
        RUNNING,
        OVER
    }

    private Phase phase = Phase.PLANNED;
    private int lastRequest;
    private long askedNanos;
    private long deadlineNanos;
    private long dueNanos;
    /** Whether the next plan is for at once. */
    private boolean again;

    /** The next plan is for no later than this; {@link Instants#NEVER} if that does not matter. */
    private long soonNanos = Instants.NEVER;

    /** Plans the first probe for now. */
    ProbeTiming(long nowNanos) {
        this.dueNanos = nowNanos;
        this.askedNanos = nowNanos;
    }

    /** The next instant at which something is to be done for the node. */
    long wakeNanos() {
        return phase == Phase.RUNNING ? deadlineNanos : dueNanos;
    }

    boolean isDue(long nowNanos) {
        return phase != Phase.RUNNING && dueNanos - nowNanos <= 0;
    }

    boolean isOverdue(long nowNanos) {
        return phase == Phase.RUNNING && deadlineNanos - nowNanos <= 0;
    }

    /** How long a probe's answer has been awaited, 0 if none is. */
    long awaitedNanos(long nowNanos) {
        return phase == Phase.RUNNING ? nowNanos - askedNanos : 0;
    }

    /** Whether it was not asked for a while. */
    boolean isRested(long nowNanos, long forNanos) {
        return nowNanos - askedNanos >= forNanos;
    }

    /** Whether a probe's answer is awaited. */
    boolean isAwaited() {
        return phase == Phase.RUNNING;
    }

    /** Notes that a probe is sent; answers which request that is. */
    int ask(long nowNanos, long timeoutNanos) {
        phase = Phase.RUNNING;
        askedNanos = nowNanos;
        deadlineNanos = nowNanos + timeoutNanos;
        again = false;
        soonNanos = Instants.NEVER;
        return ++lastRequest;
    }

    /** The awaited probe is given up: its failure, should it still come, says nothing new. */
    void giveUp() {
        phase = Phase.OVER;
    }

    /** Takes an outcome; false if it is to be ignored. */
    boolean accepts(int request, Observation observation) {
        if (phase == Phase.RUNNING && request == lastRequest) {
            phase = Phase.OVER;
            return true;
        }
        return observation instanceof Observation.Answered;
    }

    /** Plans the next probe, unless it is planned or runs: an answer may come late. */
    void schedule(long nowNanos, long delayNanos) {
        if (phase != Phase.OVER) {
            return;
        }
        dueNanos = again ? nowNanos : nowNanos + delayNanos;
        if (soonNanos != Instants.NEVER && dueNanos - soonNanos > 0) {
            dueNanos = soonNanos;
        }
        phase = Phase.PLANNED;
        again = false;
        soonNanos = Instants.NEVER;
    }

    /** Wants a probe a while after the last one, and at least after the one that is running. */
    void soon(long nowNanos, long gapNanos) {
        long at = nowNanos - askedNanos < gapNanos ? askedNanos + gapNanos : nowNanos;
        if (phase == Phase.PLANNED) {
            dueNanos = dueNanos - at > 0 ? at : dueNanos;
        } else if (soonNanos == Instants.NEVER || soonNanos - at > 0) {
            soonNanos = at;
        }
    }

    /** Wants a probe now, or right after the one that is running. */
    void hurry(long nowNanos) {
        if (phase == Phase.PLANNED) {
            dueNanos = nowNanos;
        } else {
            again = true;
        }
    }
}
