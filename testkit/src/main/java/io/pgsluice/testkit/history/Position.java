// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

/**
 * Where a primary stood in its write-ahead log at some moment within a transaction: its commit record, if it has one, lies behind.
 *
 * @param timeline the primary's timeline
 * @param lsn the position, as a number of bytes
 */
public record Position(int timeline, long lsn) {
    @Override
    public String toString() {
        return timeline + ":" + Long.toHexString(lsn >>> 32) + "/" + Long.toHexString(lsn & 0xFFFF_FFFFL);
    }
}
