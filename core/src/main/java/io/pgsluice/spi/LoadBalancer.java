// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.spi;

import java.util.List;

/**
 * Spreads read-only transactions over the eligible replicas. Called on the way of every such transaction by many threads at
 * once: it must be safe for use by multiple threads, must not block and should not allocate.
 */
@FunctionalInterface
public interface LoadBalancer {

    /** A replica that may be chosen. */
    interface Candidate {
        /**
         * Answers the node's name.
         *
         * @return the configured name
         */
        String name();

        /**
         * Answers the load that this data source puts on the node.
         *
         * @return physical connections in use at this moment
         */
        int inUse();
    }

    /**
     * Chooses one replica.
     *
     * @param candidates the eligible replicas, never empty, always in the same order while none comes or goes
     * @return an index into the list
     */
    int choose(List<? extends Candidate> candidates);
}
