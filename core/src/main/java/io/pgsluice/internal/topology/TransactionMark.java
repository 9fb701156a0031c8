// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.topology;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Whether a physical connection has a transaction open that a pause waits for. Written by the thread that uses the connection, read by the
 * one that pauses: the first sets its mark and then looks for a pause, the second orders the pause and then looks at the marks, so that
 * one of the two sees the other. A connection has its own, so that nothing is contended.
 */
public final class TransactionMark {
    private static final AtomicReferenceFieldUpdater<TransactionMark, Object> OWNER =
            AtomicReferenceFieldUpdater.newUpdater(TransactionMark.class, Object.class, "owner");

    /** Who has a transaction open; null for nobody. */
    private volatile @Nullable Object owner;

    TransactionMark() {}

    /** Notes that a transaction of the owner's is about to begin. */
    public void set(Object by) {
        owner = by;
    }

    /** Notes that it is over; nothing if the connection is another one's by now. */
    public void clear(Object by) {
        if (owner == by) {
            OWNER.lazySet(this, null);
        }
    }

    public boolean isSet() {
        return owner != null;
    }
}
