// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import io.pgsluice.NodeState;
import org.jspecify.annotations.Nullable;

/**
 * Whether one node answers, and what it said last. Its transition function is {@link NodeStateMachine}.
 *
 * @param state the node's state
 * @param missed probes in a row that nothing came back from
 * @param sample the last answer, null before the first; out of date unless the state is {@link NodeState#UP}
 * @param sinceNanos when the state was entered
 * @param detail the last error, null while the node answers
 */
record NodeHealth(
        NodeState state,
        int missed,
        @Nullable Sample sample,
        long sinceNanos,
        @Nullable String detail) {

    static NodeHealth initial(long nowNanos) {
        return new NodeHealth(NodeState.UNKNOWN, 0, null, nowNanos, null);
    }
}
