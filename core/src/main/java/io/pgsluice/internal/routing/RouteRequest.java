// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

/**
 * What is known of a transaction before its first statement.
 *
 * @param readOnly whether it was declared read-only
 * @param isolation its isolation level, as in {@link java.sql.Connection}
 * @param avoid a bit for each node (by {@code Node.index}) that has just failed this very transaction
 */
public record RouteRequest(boolean readOnly, int isolation, long avoid) {

    /** The same request, once more without a node. */
    public RouteRequest avoiding(int nodeIndex) {
        return new RouteRequest(readOnly, isolation, avoid | 1L << nodeIndex);
    }
}
