// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a physical connection stands apart from a fresh one. Written by {@link SessionState} alone. */
final class AppliedState {
    /** The count of changes that {@link SessionState} had seen when it was applied last. */
    int changes;

    boolean autoCommit = true;
    boolean readOnly;
    /** Whether the session was made read only on the server. */
    boolean sessionReadOnly;
    /** Zero for the default. */
    int isolation;
    /** Zero for the default. */
    int holdability;
    /** Negative for the default. */
    int networkTimeout = -1;

    boolean schemaSet;
    /** Whether a schema was ever told: the pool leaves it as it is. */
    boolean schemaToRestore;

    @Nullable
    String schema;
    /** Whether a rollback may undo what was set on the server. */
    boolean setInTransaction;

    @Nullable
    Map<String, Class<?>> typeMap;
    /** Values by name; null for none set. */
    @Nullable
    Map<String, String> clientInfo;
    /** What to put back before the connection goes to the pool. */
    @Nullable
    Map<String, Class<?>> typeMapBefore;

    /** The same by name; null for nothing. */
    @Nullable
    Map<String, String> clientInfoBefore;
    /** The holdability to put back, zero for none. */
    int holdabilityBefore;
}
