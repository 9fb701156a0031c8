// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.time.Duration;

/**
 * How much the workload does.
 *
 * @param appenders threads that write single rows, by turns with and without a transaction
 * @param batchers threads that write several rows in a transaction
 * @param tellers threads that transfer
 * @param counters threads that raise a counter of their own, append, and read both back
 * @param auditors threads that sum up the accounts
 * @param readers threads that read all counters
 * @param accounts how many accounts there are
 * @param pause how long a thread waits after each operation
 * @param maxOperations how many operations a thread does at most
 * @param readOwnReadOnly whether sessions read back their own writes in read-only transactions, by turns with others
 */
public record WorkloadOptions(
        int appenders,
        int batchers,
        int tellers,
        int counters,
        int auditors,
        int readers,
        int accounts,
        Duration pause,
        int maxOperations,
        boolean readOwnReadOnly) {

    /** Eleven threads that take turns of 20 ms: some hundreds of transactions a second, light enough for two processors. */
    public static WorkloadOptions light() {
        return new WorkloadOptions(2, 1, 2, 2, 1, 3, 20, Duration.ofMillis(20), 200_000, false);
    }

    /** The sum of all accounts. */
    public long total() {
        return accounts * Tables.BALANCE;
    }
}
