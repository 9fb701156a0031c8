// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.Eligibility;
import io.pgsluice.NodeState;
import io.pgsluice.SluiceConfig;
import io.pgsluice.spi.Ticker;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * When each node is asked next. Confined to the monitor's thread.
 *
 * <h2>Rhythm</h2>
 *
 * <pre>
 * the primary                          every probeInterval; five times as often while its connections are in use
 * replicas                             as soon as the primary has answered, so that its position is the older one; again
 *                                      after {@link #CHASE_NANOS}, a few times, if they had not replayed it yet
 * everybody, while reads miss commits  every freshnessProbeInterval, at the commits and at the reads, less often where that is worth
 *                                      nothing to them ({@link SampleDemand}); the replicas that had not replayed
 *                                      what the primary had again after {@link #WANTED_CHASE_NANOS}, then after twice as long, and so on.
 *                                      Positions alone are asked for, and the rest every probeInterval
 * a node that missed a probe           at once
 * a replica being watched to return    five times as often
 * everybody, while there is no primary every failoverProbeInterval; also while the primary is slow to answer, since its successor may be
 *                                      there before it is given up
 * </pre>
 */
final class ProbeSchedule {
    private static final long CHASE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int MAX_CHASES = 3;

    /** The same while reads miss what was committed: soon at first, then less and less often. */
    private static final long WANTED_CHASE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int MAX_WANTED_CHASES = 12;

    /** The same where samples are worth less: as soon, but not beyond some 50 ms. */
    private static final int MAX_LESS_WANTED_CHASES = 6;

    /** How often the primary is asked at most for tokens, where reads don't make it be asked. */
    private static final long LEAST_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** How long the primary counts as in use after it was seen so. */
    private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SluiceConfig config;
    private final Ticker ticker;
    private final List<Tracker> trackers;
    private final ClusterState state;
    private final SampleDemand demand;
    private final long watchNanos;

    private boolean wasLost;
    /** Whether the primary's answer is late. */
    private boolean quiet;

    private long busyNanos = LsnHistory.NEVER;

    ProbeSchedule(SluiceConfig config, List<Tracker> trackers, ClusterState state, SampleDemand demand) {
        this.config = config;
        this.ticker = config.ticker();
        this.trackers = trackers;
        this.state = state;
        this.demand = demand;
        this.watchNanos = watchNanos(config);
    }

    /** How often reads that miss commits may have the nodes asked. */
    static SampleDemand demand(SluiceConfig config) {
        long least = config.freshnessProbeInterval().isZero()
                ? LEAST_GAP_NANOS
                : config.freshnessProbeInterval().toNanos();
        return new SampleDemand(least, watchNanos(config));
    }

    /** The next instant at which a probe is due or overdue, or the primary's answer late. */
    long wakeNanos() {
        long now = ticker.nanos();
        long wake = untilQuiet(now);
        for (Tracker tracker : trackers) {
            wake = Math.min(wake, tracker.timing().wakeNanos() - now);
        }
        return now + wake;
    }

    /** Plans probes at the word of an error that a statement has met. */
    void suspected(Tracker suspect) {
        if (state.isPrimary(suspect)) {
            hurryAll();
        } else {
            suspect.timing().hurry(ticker.nanos());
        }
    }

    /** Plans a sample of every node soon. */
    void sampleAll() {
        long now = ticker.nanos();
        trackers.forEach(tracker -> tracker.timing().soon(now, demand.leastGapNanos()));
    }

    /** Plans a sample of the primary soon; those of the replicas follow it. */
    void sample() {
        long now = ticker.nanos();
        Tracker primary = state.primary();
        if (primary == null) {
            demand.asked(now);
        } else {
            primary.timing().soon(now, demand.gapNanos(now));
        }
    }

    /** How long until the primary's answer is late, a very long time if it is not awaited or late already. */
    private long untilQuiet(long now) {
        Tracker primary = state.primary();
        return primary == null || quiet || !primary.timing().isAwaited()
                ? Long.MAX_VALUE
                : patience(primary) - primary.timing().awaitedNanos(now);
    }

    /** Asks the others often while the primary's answer is late. */
    void listenForSuccessor() {
        long now = ticker.nanos();
        Tracker primary = state.primary();
        boolean before = quiet;
        quiet = primary != null
                && (primary.health.missed() > 0 || primary.timing().awaitedNanos(now) >= patience(primary));
        if (quiet && !before) {
            trackers.stream().filter(tracker -> !state.isPrimary(tracker)).forEach(tracker -> tracker.timing()
                    .hurry(now));
        }
    }

    /** From when on an answer is late: by what the last one took, so that a distant server is not always late. */
    private long patience(Tracker primary) {
        Sample last = primary.health.sample();
        long roundTrip = last == null ? 0 : last.receivedNanos() - last.sentNanos();
        return Math.max(config.failoverProbeInterval().toNanos(), 3 * roundTrip);
    }

    /** Plans the next probes of the nodes that were just observed; whether nothing more is to be learned of any node at the start. */
    boolean plan(long now) {
        Tracker primary = state.primary();
        boolean confirmed = primary != null && primary.observed && primary.fresh;
        boolean settled = primary != null;
        for (Tracker tracker : trackers) {
            if (tracker.observed) {
                tracker.timing()
                        .schedule(
                                now,
                                primary == null || (quiet && !state.isPrimary(tracker))
                                        ? config.failoverProbeInterval().toNanos()
                                        : delay(tracker, now));
            }
            if (confirmed
                    && !state.isPrimary(tracker)
                    && tracker.health.state() == NodeState.UP
                    && (!demand.isActive(now)
                            || tracker.replica.eligibility() == Eligibility.ELIGIBLE
                            || tracker.timing().isRested(now, watchNanos))) {
                tracker.chases = 0;
                tracker.timing().hurry(now);
            }
            if (primary != null && isNewlyDetached(tracker)) {
                primary.timing().hurry(now);
            }
            settled &= isSettled(tracker);
            tracker.observed = false;
            tracker.fresh = false;
        }
        if (wasLost != (primary == null)) {
            wasLost = primary == null;
            if (wasLost) {
                hurryAll();
            }
        }
        return settled;
    }

    /** Whether a replica in use has lost its WAL receiver: its own fault, or the first sign of the primary's end. */
    private boolean isNewlyDetached(Tracker tracker) {
        Sample sample = tracker.health.sample();
        return tracker.fresh
                && sample != null
                && sample.inRecovery()
                && !sample.receiverAttached()
                && tracker.replica.eligibility() == Eligibility.ELIGIBLE;
    }

    /** Whether nothing more is to be learned of a node at the start. */
    private boolean isSettled(Tracker tracker) {
        Sample sample = tracker.health.sample();
        return switch (tracker.health.state()) {
            case UP ->
                state.isPrimary(tracker) || (sample != null && sample.receivedNanos() - state.primarySentNanos() > 0);
            case DOWN -> true;
            case UNKNOWN, SUSPECT -> false;
        };
    }

    private long delay(Tracker tracker, long now) {
        long interval = config.probeInterval().toNanos();
        Sample sample = tracker.health.sample();
        if (tracker.health.state() == NodeState.SUSPECT) {
            return tracker.health.missed() > 0 ? 0 : interval;
        }
        if (state.isPrimary(tracker)) {
            if (tracker.node().inUse() > 0) {
                busyNanos = now;
            }
            boolean busy = busyNanos != LsnHistory.NEVER && now - busyNanos < BUSY_NANOS;
            return busy ? watchNanos : interval;
        }
        if (tracker.health.state() == NodeState.DOWN || sample == null) {
            return interval;
        }
        Eligibility eligibility = tracker.replica.eligibility();
        if (eligibility == Eligibility.RETURNING) {
            return watchNanos;
        }
        boolean missed = demand.isActive(now);
        if (eligibility == Eligibility.ELIGIBLE
                && tracker.chases < maxChases(missed, now)
                && !state.hasCaughtUp(sample, demand.wantsWhole(now))) {
            int before = tracker.chases++;
            return missed ? Math.min(CHASE_NANOS, WANTED_CHASE_NANOS << before) : CHASE_NANOS;
        }
        return interval + interval / 4;
    }

    private int maxChases(boolean missed, long now) {
        if (!missed) {
            return MAX_CHASES;
        }
        return demand.isWorthMore(now) ? MAX_WANTED_CHASES : MAX_LESS_WANTED_CHASES;
    }

    /** How often a node is asked that is watched more closely than others. */
    private static long watchNanos(SluiceConfig config) {
        return Math.max(
                config.failoverProbeInterval().toNanos(), config.probeInterval().toNanos() / 5);
    }

    /** Plans probes of all nodes for now. */
    void hurryAll() {
        long now = ticker.nanos();
        trackers.forEach(tracker -> tracker.timing().hurry(now));
    }
}
