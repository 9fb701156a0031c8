// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.internal.transactions;

import io.pgsluice.spi.Ticker;
import java.time.InstantSource;

/**
 * How transactions are run.
 *
 * @param name stands in messages and names of threads
 * @param isolation the isolation level of blocks, 0 for the data source's default
 * @param timeoutNanos how long attempts begin, and how long it is asked what became of one
 * @param maxAttempts how often a block runs at most
 * @param minBackoffNanos the pause before the second attempt, at most
 * @param maxBackoffNanos the longest pause
 * @param retentionNanos how long a marker is kept
 * @param ticker measures time
 * @param clock tells time that goes on while the machine is suspended
 */
public record TransactionSettings(
        String name,
        int isolation,
        long timeoutNanos,
        int maxAttempts,
        long minBackoffNanos,
        long maxBackoffNanos,
        long retentionNanos,
        Ticker ticker,
        InstantSource clock) {}
