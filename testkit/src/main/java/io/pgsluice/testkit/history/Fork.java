// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

/**
 * Where a promotion began a new timeline.
 *
 * @param timeline the new one
 * @param parent the one that it forked off
 * @param lsn the position up to which both are the same
 */
public record Fork(int timeline, int parent, long lsn) {}
