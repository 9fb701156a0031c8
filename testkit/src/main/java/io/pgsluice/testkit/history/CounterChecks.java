// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows each counter: every acknowledged increment counts once, one in doubt once or not at all, one rolled back not at all. */
final class CounterChecks {
    private final Findings findings;
    private final Survival survival;
    private final Counters counters;

    CounterChecks(Findings findings, Survival survival, Counters counters) {
        this.findings = findings;
        this.survival = survival;
        this.counters = counters;
    }

    void check(List<Operation> operations, FinalState state) {
        for (int counter : counters.all()) {
            check(counter, state);
        }
        for (Operation operation : operations) {
            if (operation.effect() instanceof Effect.Own own) {
                checkNotAbove(operation, own.counter(), own.value());
            } else if (operation.effect() instanceof Effect.Counters read) {
                read.values().forEach((counter, value) -> checkNotAbove(operation, counter, value));
            }
        }
    }

    private void checkNotAbove(Operation read, int counter, long value) {
        long possible = counters.possibleBefore(counter, read.end());
        if (value > possible && read.acknowledged()) {
            findings.add(
                    ViolationKind.PHANTOM_WRITE,
                    read,
                    "counter " + counter + " is " + value + " after at most " + possible + " increments");
        }
    }

    private void check(int counter, FinalState state) {
        long possible = 0;
        List<Operation> open = new ArrayList<>();
        for (Operation operation : counters.of(counter)) {
            if (operation.outcome() != Outcome.ROLLED_BACK) {
                possible++;
            }
            if (operation.acknowledged()) {
                long value = Counters.value(operation);
                if (value > possible) {
                    findings.add(
                            ViolationKind.DUPLICATED_WRITE, operation, "the counter can be " + possible + " at most");
                }
                settle(open, value - 1, operation.position());
                open.add(operation);
            }
        }
        long last = state.counters().getOrDefault(counter, 0L);
        if (last > possible) {
            findings.add(
                    ViolationKind.DUPLICATED_WRITE,
                    "counter " + counter + " is " + last + " at the end after at most " + possible + " increments");
        }
        settle(open, last, null);
    }

    /**
     * Takes away the increments that a later value shows to be gone, the latest first.
     *
     * @param open acknowledged increments that were there so far
     * @param value what the counter was then
     */
    private void settle(List<Operation> open, long value, @Nullable Position position) {
        while (!open.isEmpty() && Counters.value(open.get(open.size() - 1)) > value) {
            Operation gone = open.remove(open.size() - 1);
            if (survival.mustBeSeen(gone, position)) {
                findings.add(ViolationKind.LOST_WRITE, gone, "the counter was " + value + " later");
            } else {
                findings.lostByReplication(gone);
            }
        }
    }
}
