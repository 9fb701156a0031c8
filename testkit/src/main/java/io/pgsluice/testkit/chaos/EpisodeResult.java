// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.chaos;

import io.pgsluice.testkit.history.Operation;
import io.pgsluice.testkit.history.Verdict;
import java.util.List;
import java.util.Map;

/**
 * What became of one plan.
 *
 * @param plan what was done
 * @param operations what the load recorded
 * @param faults how often each fault was injected
 * @param verdict what the checker says
 * @param failovers how long each promotion took to be of use
 * @param stuck threads that did not end, with their stacks
 */
public record EpisodeResult(
        Plan plan,
        List<Operation> operations,
        Map<Fault, Integer> faults,
        Verdict verdict,
        List<Failover> failovers,
        List<String> stuck) {

    /** Whether nothing is wrong. */
    public boolean isClean() {
        return verdict.violations().isEmpty() && stuck.isEmpty();
    }
}
