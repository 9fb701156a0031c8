// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.NodeState;
import io.pgsluice.internal.topology.Observation.Answered;
import io.pgsluice.internal.topology.Observation.Missed;
import io.pgsluice.internal.topology.Observation.Refused;
import io.pgsluice.internal.topology.Observation.Rejected;
import org.jspecify.annotations.Nullable;

/**
 * From one observation to the next state of a node; a pure function.
 *
 * <pre>
 *            answered     refused     missed                   rejected
 * UNKNOWN    UP           DOWN        SUSPECT                  SUSPECT
 * UP         UP           DOWN        SUSPECT                  SUSPECT
 * SUSPECT    UP           DOWN        DOWN at the second       SUSPECT
 * DOWN       UP           DOWN        DOWN                     DOWN
 * </pre>
 *
 * One lost probe does not bring a node down; a refused connection does, since nobody listens there. A server that rejects
 * the probe (no free slot, changed password) is alive: it is not brought down by that alone.
 */
final class NodeStateMachine {
    /** Missed probes in a row that bring a node down. */
    static final int MISSES_TO_DOWN = 2;

    private NodeStateMachine() {}

    static NodeHealth next(NodeHealth health, Observation observation, long nowNanos) {
        if (observation instanceof Answered answered) {
            return transition(health, NodeState.UP, 0, answered.sample(), nowNanos, null);
        }
        if (observation instanceof Refused refused) {
            return transition(health, NodeState.DOWN, 0, health.sample(), nowNanos, refused.detail());
        }
        boolean down = health.state() == NodeState.DOWN;
        if (observation instanceof Missed missed) {
            int misses = health.missed() + 1;
            NodeState next = down || misses >= MISSES_TO_DOWN ? NodeState.DOWN : NodeState.SUSPECT;
            return transition(health, next, misses, health.sample(), nowNanos, missed.detail());
        }
        NodeState next = down ? NodeState.DOWN : NodeState.SUSPECT;
        return transition(health, next, 0, health.sample(), nowNanos, ((Rejected) observation).detail());
    }

    private static NodeHealth transition(
            NodeHealth from,
            NodeState to,
            int missed,
            @Nullable Sample sample,
            long nowNanos,
            @Nullable String detail) {
        if (from.state() == to) {
            return new NodeHealth(to, missed, sample, from.sinceNanos(), detail);
        }
        if (!from.state().canBecome(to)) {
            throw new IllegalStateException("no transition " + from.state() + " -> " + to);
        }
        return new NodeHealth(to, missed, sample, nowNanos, detail);
    }
}
