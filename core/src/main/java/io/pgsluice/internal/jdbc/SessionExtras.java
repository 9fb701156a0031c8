// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.ConsistencyLevel;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What few logical connections have set or met; made with the first of it. Confined to one thread at a time. */
final class SessionExtras {
    /** Zero if none was set. */
    int holdability;
    /** In milliseconds, negative if none was set. */
    int networkTimeout = -1;

    Executor networkTimeoutExecutor = Runnable::run;

    @Nullable
    Map<String, Class<?>> typeMap;

    /** What binds to the current lease; null for nothing. */
    @Nullable
    String pinnedBy;

    /** What told first that the transaction is gone which the application believes to be in; null for none. */
    @Nullable
    SQLException lost;

    @Nullable
    ConsistencyLevel level;

    /** What was set by SQL; null if nothing was, and no savepoint made. */
    @Nullable
    SessionSettings settings;

    @Nullable
    DatabaseMetaData metaData;
}
