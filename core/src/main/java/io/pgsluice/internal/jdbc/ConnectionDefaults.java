// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.jdbc;

import io.pgsluice.internal.sql.StatementCache;
import org.jspecify.annotations.Nullable;

/** What a logical connection answers before it has a physical one. Safe for use by multiple threads. */
interface ConnectionDefaults {

    /** The data source's name, for messages. */
    String dataSourceName();

    /** What {@code DatabaseMetaData.getURL()} answers. */
    String url();

    @Nullable
    String userName();

    /** The database's name; null leaves the question to a server. */
    @Nullable
    String catalog();

    /** The {@code ApplicationName} of a fresh physical connection; null for none. */
    @Nullable
    String applicationName();

    /** The isolation level of a fresh physical connection, as in {@link java.sql.Connection}. */
    int transactionIsolation();

    /** The network timeout of a fresh physical connection in milliseconds, zero for none. */
    int networkTimeout();

    /** The servers' version as {@code server_version} says it; null leaves the question to a server. */
    @Nullable
    String serverVersion();

    /** What statements say of what they do. */
    StatementCache statements();

    /** Whether statements that only read may run on replicas with autocommit on, without being declared read-only. */
    boolean routesAutocommitReads();
}
