// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares the rows that were written with those that are there. */
final class RowChecks {
    private final Findings findings;
    private final Survival survival;

    RowChecks(Findings findings, Survival survival) {
        this.findings = findings;
        this.survival = survival;
    }

    void check(List<Operation> operations, FinalState state) {
        Set<Long> known = new HashSet<>();
        for (Operation operation : operations) {
            if (operation.effect() instanceof Effect.Rows rows) {
                known.addAll(rows.ids());
                check(operation, rows.ids(), state);
            }
        }
        for (Long id : state.rows().keySet()) {
            if (!known.contains(id)) {
                findings.add(ViolationKind.PHANTOM_WRITE, "row " + id + " was never written");
            }
        }
    }

    private void check(Operation operation, List<Long> ids, FinalState state) {
        List<Long> there = ids.stream().filter(id -> state.count(id) > 0).toList();
        for (Long id : there) {
            if (state.count(id) > 1) {
                findings.add(
                        ViolationKind.DUPLICATED_WRITE,
                        operation,
                        "row " + id + " is there " + state.count(id) + " times");
            }
        }
        if (operation.outcome() == Outcome.ROLLED_BACK) {
            if (!there.isEmpty()) {
                findings.add(ViolationKind.PHANTOM_WRITE, operation, "is there: " + there);
            }
        } else if (!there.isEmpty() && there.size() < ids.size()) {
            findings.add(ViolationKind.HALF_APPLIED, operation, "only these are there: " + there);
        } else if (operation.acknowledged() && there.isEmpty()) {
            if (survival.mayBeLost(operation)) {
                findings.lostByReplication(operation);
            } else {
                findings.add(ViolationKind.LOST_WRITE, operation, "is not there");
            }
        }
    }
}
