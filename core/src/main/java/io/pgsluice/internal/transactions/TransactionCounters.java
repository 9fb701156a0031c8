// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.transactions;

import java.util.concurrent.atomic.LongAdder;

/** What happened so far. Safe for use by multiple threads. */
public final class TransactionCounters {
    final LongAdder committed = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder foundCommitted = new LongAdder();
    final LongAdder foundRolledBack = new LongAdder();
    final LongAdder unknown = new LongAdder();

    /** Nothing happened yet. */
    public TransactionCounters() {}

    /** Executions that have returned. */
    public long committed() {
        return committed.sum();
    }

    /** Attempts after the first of their execution. */
    public long repeated() {
        return repeated.sum();
    }

    /** Commits in doubt that had happened. */
    public long foundCommitted() {
        return foundCommitted.sum();
    }

    /** Commits in doubt that had not happened. */
    public long foundRolledBack() {
        return foundRolledBack.sum();
    }

    /** Commits in doubt of which nothing could be learned in time. */
    public long unknown() {
        return unknown.sum();
    }
}
