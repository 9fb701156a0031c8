// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.Map;

/**
 * What the tables hold on a node after the workload has ended and the node has caught up.
 *
 * @param node the node's name
 * @param rows how often each id is there
 * @param total the sum of all accounts
 * @param counters the value of each counter
 */
public record FinalState(String node, Map<Long, Integer> rows, long total, Map<Integer, Long> counters) {
    int count(long id) {
        return rows.getOrDefault(id, 0);
    }

    boolean holdsTheSame(FinalState other) {
        return rows.equals(other.rows) && total == other.total && counters.equals(other.counters);
    }
}
