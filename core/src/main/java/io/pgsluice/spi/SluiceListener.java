// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spi;

import io.pgsluice.NodeStatus;
import io.pgsluice.Topology;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every change in the cluster. Called on the monitor's thread, after the new topology was published and without any
 * lock held: return quickly. An exception is logged and otherwise ignored.
 */
public interface SluiceListener {

    /**
     * A node went from one state to another.
     *
     * @param before the node before
     * @param after the node now
     */
    default void nodeStateChanged(NodeStatus before, NodeStatus after) {}

    /**
     * A replica was taken into use for read-only transactions, or out of it.
     *
     * @param before the node before
     * @param after the node now, with its reason
     */
    default void eligibilityChanged(NodeStatus before, NodeStatus after) {}

    /**
     * The node that is written to changed: lost, found, or moved.
     *
     * @param before the primary before, null if there was none
     * @param after the primary now, null if there is none
     */
    default void primaryChanged(@Nullable NodeStatus before, @Nullable NodeStatus after) {}

    /**
     * Several nodes claim to be the primary; the claims that were refused are not written to.
     *
     * @param topology the nodes
     * @param message who claims what, and who was accepted
     */
    default void splitBrain(Topology topology, String message) {}

    /**
     * The cluster went back to a lower timeline: writes acknowledged on the higher one are gone.
     *
     * @param topology the nodes
     * @param message which node and which timelines
     */
    default void timelineWentBack(Topology topology, String message) {}
}
