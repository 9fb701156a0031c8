// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.Eligibility;
import io.pgsluice.NodeState;
import io.pgsluice.NodeStatus;
import io.pgsluice.SluiceConfig;
import io.pgsluice.Topology;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the cluster as a whole: who is primary, on which timeline, when it was where, and so what each replica is good
 * for. Confined to the monitor's thread.
 */
final class ClusterState {
    private static final int HISTORY = 1024;
    private static final int MOST_FORKS = 64;

    private final List<Tracker> trackers;
    private final List<String> names;
    private final ReplicaAssessor.Limits limits;
    private final LsnHistory history;
    private Term term = Term.NONE;
    private int primary = PrimaryElection.NOBODY;
    private long primarySentNanos = LsnHistory.NEVER;
    private @Nullable Fork fork;
    private @Nullable Sample lastReference;
    private final Settling settling = new Settling();
    private List<Fork> forks = List.of();
    private Operations operations = Operations.NONE;

    ClusterState(SluiceConfig config, List<Tracker> trackers) {
        this.trackers = trackers;
        this.names = trackers.stream().map(tracker -> tracker.node().name()).toList();
        this.history = new LsnHistory(HISTORY, config.probeInterval().toNanos() / 4);
        this.limits = new ReplicaAssessor.Limits(
                config.maxReplicaLag().toNanos(),
                config.probeInterval().toNanos() * 3,
                config.samplesToReturn(),
                !config.slowStart().isZero());
    }

    /** Folds in what was observed of the nodes since the last call. */
    PrimaryElection.Outcome assess(long nowNanos) {
        List<NodeHealth> healths =
                trackers.stream().map(tracker -> tracker.health).toList();
        PrimaryElection.Outcome outcome = PrimaryElection.elect(healths, names, term, primary);
        boolean followed = outcome.primary() != PrimaryElection.NOBODY
                && trackers.get(outcome.primary()).replica.proof().timeline() == term.timeline();
        if (outcome.term().timeline() != term.timeline() || outcome.term().holder() != term.holder()) {
            startHistory();
            lastReference = null;
            settling.clear();
        }
        Term before = term;
        term = outcome.term();
        primary = outcome.primary();
        Sample reference = reference();
        if (reference != null && term.timeline() != before.timeline()) {
            fork = followed ? Fork.seen(primary, trackers.get(primary).asStandby, reference, before.timeline()) : null;
            forks = forksWith(fork, term.timeline());
        }
        if (reference != null && trackers.get(primary).fresh) {
            history.add(reference.sentNanos(), reference.position(), reference.inserted());
            lastReference = reference;
            settling.add(reference);
            primarySentNanos = reference.sentNanos();
        }
        TimelineProof.Witness witness = witness(reference);
        for (Tracker tracker : trackers) {
            tracker.replica = ReplicaAssessor.assess(
                    tracker.health,
                    tracker.replica,
                    context(tracker, witness, reference),
                    history,
                    limits,
                    tracker.fresh,
                    nowNanos);
        }
        return outcome;
    }

    /** Takes an operator's orders; true if they are news. */
    boolean operate(Operations orders) {
        boolean news = orders.generation() != operations.generation();
        operations = orders;
        return news;
    }

    /** Whether a node was drained and is no primary, which can't be. */
    boolean isDrained(Tracker tracker) {
        return operations.isDrained(tracker.node().index()) && !isPrimary(tracker);
    }

    boolean hasPrimary() {
        return primary != PrimaryElection.NOBODY;
    }

    boolean isPrimary(Tracker tracker) {
        return tracker.node().index() == primary;
    }

    /** The primary, null while there is none. */
    @Nullable
    Tracker primary() {
        return hasPrimary() ? trackers.get(primary) : null;
    }

    /** The primary's last sample, null while there is no primary. */
    @Nullable
    Sample reference() {
        return hasPrimary() ? trackers.get(primary).health.sample() : null;
    }

    /** When the primary was last asked successfully, {@link LsnHistory#NEVER} before the first time. */
    long primarySentNanos() {
        return primarySentNanos;
    }

    /** Whether a replica has replayed all that the primary had at its last sample. */
    boolean hasCaughtUp(Sample replica, boolean whole) {
        return whole ? history.reachesNewestWhole(replica.position()) : history.reachesNewest(replica.position());
    }

    /** The picture of this moment. */
    ClusterView view(long version, long nowNanos) {
        List<NodeStatus> statuses = statuses();
        Tracker current = primary();
        Topology topology = new Topology(version, statuses, current == null ? null : statuses.get(primary));
        List<Tracker> eligible = trackers.stream()
                .filter(tracker -> tracker.replica.eligibility() == Eligibility.ELIGIBLE)
                .toList();
        return new ClusterView(
                topology,
                nowNanos,
                current == null ? null : current.node(),
                eligible.stream().map(Tracker::node).toList(),
                ReplicaProofs.of(eligible),
                log(),
                horizon(),
                defaultIsolation(),
                serverVersion(),
                primaryHistory(),
                operations);
    }

    private @Nullable PrimaryHistory primaryHistory() {
        Sample reference = reference();
        return reference == null
                ? null
                : new PrimaryHistory(
                        primary,
                        reference.timeline(),
                        reference.sentNanos(),
                        reference.startedMicros(),
                        reference.replayEnd(),
                        fork);
    }

    private @Nullable LogState log() {
        Sample last = lastReference;
        return term.timeline() == 0
                ? null
                : new LogState(
                        term.systemIdentifier(),
                        term.timeline(),
                        last == null ? Instants.NEVER : last.sentNanos(),
                        settling.settledNanos(),
                        askedNanos(),
                        last == null ? 0 : last.position(),
                        last == null ? 0 : last.inserted(),
                        last != null && last.flushesLate(),
                        forks);
    }

    /** When the node was asked whose answer is the oldest of those that answer. */
    private long askedNanos() {
        long oldest = Long.MAX_VALUE;
        for (Tracker tracker : trackers) {
            if (tracker.health.state() == NodeState.UP) {
                long sent = tracker.lastSample().sentNanos();
                oldest = oldest == Long.MAX_VALUE || sent - oldest < 0 ? sent : oldest;
            }
        }
        return oldest == Long.MAX_VALUE ? Instants.NEVER : oldest;
    }

    /** The known ends of timelines that are earlier than the present one; a timeline above it is not part of this log. */
    private List<Fork> forksWith(@Nullable Fork latest, int timeline) {
        List<Fork> known = new ArrayList<>(forks);
        known.removeIf(each -> each.timeline() >= timeline);
        if (latest != null) {
            known.add(latest);
        }
        return List.copyOf(known.subList(Math.max(0, known.size() - MOST_FORKS), known.size()));
    }

    private List<NodeStatus> statuses() {
        List<NodeStatus> statuses = new ArrayList<>();
        for (Tracker tracker : trackers) {
            statuses.add(tracker.status(
                    isPrimary(tracker), operations.isDrained(tracker.node().index())));
        }
        return statuses;
    }

    private void startHistory() {
        history.clear();
        for (Tracker tracker : trackers) {
            tracker.replica = tracker.replica.unproven();
        }
    }

    private ReplicaAssessor.Context context(
            Tracker tracker, TimelineProof.Witness witness, @Nullable Sample reference) {
        return new ReplicaAssessor.Context(
                term.systemIdentifier(),
                isPrimary(tracker),
                isDrained(tracker),
                witness,
                primarySentNanos,
                horizon(),
                reference == null
                        ? null
                        : reference.replayLagNanos().get(tracker.node().name()));
    }

    private TimelineProof.Witness witness(@Nullable Sample reference) {
        List<Sample> answers = trackers.stream()
                .filter(tracker -> tracker.health.state() == NodeState.UP)
                .map(tracker -> tracker.health.sample())
                .filter(Objects::nonNull)
                .toList();
        long claims = answers.stream().filter(sample -> !sample.inRecovery()).count();
        long attached = answers.stream().filter(Sample::receiverAttached).count();
        return new TimelineProof.Witness(
                term.timeline(),
                term.sinceNanos(),
                reference == null ? 0 : reference.standbys(),
                (int) attached,
                reference != null
                        && claims == 1
                        && answers.size() == trackers.size()
                        && attached == trackers.size() - 1);
    }

    /**
     * Freshness is asked for up to now, but while the primary is silent or lost only up to its last sample. A primary that merely
     * rejects its probes may be taking writes: then time goes on.
     */
    private long horizon() {
        Tracker current = primary();
        boolean silent = current == null || (current.health.state() != NodeState.UP && current.health.missed() > 0);
        return silent && primarySentNanos != LsnHistory.NEVER ? primarySentNanos : Long.MAX_VALUE;
    }

    /** The strictest of what the servers have. */
    private int defaultIsolation() {
        return samples().mapToInt(Sample::defaultIsolation).max().orElse(Connection.TRANSACTION_READ_COMMITTED);
    }

    private @Nullable String serverVersion() {
        return samples().map(Sample::serverVersion).findFirst().orElse(null);
    }

    private Stream<Sample> samples() {
        return trackers.stream().map(tracker -> tracker.health.sample()).filter(Objects::nonNull);
    }
}
