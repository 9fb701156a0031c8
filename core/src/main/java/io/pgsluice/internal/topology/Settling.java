// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

/**
 * Up to when the primary shows what replicas have shown.
 *
 * <p>A replica may show a transaction before the primary does: its COMMIT is flushed, sent and replayed, while on the primary it still waits for
 * synchronous standbys, or for a processor. What a replica has shown before an instant had a number by then. So if all numbers that were given by
 * then belong to transactions that are over, as a later snapshot of the primary says, the primary shows it too. Confined to the
 * monitor's thread.
 */
final class Settling {
    private long settledNanos = Instants.NEVER;

    /** A sample whose transactions were not all over; {@link Instants#NEVER} for none. */
    private long pendingNanos = Instants.NEVER;

    private int pendingNext;

    /** Adds a sample of the primary, later than those before. */
    void add(Sample primary) {
        if (pendingNanos != Instants.NEVER && primary.oldestTransaction() - pendingNext >= 0) {
            settledNanos = pendingNanos;
            pendingNanos = Instants.NEVER;
        }
        if (primary.oldestTransaction() - primary.nextTransaction() >= 0) {
            settledNanos = primary.sentNanos();
        } else if (pendingNanos == Instants.NEVER) {
            pendingNanos = primary.sentNanos();
            pendingNext = primary.nextTransaction();
        }
    }

    /** Forgets everything: another primary or timeline. */
    void clear() {
        settledNanos = Instants.NEVER;
        pendingNanos = Instants.NEVER;
    }

    /** What a replica has shown before this instant is visible on the primary; {@link Instants#NEVER} for nothing. */
    long settledNanos() {
        return settledNanos;
    }
}
