// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

/**
 * What is remembered of the cluster's primaries.
 *
 * @param systemIdentifier the cluster's identity, 0 before the first primary
 * @param timeline the timeline of the last accepted primary, 0 before the first
 * @param holder index of the node that was last accepted on that timeline, -1 before the first
 * @param sinceNanos when that node was accepted: what others said of themselves before is out of date
 */
record Term(long systemIdentifier, int timeline, int holder, long sinceNanos) {
    static final Term NONE = new Term(0, 0, -1, 0);
}
