// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

/**
 * What {@link SluiceTransactions} did so far. Immutable.
 *
 * @param committed executions that have returned
 * @param repeated runs of blocks after their first
 * @param foundCommitted commits without an answer that had happened
 * @param foundRolledBack commits without an answer that had not
 * @param unknown commits without an answer of which nothing could be learned in time
 */
public record TransactionStatistics(
        long committed, long repeated, long foundCommitted, long foundRolledBack, long unknown) {}
