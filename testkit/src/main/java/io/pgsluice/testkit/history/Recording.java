// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.List;

/**
 * Everything that the checker judges.
 *
 * @param operations all operations, in any order
 * @param forks the promotions
 * @param disturbances when exceptions are to be expected
 * @param outages when there was no primary to be reached
 * @param expectedTotal the sum of all accounts, which no transfer changes
 * @param primary what the final primary holds
 * @param replicas what each of the others holds
 */
public record Recording(
        List<Operation> operations,
        List<Fork> forks,
        List<Disturbance> disturbances,
        List<Outage> outages,
        long expectedTotal,
        FinalState primary,
        List<FinalState> replicas) {}
