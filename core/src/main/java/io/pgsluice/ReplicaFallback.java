// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

/** What a read-only transaction does when no replica is eligible. */
public enum ReplicaFallback {
    /** It runs on the primary, as long as fewer than {@code maxFallbackReads} do. */
    PRIMARY,
    /** It waits for a replica, at most {@code fallbackWait}, and then fails. */
    WAIT,
    /** It fails at once. */
    FAIL
}
