// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.Eligibility;
import io.pgsluice.Lsn;
import io.pgsluice.NodeStatus;
import io.pgsluice.Role;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the monitor keeps for one node: its probe, its schedule and what is known of it. Confined to the monitor's thread. */
final class Tracker {
    private final Node node;
    private final PhysicalConnections physical;
    private final NodeProbe probe;
    private final ProbeTiming timing;
    NodeHealth health;

    /** The last answer of the node as a standby, null if it was none yet. */
    @Nullable
    Sample asStandby;

    ReplicaRecord replica;

    /** As a standby it has not gone back in its log since it was asked at this instant. */
    long steadySince = Instants.NEVER;

    /** Whether a probe's outcome came in since the last assessment, and whether it was an answer. */
    boolean observed;

    boolean fresh;

    /** Probes sent since the primary's last answer because the node had not replayed it yet. */
    int chases;

    /** Whether its connections were closed since it was last fit. */
    boolean cut;

    /** Rounds of the monitor that have found it drained. */
    int drainedRounds;

    /** Whether it was the primary when it last answered. */
    boolean wasPrimary;

    Tracker(Node node, PhysicalConnections physical, NodeProbe probe, long nowNanos) {
        this.node = node;
        this.physical = physical;
        this.probe = probe;
        this.timing = new ProbeTiming(nowNanos);
        this.health = NodeHealth.initial(nowNanos);
        this.replica = ReplicaRecord.initial(nowNanos);
    }

    Node node() {
        return node;
    }

    PhysicalConnections physical() {
        return physical;
    }

    NodeProbe probe() {
        return probe;
    }

    /** When it was asked, and will be. */
    ProbeTiming timing() {
        return timing;
    }

    /** Sends a probe. */
    void ask(long nowNanos, long timeoutNanos, boolean positionsAlone) {
        probe.request(timing.ask(nowNanos, timeoutNanos), positionsAlone);
    }

    /** The last answer of a node that has given one. */
    Sample lastSample() {
        return Objects.requireNonNull(health.sample(), "sample");
    }

    /** Notes an answer as a standby: a server that was restarted shows again what it has replayed anew, from further back. */
    void answeredAsStandby(Sample sample) {
        Sample before = asStandby;
        if (before == null
                || before.session() != sample.session()
                || before.startedMicros() != sample.startedMicros()
                || before.position() > sample.position()) {
            steadySince = sample.sentNanos();
        }
        asStandby = sample;
    }

    /** Whether its silence may be the application's, which has not answered with credentials. */
    boolean isAskingForCredentials() {
        return probe.isAskingForCredentials();
    }

    /** Closes every connection to the node. */
    void cut() {
        physical.abortAll();
        node.pool().evictAll();
    }

    NodeStatus status(boolean isPrimary, boolean drained) {
        Sample sample = health.sample();
        Role role = sample == null ? Role.UNKNOWN : sample.inRecovery() ? Role.REPLICA : Role.PRIMARY;
        return new NodeStatus(
                node.name(),
                node.address(),
                role,
                health.state(),
                replica.eligibility(),
                sample == null ? null : new Lsn(sample.position()),
                role == Role.PRIMARY && sample != null
                        ? sample.timeline()
                        : replica.proof().timeline(),
                sample == null ? 0 : sample.systemIdentifier(),
                isPrimary || role != Role.REPLICA || replica.lagNanos() < 0
                        ? null
                        : Duration.ofNanos(replica.lagNanos()),
                detail(drained));
    }

    private @Nullable String detail(boolean drained) {
        Sample sample = health.sample();
        if (replica.eligibility() == Eligibility.WRONG_SYSTEM && sample != null) {
            return "system_identifier " + sample.systemIdentifier();
        }
        if (health.detail() == null
                && sample != null
                && replica.eligibility() == Eligibility.FENCED
                && !sample.writable()) {
            return "transaction_read_only=on";
        }
        return health.detail() == null && drained && replica.eligibility() != Eligibility.DRAINED
                ? "drained as a replica"
                : health.detail();
    }
}
