// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.routing;

import org.jspecify.annotations.Nullable;

/** An open scope. Confined to the thread that opened it. */
public final class Scope {
    final ThreadFreshness thread;
    final @Nullable Scope outer;
    boolean closed;

    /** The progress that began with it, of which the thread keeps what other threads have written; null within another scope. */
    final @Nullable Progress own;

    /** What it requires together with those around it. */
    Requirements requirements;

    Scope(ThreadFreshness thread, @Nullable Scope outer, Requirements requirements, @Nullable Progress own) {
        this.thread = thread;
        this.outer = outer;
        this.requirements = requirements;
        this.own = own;
    }
}
