// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import io.pgsluice.ConsistencyLevel;
import io.pgsluice.internal.topology.Instants;
import org.jspecify.annotations.Nullable;

/**
 * What a logical connection carries from thread to thread: its level, and what was committed through it. Confined to one thread at a time.
 */
public class ConnectionFreshness {
    /** When the last commit through it was acknowledged. */
    long written = Instants.NEVER;

    /** Whether one of them may have been acknowledged before it was flushed. */
    boolean beforeFlush;

    /** Whether its open transaction was begun within a scope. */
    boolean scoped;

    private boolean flushUnsure;

    /** The level that was set for it; null if none was. */
    public @Nullable ConsistencyLevel level() {
        return null;
    }

    /** Whether the end of each statement is to be noted. */
    public final boolean isScoped() {
        return scoped;
    }

    /** Notes that a transaction begins, and whether its COMMIT may be acknowledged before it is flushed. */
    public final void begins(boolean mayBeUnflushed) {
        flushUnsure = mayBeUnflushed;
    }

    /** Notes a further statement. */
    public final void runs(boolean mayBeUnflushed) {
        flushUnsure |= mayBeUnflushed;
    }

    /** Whether the open transaction's COMMIT may be acknowledged before it is flushed, as far as the connection knows. */
    public boolean mayBeUnflushed() {
        return flushUnsure;
    }

    final boolean hasWritten() {
        return written != Instants.NEVER;
    }

    final void wrote(long nanos, boolean unflushed) {
        written = Instants.later(written, nanos);
        beforeFlush |= unflushed;
    }
}
