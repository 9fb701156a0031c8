// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.util.Map;

/**
 * What one node has done for a data source so far. Immutable.
 *
 * @param node the node's name
 * @param inUse pooled connections borrowed at this moment
 * @param idle pooled connections waiting to be borrowed
 * @param waiting threads waiting for a connection
 * @param transactions transactions routed to the node since the start, by reason; an autocommit statement is one
 */
public record NodeStatistics(String node, int inUse, int idle, int waiting, Map<RouteReason, Long> transactions) {

    /**
     * Makes statistics; the map is copied.
     *
     * @param node the node's name
     * @param inUse borrowed connections
     * @param idle idle connections
     * @param waiting waiting threads
     * @param transactions transactions by reason
     */
    public NodeStatistics {
        transactions = Map.copyOf(transactions);
    }

    /**
     * Counts the transactions that were declared read-only.
     *
     * @return all but those of {@link RouteReason#READ_WRITE_TRANSACTION}
     */
    public long reads() {
        return transactions.entrySet().stream()
                .filter(entry -> entry.getKey() != RouteReason.READ_WRITE_TRANSACTION)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /**
     * Counts the transactions that were not declared read-only.
     *
     * @return those of {@link RouteReason#READ_WRITE_TRANSACTION}
     */
    public long writes() {
        return transactions.getOrDefault(RouteReason.READ_WRITE_TRANSACTION, 0L);
    }
}
