// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import org.jspecify.annotations.Nullable;

/**
 * One transaction of the workload, as the application saw it.
 *
 * @param kind what it was
 * @param session which session, which is to say thread, ran it
 * @param start the instant before it asked for a connection, {@link History#now()}
 * @param end the instant after its last call
 * @param outcome what is known of it
 * @param effect what it wrote or read
 * @param readOnly whether it was declared read-only
 * @param onReplica whether the server that answered was in recovery
 * @param position where the primary stood within it; null where none answered
 * @param failure the exception that it surfaced; null if none
 */
public record Operation(
        OperationKind kind,
        int session,
        long start,
        long end,
        Outcome outcome,
        Effect effect,
        boolean readOnly,
        boolean onReplica,
        @Nullable Position position,
        @Nullable Failure failure) {

    /** Whether it returned. */
    public boolean acknowledged() {
        return outcome == Outcome.ACKNOWLEDGED;
    }
}
