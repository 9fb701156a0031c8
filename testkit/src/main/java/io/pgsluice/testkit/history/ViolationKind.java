// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

/** What can be wrong with a history. */
public enum ViolationKind {
    /** Acknowledged, must have survived, and is not there. */
    LOST_WRITE,
    /** There more than once, or counted more than once. */
    DUPLICATED_WRITE,
    /** Certainly rolled back, or never tried, and yet there. */
    PHANTOM_WRITE,
    /** Some rows of a transaction are there, others are not. */
    HALF_APPLIED,
    /** Begun and served on an old timeline after a write had been acknowledged on a newer one. */
    SPLIT_BRAIN,
    /** A read older than the bound. */
    STALE_READ,
    /** A session does not see its own acknowledged write. */
    OWN_WRITE_NOT_SEEN,
    /** A session sees an older state than before. */
    BACKWARD_READ,
    /** The accounts do not sum up, in a snapshot or at the end. */
    BROKEN_TOTAL,
    /** A transaction that is not read-only was answered by a replica. */
    MISROUTED,
    /** A replica that has caught up holds something else than the primary. */
    REPLICA_DIFFERS,
    /** An exception of a kind that must not occur, or at a time without a disturbance. */
    UNEXPECTED_EXCEPTION,
    /** More exceptions than allowed in one session and disturbance. */
    REPEATED_EXCEPTION
}
