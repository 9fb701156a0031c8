// SPDX-License-Identifier: Apache-2.0
/**
 * What an application saw while a cluster suffered, and whether that was right: a {@link io.pgsluice.testkit.history.Workload}
 * records every operation, and a {@link io.pgsluice.testkit.history.HistoryChecker} judges the record. Works on any
 * {@link javax.sql.DataSource}.
 *
 * <h2>What is violated, and what is not</h2>
 *
 * <p>The checker knows operations by what the application was told: acknowledged, certainly rolled back, in doubt. A write in doubt may be
 * there or not, once. An acknowledged one must be there, except where asynchronous replication has lost it: then, and only then, its
 * commit lies in the write-ahead log behind the position where the new primary's timeline forked off. {@link
 * io.pgsluice.testkit.history.Survival} decides that from positions, never from the fact that the row is missing, and what it excuses is
 * counted apart.
 */
@NullMarked
package io.pgsluice.testkit.history;

import org.jspecify.annotations.NullMarked;
