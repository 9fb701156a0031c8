// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Whether a node answers its probes. */
public enum NodeState {
    /** No probe has finished yet. */
    UNKNOWN,
    /** The last probe was answered in time. */
    UP,
    /** One probe was missed, or a connection broke: being asked again at once. Still written to if it is the primary. */
    SUSPECT,
    /** Connections are refused, or several probe deadlines in a row were missed. Nothing is sent there. */
    DOWN;

    private static final Map<NodeState, Set<NodeState>> NEXT = new EnumMap<>(Map.of(
            UNKNOWN, EnumSet.of(UP, SUSPECT, DOWN),
            UP, EnumSet.of(SUSPECT, DOWN),
            SUSPECT, EnumSet.of(UP, DOWN),
            DOWN, EnumSet.of(UP)));

    /**
     * Tells whether a node may go from this state to another one.
     *
     * @param next the state after this one
     * @return true for a legal transition; a state is not a successor of itself
     */
    public boolean canBecome(NodeState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }
}
